import { type RecordTypeName, recordTypeName } from '../../../evidence/index.ts'
import {
  type Column,
  Facts,
  Head,
  LinkButton,
  numberText,
  Panel,
  State,
  Table,
  When,
} from '../../../web/index.ts'
import { aboutOf } from '../../archive/index.ts'
import { takenAwayBy } from '../../measures/index.ts'
import { DiaryLink, type DiaryStanding, takenAwayText } from '../../supervision/index.ts'
import type { ReadRecord } from '../types.ts'
import {
  directionText,
  disposedText,
  fieldText,
  isWebAddress,
  kindText,
  partText,
  recordTypeText,
  sizeText,
  valueText,
  withheldText,
} from './words.ts'

const grouped = (hex: string): string => hex.match(/.{1,8}/gu)?.join(' ') ?? ''

/** Where the proof stands, with what anyone needs to check it. */
export const ProofPanel = ({ record }: { record: ReadRecord }) => {
  const { seal, checkpoint, commitment } = record.proof
  return (
    <Panel
      id="bevis"
      title="Bevis"
      aside={
        seal ? (
          <State tone="seal">Förseglat</State>
        ) : (
          <State tone="warn" icon="clock">
            Förseglas nu
          </State>
        )
      }
    >
      <Facts
        layout="stacked"
        facts={[
          [
            'Loggpost',
            seal && checkpoint ? (
              <>
                <span class="mono">{seal.index}</span>, räknat från 0. Loggen har{' '}
                {numberText(checkpoint.size)}.
              </>
            ) : (
              'Väntar på sin plats i loggen'
            ),
          ],
          ['Åtagande (SHA-256)', <span class="mono s">{grouped(commitment)}</span>],
          [
            'Förseglat under en signerad kontrollpunkt',
            seal ? <When at={seal.sealedAt} first /> : 'Inte ännu',
          ],
          [
            'Senaste kontrollpunkt',
            checkpoint ? (
              <>
                <When at={checkpoint.at} first />, <a href="/log/checkpoint">öppen för alla att läsa</a>
              </>
            ) : (
              'Ingen är signerad ännu'
            ),
          ],
        ]}
      />
      <Parts record={record} />
      <Missing record={record} />
      {record.mayProve && (
        <LinkButton href={`/handlingar/${record.recordId}/bevis`} icon="seal" block>
          Kontrollera själv
        </LinkButton>
      )}
    </Panel>
  )
}

interface PartRow {
  readonly version: number
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
}

const Parts = ({ record }: { record: ReadRecord }) => {
  const rows: PartRow[] = record.versions.flatMap(({ version, parts }) =>
    parts.map((part) => ({ version, ...part })),
  )
  if (rows.length === 0) return null
  return (
    <>
      <h3>Sparade delar</h3>
      <ul class="stack-s">
        {rows.map(({ version, name, mediaType, bytes }) => (
          <li>
            <a
              href={`/handlingar/${record.recordId}/delar/${version}/${encodeURIComponent(name)}`}
              download=""
            >
              {partText(name)}
            </a>
            <br />
            <span class="meta">
              Version {version} · {mediaType} · {sizeText(bytes)}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** What could not be kept is said, with why: never silently missing. */
const Missing = ({ record }: { record: ReadRecord }) => {
  const refusals = record.of?.refusals ?? []
  if (refusals.length === 0) return null
  return (
    <div id="saknas" class="stack-s">
      <h3>Det som inte kunde sparas</h3>
      <ul class="stack-s">
        {refusals.map(({ url, reason, version }) => (
          <li>
            {reason}
            <br />
            <span class="meta written">
              Version {version} · {url}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Who recorded what no platform told, who else saw it, and why. */
function byHand({ versions }: ReadRecord): [string, string][] {
  const fields = versions.findLast((version) => version.fields)?.fields ?? {}
  return ['recordedBy', 'where', 'employee', 'secondWitness', 'reason'].flatMap(
    (name): [string, string][] => {
      const value = fields[name]
      return value === undefined ? [] : [[fieldText(name), valueText(name, value)]]
    },
  )
}

export const RecordFacts = ({ record }: { record: ReadRecord }) => {
  const item = record.of?.item
  if (!item) return null
  const by = takenAwayBy(item.state, record.of?.history ?? [])
  return (
    <Panel id="h-k" title="Handlingen">
      <Facts
        layout="narrow"
        facts={[
          ['Slag', `${directionText[item.direction]}, ${kindText[item.kind].toLowerCase()}`],
          [
            'Konto',
            record.account ? (
              <a href={`/register/${record.account.accountId}`}>{record.account.name}</a>
            ) : (
              'Finns inte längre i registret'
            ),
          ],
          ['Avsändare', item.author ?? 'Plattformen säger inte vem'],
          ...byHand(record),
          ['Insamlad', <When at={item.collectedAt} first />],
          ['Ändrad', item.changedAt ? <When at={item.changedAt} first /> : 'Inte efter insamlingen'],
          ['Borta', item.goneAt ? <When at={item.goneAt} first /> : 'Nej'],
          ...(by ? [['Av vem', takenAwayText(by, item)] as const] : []),
          ['Nummer', <span class="mono s">{record.recordId}</span>],
        ]}
      />
    </Panel>
  )
}

interface FieldRow {
  readonly name: string
  readonly value: string
}

const fieldColumns: readonly Column<FieldRow>[] = [
  { key: 'name', title: 'Uppgift', names: true, cell: ({ name }) => fieldText(name) },
  { key: 'value', title: 'Innehåll', cell: ({ name, value }) => <FieldValue name={name} value={value} /> },
]

const FieldValue = ({ name, value }: FieldRow) => {
  if (name === 'about') {
    return (
      <ul class="stack-s">
        {aboutOf({ about: value }).map(({ record, version }) => (
          <li>
            <a href={`/handlingar/${record}`}>
              Handling {record.slice(0, 8)}, version {version}
            </a>
          </li>
        ))}
      </ul>
    )
  }
  if (name === 'permalink' && isWebAddress(value)) return <a href={value}>{value}</a>
  return <span class="written">{valueText(name, value)}</span>
}

/** What somebody outside sent came in by our own form: it was not collected from anywhere. */
const plainTitle = (kind: string | undefined, type: RecordTypeName | undefined): string => {
  if (kind === 'flag') return 'Anmälan från allmänheten'
  if (kind === 'answeredElsewhere') return 'Svar på annat sätt'
  if (kind === 'reconsideration') return 'Begäran om ny prövning'
  return type ? recordTypeText[type] : 'Handling'
}

/** A record that is not an item: a decision, a step of a measure, a round, a notice. */
export const PlainRecordScreen = ({ record, diary }: { record: ReadRecord; diary: DiaryStanding }) => {
  const newest = record.versions.at(-1)
  const type = newest && recordTypeName(newest.type)
  const rows = Object.entries(newest?.fields ?? {}).map(([name, value]) => ({ name, value }))
  return (
    <>
      <Head
        title={plainTitle(newest?.fields?.['kind'], type)}
        sub={newest && <When at={newest.acceptedAt} first />}
        crumbs={[{ text: 'Sök', href: '/sok' }, { text: record.recordId.slice(0, 8) }]}
      >
        {type !== 'diaryEntry' && <DiaryLink diary={diary} recordId={record.recordId} />}
        {record.mayProve && (
          <LinkButton href={`/handlingar/${record.recordId}/bevis`} icon="seal">
            Ladda ner bevispaket
          </LinkButton>
        )}
      </Head>
      <div class="cols cols-2-1">
        <Panel id="h-f" title="Innehåll" flush>
          {rows.length > 0 ? (
            <Table caption="Handlingens uppgifter" columns={fieldColumns} rows={rows} />
          ) : (
            <p class="panel-body">
              {newest?.withheld ? withheldText : disposedText} Beviset för att handlingen har funnits står
              kvar.
            </p>
          )}
        </Panel>
        <ProofPanel record={record} />
      </div>
    </>
  )
}
