export {
  assign,
  awaitsAnswer,
  leave,
  openForReading,
  reopen,
  requireTask,
  saveNote,
  snooze,
  taskCounts,
  tasksFor,
} from './service.ts'
export { closeTasks, findTask, hasOpenTask, openTask, type TaskCounts } from './store.ts'
export type { NewTask, Selection, Task, TaskFilter, TaskKind, Urgency } from './types.ts'
