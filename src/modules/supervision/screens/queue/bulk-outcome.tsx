import { withMunicipality } from '../../../../infra/db/index.ts'
import { asId, Stop } from '../../../../kernel/index.ts'
import {
  actorOf,
  type Column,
  countText,
  Head,
  LinkButton,
  lawText,
  Note,
  Panel,
  page,
  State,
  sentence,
  Table,
  When,
} from '../../../../web/index.ts'
import { isOpen, type ReadBatch, readBatch } from '../../../measures/index.ts'
import { staffNames } from '../../../organisation/index.ts'
import { groundById } from '../../../policy/index.ts'
import { screenedOf } from '../../../screening/index.ts'
import { isVeiled } from '../../rules.ts'
import { addressOf, queueHref } from '../address.ts'
import type { Deps, Screen } from '../deps.ts'
import { cut } from '../rows.tsx'
import { authorOf } from '../words.ts'
import { verbOf } from './bulk-measure.tsx'

type Line = ReadBatch['lines'][number] & { readonly text: string }

/** How one of them stands, in words that promise nothing that has not been seen. */
function Standing({ line }: { line: Line }) {
  switch (line.state) {
    case null:
      return (
        <State tone="quiet" icon="dash">
          Inte gjort. {line.leftOut}
        </State>
      )
    case 'done':
      return <State tone="ok">Gjort</State>
    case 'byHand':
      return (
        <State tone="warn" icon="hand">
          Görs för hand
        </State>
      )
    case 'awaitsSecond':
      return (
        <State tone="warn" icon="user">
          Väntar på en andra person
        </State>
      )
    case 'declined':
      return <State tone="bad">En andra person sa nej. {line.detail}</State>
    case 'overtaken':
      return <State tone="quiet">Redan borta. Någon annan tog bort det.</State>
    case 'refused':
      return <State tone="bad">Gick inte. {line.detail}</State>
    case 'unknown':
      return <State tone="warn">Vi vet inte ännu. Vi tittar efter.</State>
    default:
      return (
        <State tone="info" icon="clock">
          På väg
        </State>
      )
  }
}

const columns: readonly Column<Line>[] = [
  {
    key: 'item',
    title: 'Kommentar',
    names: true,
    cell: ({ item, taskId, text }) => (
      <>
        <a href={`/ko/${taskId}`}>{authorOf(item)}</a>
        <small>{text}</small>
      </>
    ),
  },
  { key: 'account', title: 'Konto', cell: ({ account }) => account.name },
  { key: 'state', title: 'Så gick det', cell: (line) => <Standing line={line} /> },
]

/** One sentence: what went, what is on its way, what did not. */
function summary(lines: readonly Line[]): string {
  const count = (is: (line: Line) => boolean): number => lines.filter(is).length
  const done = count(({ state }) => state === 'done')
  const coming = count(({ state }) => state !== null && isOpen(state))
  const rest = lines.length - done - coming
  const parts = [
    `${countText(done, 'är gjord', 'är gjorda')}`,
    coming > 0 && `${coming} är på väg eller väntar på någon`,
    rest > 0 && `${countText(rest, 'blev inte gjord', 'blev inte gjorda')}`,
  ]
  return `${sentence(parts.filter(Boolean).join(', '))}.`
}

const longestInRow = 80

/** GET /ko/valda/:batch: what became of each that was decided on together. */
export const batchScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const actor = actorOf(c)
    const batchId = asId(c.req.param('batch') ?? '')
    if (!batchId) throw new Stop('notFound', 'Listan finns inte. Gå tillbaka till kön.')
    const { batch, lines: read, unreached } = await readBatch(deps.house, actor, batchId)
    const items = read.map(({ item }) => item)
    const { names, labels } = await withMunicipality(deps.house.db, actor.municipalityId, async (tx) => ({
      names: await staffNames(tx, actor.municipalityId, [batch.staffId]),
      labels: (await screenedOf(tx, actor.municipalityId, items)).labels,
    }))
    const lines = read.map((line) => ({
      ...line,
      text: isVeiled(labels.get(line.recordId) ?? []) ? 'Texten är dold.' : cut(line.item.text, longestInRow),
    }))
    const ground = groundById(batch.groundId, batch.at)
    const title = `${verbOf(batch.act)} ${countText(batch.chosen, 'kommentar', 'kommentarer')}`
    return page(
      c,
      { title, current: 'ko' },
      <>
        <Head
          title={title}
          sub={summary(lines)}
          crumbs={[{ text: 'Kö', href: queueHref(addressOf(c)) }, { text: title }]}
        />
        <div class="stack">
          {unreached > 0 && (
            <Note tone="warn">
              <p>
                <b>{`${countText(unreached, 'kommentar', 'kommentarer')} hann inte behandlas.`}</b> Uppsikt
                stannade mitt i. {unreached === 1 ? 'Den' : 'De'} ligger kvar i kön.
              </p>
            </Note>
          )}
          <Panel
            id="h-lista"
            title="Så gick det"
            flush
            footer="Sidan visar läget när den öppnades. Ladda om för att se hur det går."
          >
            <Table caption="vad som hände med varje kommentar" columns={columns} rows={lines} />
          </Panel>
          <p class="meta">
            {names.get(batch.staffId) ?? 'En kollega'} beslutade <When at={batch.at} />.{' '}
            {ground ? `Grund: ${ground.title}, ${lawText(ground.lawRef)}.` : ''} {batch.note}
          </p>
          <p>
            <LinkButton href={queueHref(addressOf(c))}>Tillbaka till kön</LinkButton>
          </p>
        </div>
      </>,
    )
  }
