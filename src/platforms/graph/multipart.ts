import { createHash } from 'node:crypto'

export interface FormFile {
  /** The field's name, e.g. 'source'. */
  readonly field: string
  readonly filename: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

const quoted = (text: string): string =>
  text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** A form with one file as multipart/form-data (RFC 7578). The boundary is a hash of the file, so that it is not in it. */
export function multipart(
  fields: readonly (readonly [string, string])[],
  file: FormFile,
): { readonly mediaType: string; readonly bytes: Uint8Array } {
  const boundary = createHash('sha256').update(file.bytes).update(JSON.stringify(fields)).digest('hex')
  const head = (name: string, rest: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"${rest}\r\n\r\n`
  const texts = fields.map(([name, value]) => `${head(name, '')}${value}\r\n`).join('')
  const about = `; filename="${quoted(file.filename)}"\r\ncontent-type: ${file.mediaType}`
  return {
    mediaType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([
      Buffer.from(texts + head(file.field, about)),
      file.bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  }
}
