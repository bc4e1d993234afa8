import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { growth } from '../../../tests/support/linear.ts'
import { readFeed } from './document.ts'
import { mostItems, scan } from './scan.ts'

const read = (text: string | Uint8Array, type = 'application/xml') => {
  const got = readFeed(typeof text === 'string' ? Buffer.from(text) : text, type)
  if (!got.ok) throw new Error(got.error.why)
  return got.value
}
const why = (text: string | Uint8Array, type = 'application/xml') => {
  const got = readFeed(typeof text === 'string' ? Buffer.from(text) : text, type)
  return got.ok ? 'read' : got.error.why
}
const rss = (inside: string, declaration = '') =>
  `${declaration}<rss version="2.0"><channel><title>T</title>${inside}</channel></rss>`

describe('cutting', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<!-- <item> -->',
      '<![CDATA[</item><item>]]>',
      '<?x </item>?>',
      '<a b="</item>" c=\'>\'/>',
      '<b>å<item>inuti</item></b>',
      '<br>',
      '</p>',
      '&lt;item&gt;',
      '\0',
      '🚧',
      "<media:item url='x'/>",
    ),
    fc.string({ maxLength: 8 }).map((text) => text.replace(/[<>&]/g, '')),
  )
  const item = fc
    .tuple(fc.array(piece, { maxLength: 6 }), fc.constantFrom('<item>', '<item rdf:about="x>y">', '<item\n>'))
    .map(([pieces, open]) => `${open}${pieces.join('')}</item>`)

  test('every item is cut out exactly, in every encoding', () => {
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 5 }),
        fc.constantFrom('utf8', 'utf16le'),
        fc.constantFrom('', '\ufeff', '<?xml version="1.0"?>\n'),
        (items, encoding, head) => {
          const mark = encoding === 'utf16le' && !head.startsWith('\ufeff') ? `\ufeff${head}` : head
          const document = read(Buffer.from(mark + rss(items.join('\n<x/>')), encoding as BufferEncoding))
          const cut = document.items.map(({ bytes }) =>
            Buffer.from(bytes).toString(encoding as BufferEncoding),
          )
          expect(cut).toEqual(
            items.map((text) =>
              Buffer.from(text, encoding as BufferEncoding).toString(encoding as BufferEncoding),
            ),
          )
          expect(document.end).toBe('whole')
        },
      ),
      { numRuns: 400 },
    )
  })

  test('whatever comes, the reader comes back with an answer', () => {
    const junk = fc.array(
      fc.constantFrom(
        '<rss>',
        '<channel>',
        '<item>',
        '</item>',
        '</rss>',
        '<',
        '>',
        '"',
        "'",
        '<!--',
        '-->',
        ']]>',
        '<![CDATA[',
        '<?',
        '&',
        'x',
        '<feed>',
        '<entry>',
        '</entry>',
        '<title>',
        '{',
        '"items":[',
      ),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(junk, (parts) => {
        const got = readFeed(Buffer.from(parts.join('')), 'text/xml')
        if (got.ok) for (const one of got.value.items) one.entry()
      }),
      { numRuns: 2_000 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readFeed(bytes, 'text/xml')
      }),
      { numRuns: 1_000 },
    )
  })

  test('a document that ends anywhere gives its whole items and says that it was cut', () => {
    const whole = rss('<item><guid>1</guid></item><item><guid>2</guid></item>')
    for (let length = whole.indexOf('<channel>'); length < whole.length - 6; length++) {
      const document = read(whole.slice(0, length))
      expect(document.end).toBe('cut')
      const complete = whole.slice(0, length).split('</item>').length - 1
      expect(document.items.map((one) => one.entry()?.id)).toEqual(['1', '2'].slice(0, complete))
    }
    expect(read(whole).end).toBe('whole')
  })

  test('an item that cannot be read is kept, and harms no other', () => {
    const deep = `<item><guid>djup</guid>${'<b>'.repeat(5_000)}MÄRKE</item>`
    const document = read(rss(`<item><guid>1</guid></item>${deep}<item></item><item><guid>2</guid></item>`))
    const entries = document.items.map((one) => one.entry())
    expect(entries.map((entry) => entry?.id)).toEqual(['1', undefined, undefined, '2'])
    expect(document.items[1]?.text()).toContain('MÄRKE')
  })

  test.each([
    ['tags', '<a/>'.repeat(4_900_000)],
    ['text', 'x&amp;lt;'.repeat(2_400_000)],
  ])('an item of 20 MB of %s is kept without being taken apart', (_, inside) => {
    const document = read(rss(`<item>MÄRKE ${inside}</item><item><guid>2</guid></item>`))
    expect(document.items.map((one) => one.entry()?.id)).toEqual([undefined, '2'])
    expect(document.items[0]?.text()).toContain('MÄRKE')
  })

  test('more items than a feed may have are left out and said to be', () => {
    const document = read(rss('<item><guid>1</guid></item>'.repeat(mostItems + 1)))
    expect(document).toMatchObject({ end: 'tooMany' })
    expect(document.items).toHaveLength(mostItems)
  })

  test.each([
    '<',
    '<a ',
    '<a b="',
    '<item>',
    '<item><x ',
    '<!--',
    '<![CDATA[',
    '<?',
    '</item>',
    '<deleted-entry ',
    '<!',
  ])('ten megabytes of %j take linear time', (pump) => {
    expect(growth(scan, `<rss>${pump.repeat(10_000_000 / pump.length)}`)).toBeLessThan(3.5)
  })
})

describe('encodings', () => {
  const item = '<item><title>Räksmörgås – åäö</title></item>'
  const titleOf = (bytes: Uint8Array, type?: string) => read(bytes, type).items[0]?.entry()?.title
  const latin1 = (text: string) => Buffer.from(text.replace('–', '\x96'), 'latin1')
  const wide = (text: string, big: boolean) => {
    const bytes = Buffer.from(text, 'utf16le')
    return big ? bytes.swap16() : bytes
  }

  test.each([
    ['utf-8 by default', Buffer.from(rss(item)), 'text/xml'],
    ['utf-8 with a mark', Buffer.from(`\ufeff${rss(item)}`), 'text/xml'],
    ['iso-8859-1 as declared', latin1(rss(item, '<?xml version="1.0" encoding="iso-8859-1"?>')), 'text/xml'],
    ['windows-1252 by content type', latin1(rss(item)), 'application/rss+xml; charset=windows-1252'],
    ['utf-16 little-endian with a mark', wide(`\ufeff${rss(item)}`, false), 'text/xml'],
    ['utf-16 big-endian with a mark', wide(`\ufeff${rss(item)}`, true), 'text/xml'],
    ['utf-16 without a mark', wide(rss(item), true), 'text/xml'],
    [
      'utf-8 falsely declared as utf-16',
      Buffer.from(rss(item, '<?xml version="1.0" encoding="utf-16"?>')),
      'text/xml',
    ],
  ])('%s', (_, bytes, type) => {
    expect(titleOf(bytes, type)).toBe('Räksmörgås – åäö')
    const cut = read(bytes, type).items[0]?.bytes ?? new Uint8Array()
    expect(Buffer.from(bytes).includes(Buffer.from(cut))).toBe(true)
  })

  test('an encoding in which a tag cannot be told from a letter is refused by name', () => {
    expect(readFeed(Buffer.from(rss(item)), 'text/xml; charset=iso-2022-jp')).toMatchObject({
      ok: false,
      error: { why: 'encoding', encoding: 'iso-2022-jp' },
    })
    expect(why(rss(item), 'text/xml; charset=finns-inte')).toBe('encoding')
  })
})

describe('what is not a feed', () => {
  const bomb = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>'
  test.each([
    ['', 'empty'],
    [' \n ', 'empty'],
    ['<!DOCTYPE html><html><p>x</html>', 'webPage'],
    ['\n<!-- x --><HTML lang="sv">', 'webPage'],
    ['<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html/>', 'webPage'],
    [`<?xml version="1.0"?>${bomb}${rss('&lol2;')}`, 'declaration'],
    [`${rss('')}`.replace('<channel>', `<channel>${bomb}`), 'declaration'],
    [rss(`<item>${bomb}</item>`), 'declaration'],
    ['<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>', 'declaration'],
    ['<!DOCTYPE x [<!ENTITY % d SYSTEM "http://127.0.0.1/x">%d;]><rss/>', 'declaration'],
    ['<opml version="2.0"/>', 'noFeed'],
    ['<sitemapindex/>', 'noFeed'],
    ['PK\x03\x04', 'noFeed'],
    ['{"version":"x"}', 'noFeed'],
    ['{"version":', 'noFeed'],
    ['['.repeat(100), 'noFeed'],
    [`{"a":${'['.repeat(100_000)}`, 'tooDeep'],
  ])('%j is %s', (text, reason) => {
    expect(why(text)).toBe(reason)
  })

  test('a declaration inside CDATA is only text', () => {
    expect(read(rss(`<item><title><![CDATA[${bomb}]]>x</title></item>`)).items).toHaveLength(1)
  })
})

describe('the formats', () => {
  test('RSS with its extensions', () => {
    const [item] =
      read(`<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
      xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>A &amp; B</title>
      <link>https://kommun.example/</link><item><title>Nytt &amp;amp; b&#228;ttre</title><link>https://kommun.example/1</link>
      <guid>https://kommun.example/?p=1</guid><dc:creator><![CDATA[Åsa]]></dc:creator><pubDate>Fri, 20 Nov 2026 10:00:00 +0100</pubDate>
      <description>kort</description><content:encoded><![CDATA[<p>Ett</p><p>Två <img src="/a.jpg" alt="En bild"></p>]]></content:encoded>
      <enclosure url="https://kommun.example/b.mp3" type="audio/mpeg" length="1"/>
      <media:group><media:content url="https://kommun.example/c.jpg"><media:description>C</media:description></media:content></media:group>
      </item></channel></rss>`).items
    expect(item?.entry()).toEqual({
      id: 'https://kommun.example/?p=1',
      title: 'Nytt & bättre',
      body: 'Ett\n\nTvå',
      link: 'https://kommun.example/1',
      author: 'Åsa',
      authorId: undefined,
      published: 'Fri, 20 Nov 2026 10:00:00 +0100',
      media: [
        { url: 'https://kommun.example/b.mp3', mediaType: 'audio/mpeg' },
        { url: 'https://kommun.example/c.jpg', alt: 'C' },
        { url: '/a.jpg', alt: 'En bild' },
      ],
      answers: [],
    })
  })

  test('Atom, also under a prefix, with XHTML and what it answers', () => {
    const document =
      read(`<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
      xmlns:at="http://purl.org/atompub/tombstones/1.0"><a:title>T</a:title><a:link rel="hub" href="https://hub.example/"/>
      <at:deleted-entry ref="tag:borta" when="2026-11-20T10:00:00Z"/>
      <a:entry><a:id>tag:1</a:id><a:title type="text">1 &lt; 2</a:title><a:link href="/1"/><a:published>2026-11-20T10:00:00Z</a:published>
      <a:updated>2026-11-21T10:00:00Z</a:updated><a:author><a:name>Bo</a:name><a:uri>https://bo.example/</a:uri></a:author>
      <thr:in-reply-to ref="tag:0" href="https://kommun.example/0"/>
      <a:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hej <b>du</b></p></div></a:content></a:entry></a:feed>`)
    expect(document).toMatchObject({ format: 'atom', title: 'T', removed: ['tag:borta'], end: 'whole' })
    expect(document.links.get('hub')).toEqual(['https://hub.example/'])
    expect(document.items[0]?.entry()).toMatchObject({
      id: 'tag:1',
      title: '1 < 2',
      body: 'Hej du',
      author: 'Bo',
      authorId: 'https://bo.example/',
      published: '2026-11-20T10:00:00Z',
      answers: ['tag:0', 'https://kommun.example/0'],
    })
  })

  test('RDF, whose items stand outside the channel', () => {
    const document =
      read(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title><items><rdf:Seq/></items></channel>
      <item rdf:about="https://kommun.example/1"><title>Ett</title><link>https://kommun.example/1</link><dc:date>2026-11-20</dc:date></item></rdf:RDF>`)
    expect(document.format).toBe('rdf')
    expect(document.items.map((item) => item.entry())).toMatchObject([
      { id: 'https://kommun.example/1', title: 'Ett', published: '2026-11-20' },
    ])
  })

  test('JSON Feed', () => {
    const one =
      '{ "id": "1", "url":"https://kommun.example/1", "content_html":"<p>Hej</p>", "date_published":"2026-11-20T10:00:00Z"}'
    const text = `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[${one},{"id":2,"content_text":"två"}]}`
    const document = read(text, 'application/feed+json')
    expect(document).toMatchObject({ format: 'json', title: 'T' })
    expect(Buffer.from(document.items[0]?.bytes ?? []).toString()).toBe(one)
    expect(document.items.map((item) => item.entry())).toMatchObject([
      { id: '1', body: 'Hej', link: 'https://kommun.example/1' },
      { id: '2', body: 'två' },
    ])
  })
})
