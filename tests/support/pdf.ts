import { inflateSync } from 'node:zlib'

/** What a PDF says, its streams unpacked; enough for looking for marks of structure. */
export function insidePdf(pdf: Buffer): string {
  const text = pdf.toString('latin1')
  const parts = [...text.matchAll(/stream\r?\n/g)].map((found) => {
    const from = found.index + found[0].length
    try {
      return inflateSync(pdf.subarray(from, text.indexOf('endstream', from))).toString('latin1')
    } catch {
      // Not all streams are packed.
      return ''
    }
  })
  return [text, ...parts].join('\n')
}
