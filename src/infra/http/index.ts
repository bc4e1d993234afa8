export { createHttp } from './client.ts'
export * from './types.ts'
