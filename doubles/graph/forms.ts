import type { DoubleRequest } from '../server.ts'

export interface ReceivedForm {
  readonly fields: ReadonlyMap<string, string>
  readonly file?: {
    readonly field: string
    readonly filename: string
    readonly mediaType: string
    readonly bytes: Buffer
  }
}

/** The parameters of a POST: in the address, and in a form, multipart or not. */
export function formOf({ url, headers, body }: DoubleRequest): ReceivedForm {
  const fields = new Map(url.searchParams)
  const type = headers['content-type'] ?? ''
  const [, boundary] = /^multipart\/form-data; boundary=(\S+)$/.exec(type) ?? []
  if (boundary === undefined) {
    for (const [name, value] of new URLSearchParams(body.toString('utf8'))) fields.set(name, value)
    return { fields }
  }
  let file: ReceivedForm['file']
  let at = body.indexOf(`--${boundary}`)
  for (;;) {
    const start = body.indexOf('\r\n', at) + 2
    const end = body.indexOf(`\r\n--${boundary}`, start)
    if (at < 0 || end < 0) return { fields, ...(file ? { file } : {}) }
    const split = body.indexOf('\r\n\r\n', start)
    const head = body.subarray(start, split).toString('utf8')
    const content = body.subarray(split + 4, end)
    const field = /name="([^"]*)"/.exec(head)?.[1] ?? ''
    const filename = /filename="([^"]*)"/.exec(head)?.[1]
    if (filename === undefined) fields.set(field, content.toString('utf8'))
    else file = { field, filename, mediaType: /content-type: (\S+)/i.exec(head)?.[1] ?? '', bytes: content }
    at = end + 2
  }
}
