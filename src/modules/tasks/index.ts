export { endedText } from './ended.ts'
export { othersAt } from './presence.ts'
export {
  assign,
  awaitsAnswer,
  leave,
  leaveIn,
  openForReading,
  reopen,
  requireOpenTask,
  requireTask,
  saveNote,
  snooze,
  stayOpen,
  taskCounts,
  tasksFor,
} from './service.ts'
export {
  closeTasks,
  findTask,
  openItemTask,
  openTask,
  openTasks,
  type TaskCounts,
  unanswer,
} from './store.ts'
export type { NewTask, Presence, Task, TaskFilter, TaskKind, Urgency } from './types.ts'
