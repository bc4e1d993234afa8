import { dayOf, isObject } from '../../../kernel/index.ts'
import { Empty, Head, LinkButton, Panel, SettingsTabs, Table, When } from '../../../web/index.ts'
import type { AuditEvent, AuditSubject } from '../types.ts'
import { details, kinds, verbs } from './words.ts'

const path = '/installningar/handelser'

/** The address of the trail of one subject. */
const trailOf = ({ kind, id }: AuditSubject, before?: number): string =>
  `${path}?${new URLSearchParams({ slag: kind, id, ...(before && { fore: String(before) }) })}`

interface TrailProps {
  events: readonly AuditEvent[]
  more: boolean
  subject: AuditSubject | undefined
}

/** Who did what, and who read what? */
export const Trail = ({ events, more, subject }: TrailProps) => {
  const last = events.at(-1)?.auditId
  return (
    <>
      <Head
        title="Vem har gjort och läst vad"
        sub={
          subject
            ? 'Det som har hänt med en sak, senast först.'
            : 'Senast först. Raderna kan inte ändras eller tas bort.'
        }
      >
        {subject && <LinkButton href={path}>Visa allt</LinkButton>}
      </Head>
      <SettingsTabs />
      <Panel id="h-handelser" title="Händelser" class="mt3" flush>
        {events.length === 0 ? (
          <Empty kind="noHits" title="Inga händelser här" level={3} />
        ) : (
          <EventTable events={events} />
        )}
      </Panel>
      {more && last !== undefined && (
        <p class="mt3">
          <LinkButton href={subject ? trailOf(subject, last) : `${path}?fore=${last}`}>
            Visa äldre händelser
          </LinkButton>
        </p>
      )}
    </>
  )
}

const EventTable = ({ events }: { events: readonly AuditEvent[] }) => (
  <Table
    caption="händelser, senast först"
    rows={events}
    columns={[
      { key: 'at', title: 'När', cell: (event) => <When at={event.at} first /> },
      { key: 'who', title: 'Vem', cell: (event) => event.actor },
      { key: 'what', title: 'Vad', names: true, cell: (event) => verbs[event.verb] ?? event.verb },
      {
        key: 'subject',
        title: 'Vilket',
        cell: ({ subject }) => (
          <a href={trailOf(subject)}>
            {kinds[subject.kind] ?? subject.kind} <span class="mono">{subject.id.slice(0, 8)}</span>
          </a>
        ),
      },
      { key: 'detail', title: 'Mer', optional: true, cell: ({ detail }) => <Detail detail={detail} /> },
    ]}
  />
)

/** What the event says more, in words; ids and codes are the program's own. */
const Detail = ({ detail }: { detail: AuditEvent['detail'] }) => {
  const held = isObject(detail) ? detail : {}
  const told = Object.entries(details).flatMap(([name, label]) => {
    const text = valueText(held[name])
    return text ? [`${label}: ${text}`] : []
  })
  return told.length === 0 ? null : <span class="s">{told.join(' · ').slice(0, 300)}</span>
}

const instant = /^\d{4}-\d\d-\d\dT/

const valueText = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'ja' : 'nej'
  if (Array.isArray(value)) return value.map(valueText).filter(Boolean).join(', ')
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return ''
  return instant.test(value) ? dayOf(new Date(value)) : value
}
