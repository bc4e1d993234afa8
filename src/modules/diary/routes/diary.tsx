import { may } from '../../../access/index.ts'
import { makePdf } from '../../../infra/documents/index.ts'
import { asId, parseInstant, type RecordId } from '../../../kernel/index.ts'
import { actorOf, asked, municipalityOf, page, type WebContext } from '../../../web/index.ts'
import { csvOf, openListOf } from '../documents.ts'
import { DiaryScreen } from '../screens/diary.tsx'
import { codeIn, secrecyCodes } from '../screens/words.tsx'
import { readDiary, wholeDiary } from '../service/read.ts'
import type { DiaryFilter } from '../types.ts'
import { current, type Deps, isRecordDay, type Screen } from './common.ts'

const filterNames = ['q', 'namnd', 'sekretess', 'fran', 'till'] as const

/** What the address asks for; what cannot be read there does not narrow the list. */
function filterIn(c: WebContext): DiaryFilter {
  const secrecy = codeIn(secrecyCodes, asked(c, 'sekretess'))
  const [from, to] = [asked(c, 'fran'), asked(c, 'till')]
  const [time = '', id = ''] = asked(c, 'efter').split('_')
  const at = parseInstant(time)
  const entryId = asId<RecordId>(id)
  return {
    text: asked(c, 'q'),
    committee: asked(c, 'namnd'),
    ...(secrecy && { secrecy }),
    ...(isRecordDay(from) && { from }),
    ...(isRecordDay(to) && { to }),
    ...(at && entryId && { after: { at, entryId } }),
  }
}

/** GET /diarium */
export const diaryScreen =
  ({ house }: Deps): Screen =>
  async (c) => {
    const actor = actorOf(c)
    const diary = await readDiary(house, actor, filterIn(c))
    const kept = Object.fromEntries(filterNames.map((name) => [name, asked(c, name)]))
    const chosen = filterNames.filter((name) => kept[name] !== '')
    const href = (path: string, more: Record<string, string> = {}): string => {
      const query = new URLSearchParams({
        ...Object.fromEntries(chosen.map((name) => [name, kept[name] ?? ''])),
        ...more,
      })
      return query.size > 0 ? `${path}?${query}` : path
    }
    const { next } = diary
    return page(
      c,
      { title: 'Diarium', current },
      <DiaryScreen
        diary={diary}
        state={{ values: kept, errors: {} }}
        chosen={chosen.length > 0}
        hrefs={{
          csv: href('/diarium/kalkylblad'),
          open: href('/diarium/lista'),
          older:
            next?.settledAt == null
              ? undefined
              : href('/diarium', { efter: `${next.settledAt.toISOString()}_${next.entryId}` }),
        }}
        may={{ register: may(actor, 'diary.register'), series: may(actor, 'diary.register', {}) }}
      />,
    )
  }

/** GET /diarium/kalkylblad: the register as the filter leaves it, for the staff. */
export const sendCsv =
  ({ house }: Deps): Screen =>
  async (c) =>
    c.body(csvOf(await wholeDiary(house, actorOf(c), filterIn(c))), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="diarium.csv"',
    })

/** GET /diarium/lista: for whoever asks; of what is or may be secret the number and the day alone. */
export const sendOpenList =
  ({ house }: Deps): Screen =>
  async (c) => {
    const filter = filterIn(c)
    const entries = await wholeDiary(house, actorOf(c), filter)
    const now = house.clock.now()
    const pdf = await makePdf(openListOf(entries, filter, municipalityOf(c).name, now), now)
    return c.body(new Uint8Array(pdf), 200, {
      'content-type': 'application/pdf',
      'content-disposition': 'inline; filename="diarielista.pdf"',
      'cache-control': 'no-store',
    })
  }
