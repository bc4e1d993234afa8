/** A post or a comment on the double's website. */
export interface Stored {
  readonly id: string
  readonly url: string
  title: string
  text: string
  readonly author: string
  /** What the feed says, which need not be a date. */
  readonly published: string
  readonly image: { readonly url: string; readonly alt: string } | undefined
  readonly parent: Stored | undefined
}

export interface Site {
  readonly title: string
  readonly url: string
  readonly self: string
  readonly hub: string
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

const htmlOf = (item: Stored): string => {
  const image =
    item.image === undefined ? '' : `<img src="${escaped(item.image.url)}" alt="${escaped(item.image.alt)}">`
  return `<p>${escaped(item.text)}</p>${image}`
}

/** RFC 822 as RSS wants it; what is no date is said as it is. */
const rssDate = (said: string): string => {
  const at = Date.parse(said)
  return Number.isNaN(at) ? said : new Date(at).toUTCString()
}

const rssItem = (item: Stored): string => `
    <item>
      <title>${escaped(item.title)}</title>
      <link>${escaped(item.url)}</link>
      <guid isPermaLink="false">${escaped(item.id)}</guid>
      <dc:creator>${escaped(item.author)}</dc:creator>
      <pubDate>${escaped(rssDate(item.published))}</pubDate>
      <description>${escaped(htmlOf(item))}</description>${
        item.image === undefined
          ? ''
          : `\n      <enclosure url="${escaped(item.image.url)}" type="image/png" length="68"/>`
      }
    </item>`

export const rss = (site: Site, items: readonly Stored[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel>
    <title>${escaped(site.title)}</title>
    <link>${escaped(site.url)}</link>
    <description>Nyheter</description>
    <atom:link rel="self" href="${escaped(site.self)}"/>
    <atom:link rel="hub" href="${escaped(site.hub)}"/>${items.map(rssItem).join('')}
  </channel>
</rss>
`

const inReplyTo = (parent: Stored | undefined): string =>
  parent === undefined
    ? ''
    : `\n    <thr:in-reply-to ref="${escaped(parent.id)}" href="${escaped(parent.url)}"/>`

const atomEntry = (item: Stored): string => `
  <entry>
    <id>${escaped(item.id)}</id>
    <title>${escaped(item.title)}</title>
    <link href="${escaped(item.url)}"/>
    <author><name>${escaped(item.author)}</name></author>
    <published>${escaped(item.published)}</published>
    <updated>${escaped(item.published)}</updated>${inReplyTo(item.parent)}
    <content type="html">${escaped(htmlOf(item))}</content>
  </entry>`

export const atom = (site: Site, items: readonly Stored[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
  <id>${escaped(site.self)}</id>
  <title>${escaped(site.title)}</title>
  <link href="${escaped(site.url)}"/>
  <link rel="self" href="${escaped(site.self)}"/>
  <link rel="hub" href="${escaped(site.hub)}"/>
  <updated>2026-01-01T00:00:00Z</updated>${items.map(atomEntry).join('')}
</feed>
`

export const page = (post: Stored, comments: readonly Stored[]): string => `<!doctype html>
<html lang="sv"><head><title>${escaped(post.title)}</title></head><body>
<article><h1>${escaped(post.title)}</h1>${htmlOf(post)}</article>
${comments.map((comment) => `<div id="${new URL(comment.url).hash.slice(1)}">${htmlOf(comment)}</div>`).join('\n')}
</body></html>
`

export const startPage = (title: string, feed: string): string => `<!doctype html>
<html lang="sv"><head><title>${escaped(title)}</title>
<link rel="alternate" type="application/rss+xml" href="${escaped(feed)}"></head>
<body><h1>${escaped(title)}</h1></body></html>
`
