export { wholeBody } from './body.ts'
export { createHttp } from './client.ts'
export * from './types.ts'
