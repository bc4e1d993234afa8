import { type HttpRequest, wholeBody } from '../../src/infra/http/index.ts'

/** A request's body, where it is held as a whole; undefined for one that is read as it is sent. */
export const heldBody = ({ body }: HttpRequest): string | Uint8Array | undefined =>
  typeof body === 'string' || body instanceof Uint8Array ? body : undefined

/** All of a request's body, however it is sent. */
export const allOf = async ({ body }: HttpRequest): Promise<Buffer<ArrayBuffer>> =>
  Buffer.from((await wholeBody(body ?? '')) as string)
