import { randomBytes } from 'node:crypto'
import type { Streamed } from '../../infra/http/index.ts'
import { between, piecesOf } from './pieces.ts'

export interface FormFile {
  /** The field's name, e.g. 'source'. */
  readonly field: string
  readonly filename: string
  readonly mediaType: string
  readonly content: Uint8Array | Streamed
}

const quoted = (text: string): string =>
  text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** A form with one file as multipart/form-data (RFC 7578), read as it is sent. */
export function multipart(
  fields: readonly (readonly [string, string])[],
  { field, filename, mediaType, content }: FormFile,
): { readonly mediaType: string; readonly body: Streamed } {
  const boundary = `uppsikt-${randomBytes(24).toString('hex')}`
  const head = (name: string, rest: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"${rest}\r\n\r\n`
  const texts = fields.map(([name, value]) => `${head(name, '')}${value}\r\n`).join('')
  const about = `; filename="${quoted(filename)}"\r\ncontent-type: ${mediaType}`
  const file = content instanceof Uint8Array ? piecesOf(content) : content
  return {
    mediaType: `multipart/form-data; boundary=${boundary}`,
    body: between(Buffer.from(texts + head(field, about)), file, Buffer.from(`\r\n--${boundary}--\r\n`)),
  }
}
