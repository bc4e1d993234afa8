import type { HttpAnswer } from '../../infra/http/index.ts'
import type { Failure } from '../contract.ts'
import { readHtml } from '../html-text.ts'
import type { FeedDocument, Unreadable } from './document.ts'
import { mostItems } from './scan.ts'

const quarter = 15 * 60_000

const rejected = (detail: string): Failure => ({ kind: 'rejected', detail })

/** The feeds that a web page itself points out, so that the person has an address to try. */
function pointedOut(answer: HttpAnswer): string {
  const html = Buffer.from(answer.bytes.subarray(0, 512 * 1024)).toString('utf8')
  const feeds = readHtml(html)
    .alternates.filter(({ type }) => /(?:rss|atom|feed)\+(?:xml|json)/.test(type))
    .flatMap(({ url }) => (URL.canParse(url, answer.url) ? [new URL(url, answer.url).href] : []))
  return feeds.length === 0 ? '' : ` Sidan själv pekar ut ${feeds.slice(0, 3).join(' och ')}.`
}

/** Why a document is not read, for the person who looks after the account. */
export function unreadable(problem: Unreadable, answer: HttpAnswer, now: Date): Failure {
  switch (problem.why) {
    case 'webPage':
      return rejected(
        `Adressen visar en webbsida och inte ett flöde. Ange flödets egen adress.${pointedOut(answer)}`,
      )
    case 'declaration':
      return rejected(
        'Flödet innehåller en egen dokumenttyp (DOCTYPE eller ENTITY). En sådan kan få den som läser att sluta fungera, därför läses flödet inte. Be den som sköter webbplatsen att ta bort den.',
      )
    case 'encoding':
      return rejected(
        `Flödets teckenkodning (${problem.encoding.slice(0, 40)}) kan inte läsas. Be den som sköter webbplatsen att använda UTF-8.`,
      )
    case 'tooDeep':
      return rejected('Flödet har fler nivåer i varandra än vi läser, därför läses det inte.')
    case 'noFeed':
      return rejected(
        'Det som finns på adressen är inte ett flöde (RSS, Atom eller JSON Feed). Kontrollera adressen.',
      )
    case 'empty':
      return {
        kind: 'retryLater',
        at: new Date(now.getTime() + quarter),
        detail:
          'Flödet är tomt på innehåll, vilket brukar vara ett tillfälligt fel. Ett nytt försök görs automatiskt.',
      }
  }
}

/** What was wrong with a document that could be read only in part; its whole items stand. */
export function incomplete(document: FeedDocument, now: Date): Failure | undefined {
  if (document.end === 'whole') return undefined
  if (document.end === 'tooMany') {
    return rejected(
      `Flödet har fler än ${mostItems} inlägg. De första hämtades, resten inte. Be den som sköter webbplatsen att dela upp flödet.`,
    )
  }
  return {
    kind: 'retryLater',
    at: new Date(now.getTime() + quarter),
    detail: 'Flödet slutar mitt i. De inlägg som var hela hämtades. Ett nytt försök görs automatiskt.',
  }
}
