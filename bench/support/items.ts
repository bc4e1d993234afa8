import type { IncomingItem } from '../../src/modules/archive/index.ts'
import { type Random, randomFrom } from '../../tests/support/random.ts'
import { type Vocabulary, vocabulary } from './words.ts'

const firstNames =
  'Anna Erik Maria Lars Karin Johan Eva Nils Sara Ali Fatima Olle Lena Per Amira Gustav'.split(' ')
const lastNames = 'Andersson Berg Lind Nyström Holm Ek Sjögren Dahl Åberg Öst Hassan Moe Vik Ström'.split(' ')
const month = 30 * 86_400_000
const newest = Date.UTC(2026, 10, 20)

/** Comments of three years, in Swedish-like words: ten fields each, raw and answer. Made as they are asked for. */
export async function* syntheticItems(count: number, seed = 1): AsyncGenerator<IncomingItem> {
  const random = randomFrom(seed)
  const words = vocabulary()
  for (let n = 0; n < count; n += 1) yield syntheticItem(random, words, `${seed}-${n}`)
}

/** One comment; about 128 bytes of text in the mean. */
export function syntheticItem(random: Random, words: Vocabulary, platformId: string): IncomingItem {
  const length = 4 + Math.floor(random() * random() * 64)
  // Something that near a third of all people begin with, as a search for the most usual words must also be quick.
  let text = random() < 0.3 ? 'Hej' : words.word(random)
  for (let n = 1; n < length; n += 1) text += ` ${words.word(random)}`
  const author = `${nameFrom(random, firstNames)} ${nameFrom(random, lastNames)}`
  const publishedAt = new Date(newest - Math.floor(random() * 36 * month)).toISOString()
  const permalink = `https://exempel.se/inlagg/${platformId}`
  const raw = JSON.stringify({
    id: platformId,
    content: text,
    author_name: author,
    date: publishedAt,
    link: permalink,
  })
  return {
    item: {
      platformId,
      kind: random() < 0.1 ? 'post' : 'comment',
      direction: random() < 0.1 ? 'drawnUp' : 'received',
      permalink,
      author,
      text,
      publishedAt,
      state: random() < 0.02 ? 'hidden' : 'visible',
      versionKey: `${publishedAt}-${length}`,
      source: 'wp/v2/comments',
      media: [],
      raw: {
        bytes: Buffer.from(raw),
        mediaType: 'application/json',
        answer: {
          url: 'https://exempel.se/wp-json/wp/v2/comments?per_page=100&page=1',
          status: 200,
          headers: { 'content-type': 'application/json; charset=UTF-8', 'x-wp-total': '1000000' },
          fetchedAt: '2026-11-20T08:00:00Z',
          sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        },
      },
    },
    media: [],
    refusals: [],
  }
}

const nameFrom = (random: Random, names: readonly string[]): string =>
  names[Math.floor(random() * names.length)] ?? ''
