export {
  answerOf,
  type Called,
  call,
  callWhole,
  type Graph,
  type GraphCall,
  originOf,
  type Refusal,
} from './client.ts'
export { isNotThere, notUnderstood } from './failures.ts'
export { type ListPage, listPage, pages } from './paging.ts'
export { usedPercent } from './usage.ts'
export { handshake, signatureIsRight, toldMessage } from './webhook.ts'
