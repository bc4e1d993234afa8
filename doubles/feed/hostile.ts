/** Ten levels of ten: a reader that unfolds it holds three gigabytes. */
export function bomb(): string {
  const levels = ['<!ENTITY a0 "ha">']
  for (let level = 1; level <= 10; level++)
    levels.push(`<!ENTITY a${level} "${`&a${level - 1};`.repeat(10)}">`)
  return `<?xml version="1.0"?>\n<!DOCTYPE rss [\n${levels.join('\n')}\n]>\n<rss version="2.0"><channel><title>&a10;</title></channel></rss>`
}

const gigabyte = 1024 ** 3

/** A feed of one gigabyte, made while it is sent. */
export async function* huge(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Stort</title>\n')
  const item = Buffer.from(
    `<item><title>En till</title><description>${'x'.repeat(65_000)}</description></item>\n`,
  )
  for (let sent = 0; sent < gigabyte; sent += item.length) yield item
  yield Buffer.from('</channel></rss>')
}
