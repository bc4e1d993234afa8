/** Somebody outside: no sign-in, and no cookie but what the page itself gave. */
export interface Outside {
  ask(path: string, headers?: Record<string, string>): Promise<Response>
  /** Sends a form as the page at `from` would: with the token and the cookie that the page gave. */
  send(from: string, path: string, fields: Readonly<Record<string, string>>): Promise<Response>
  /** What a person reads there, without the marks. */
  read(path: string): Promise<string>
}

/** What a person reads, without the marks. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&[a-z]+;|&#\d+;/g, ' ')
    .replace(/\s+/g, ' ')

export function somebodyOutside(url: string): Outside {
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, { redirect: 'manual', headers })
  return {
    ask,
    async send(from, path, fields) {
      const page = await ask(from)
      const cookies = page.headers.getSetCookie().map((line) => line.split(';')[0])
      const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
      return fetch(`${url}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: cookies.join('; ') },
        body: new URLSearchParams({ _csrf: token, ...fields }),
      })
    },
    read: async (path) => wordsOf(await (await ask(path)).text()),
  }
}
