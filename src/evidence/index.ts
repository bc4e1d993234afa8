export * from './log/tree.ts'
