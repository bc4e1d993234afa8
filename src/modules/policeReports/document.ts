import type { Block } from '../../infra/documents/index.ts'
import { longDayText, timeText } from '../../web/index.ts'
import { groundsAt } from '../policy/index.ts'
import { authorOf, cut } from '../supervision/index.ts'
import { policeClassify } from './rules.ts'
import type { Exhibits } from './service/exhibits.ts'
import type { ReportPage } from './service/read.ts'

/** 'torsdag 19 november 2026 kl. 07.56', for a reader far from the screen. */
const moment = (at: Date): string => `${longDayText(at)} kl. ${timeText(at)}`

function classificationText(classification: string, at: Date): string {
  if (classification === policeClassify) return 'Kommunen lämnar åt polisen att rubricera.'
  const ground = groundsAt(at).find(({ id }) => id === classification)
  return ground ? `${ground.title}, ${ground.lawRef} (kommunens förslag; polisen avgör)` : 'Inte vald ännu'
}

/** The report to be read by somebody who knows nothing of us: what happened, what was written, what shows it. */
export function blocksOf(page: ReportPage, exhibits: Exhibits, by: string, now: Date): Block[] {
  const { opened, report, events, records } = page
  const { item, account, platform } = opened
  const about = item.item
  const blocks: Block[] = [
    {
      kind: 'facts',
      rows: [
        [
          'Diarienummer',
          report?.diaryNumber ||
            (page.diary.entry ? 'Lämnad till registratorn, numret följer' : 'Inte ifyllt ännu'),
        ],
        ['Upprättad', `${moment(now)} av ${by}`],
        ['Plattform och konto', `${platform?.name ?? ''}, ${account?.name ?? ''}`],
        ['Adress', about.permalink ?? 'Plattformen ger ingen adress'],
        ['Avsändare', `${authorOf(about)}${about.authorId ? `, plattformens id ${about.authorId}` : ''}`],
        ['Rubricering', classificationText(report?.classification ?? '', now)],
      ],
    },
    { kind: 'heading', level: 2, text: 'Det som anmäls' },
    { kind: 'paragraph', text: about.text },
    { kind: 'heading', level: 2, text: 'Sammanhanget' },
    { kind: 'paragraph', text: report?.context ?? '' },
    { kind: 'heading', level: 2, text: 'Vad som har hänt, i ordning' },
    {
      kind: 'table',
      caption: 'Händelser enligt kommunens arkiv',
      columns: ['När', 'Vad', 'Källa'],
      rows: events.map(({ at, what, detail }) => [moment(at), what, detail]),
    },
  ]
  blocks.push(...threadOf(page), ...capturesOf(page, exhibits))
  const earlier = records.flatMap(({ kind, item: one }) => (kind === 'earlier' && one ? [one] : []))
  if (earlier.length > 0)
    blocks.push(
      { kind: 'heading', level: 2, text: 'Tidigare av samma avsändare' },
      {
        kind: 'table',
        caption: 'Utvalda efter avsändarens id på plattformen',
        columns: ['När', 'Text', 'Handling'],
        rows: earlier.map(({ publishedAt, text, recordId }) => [moment(publishedAt), text, recordId]),
      },
    )
  blocks.push(
    { kind: 'heading', level: 2, text: 'Beviset' },
    {
      kind: 'paragraph',
      text: 'Bevispaketet innehåller det som anmäls, tråden, plattformens egna svar, bilderna och kommunens beslut. Allt kan kontrolleras utan kommunens system: anvisningen ligger överst i paketet.',
    },
    {
      kind: 'facts',
      rows: [
        ['Handling', `${about.recordId}, version ${about.version}`],
        ['Loggpost', item.proof.index === undefined ? 'Inte ännu' : String(item.proof.index)],
        ['Hämtad', moment(about.collectedAt)],
        ...exhibits.digests.map(
          ([name, digest]) =>
            [`Kontrollsumma (SHA-256) för ${partNames[name] ?? name}`, onLines(digest)] as const,
        ),
      ],
    },
  )
  return blocks
}

const partNames: Readonly<Record<string, string>> = {
  raw: 'plattformens orörda svar (raw)',
  answer: 'svaret i sin helhet (answer)',
}

const onLines = (digest: string): string => digest.replace(/.{32}(?=.)/gu, '$&\n')

const longestSaid = 1_000

/** What stands around it, in the order it was written. */
function threadOf({ opened }: ReportPage): Block[] {
  const { item, thread } = opened.item
  const all = [thread.root, ...thread.around].filter((one) => one !== undefined)
  const said = [...new Map(all.map((one) => [one.recordId, one])).values()]
  if (said.length < 2) return []
  return [
    { kind: 'heading', level: 2, text: 'Tråden' },
    {
      kind: 'table',
      caption: `${opened.platform?.name ?? 'Plattformen'}, i den ordning det skrevs`,
      columns: ['När', 'Vem', 'Text'],
      rows: said.map((one) => [
        moment(one.publishedAt),
        `${authorOf(one)}${one.recordId === item.recordId ? ' (det som anmäls)' : ''}`,
        cut(one.text, longestSaid),
      ]),
    },
  ]
}

/** Each with its address, its time and who witnessed it; the file as it was added lies in the package. */
function capturesOf({ records, names }: ReportPage, { captures }: Exhibits): Block[] {
  const own = records.filter(({ kind }) => kind === 'capture')
  if (own.length === 0) return []
  const witness = ({ witnessStaffId, witnessedAt }: (typeof own)[number]): string =>
    witnessedAt
      ? `${(witnessStaffId && names.get(witnessStaffId)) ?? 'En medarbetare'} intygade ${moment(witnessedAt)}`
      : 'Ingen har intygat'
  return [
    { kind: 'heading', level: 2, text: 'Skärmbilder' },
    { kind: 'paragraph', text: 'Bilderna ligger också i bevispaketet, så som de lades till.' },
    ...own.flatMap((one): Block[] => {
      const { url, picture } = captures.get(one.recordId) ?? {}
      return [
        { kind: 'heading', level: 3, text: one.note },
        {
          kind: 'facts',
          rows: [
            ['Adress', url || 'Ingen adress är skriven'],
            ['Tillagd', moment(one.addedAt)],
            ['Vittne', witness(one)],
            ['Handling', one.recordId],
          ],
        },
        ...(picture
          ? [{ kind: 'image', bytes: picture, mediaType: 'image/jpeg', alt: one.note, caption: '' } as const]
          : []),
      ]
    }),
  ]
}
