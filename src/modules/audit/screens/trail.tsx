import { Empty, Head, LinkButton, Panel, SettingsTabs, Table, When } from '../../../web/index.ts'
import type { AuditEvent, AuditSubject } from '../types.ts'

/** What was done, in words; a verb that is not here is shown as it is stored. */
const verbs: Readonly<Record<string, string>> = {
  'municipality.add': 'Lade till kommunen',
  'policy.change': 'Ändrade riktlinjen',
  'staff.add': 'Lade till en medarbetare',
  'staff.return': 'Lade till en medarbetare igen',
  'staff.change': 'Ändrade en medarbetare',
  'staff.end': 'Avslutade en medarbetare',
  'staff.newLink': 'Gjorde en inloggningslänk',
  'signIn.mailLink': 'Skickade en inloggningslänk',
  'session.begin': 'Loggade in',
  'session.end': 'Loggade ut',
  'session.endByProvider': 'Loggades ut av inloggningstjänsten',
  'session.breakGlass': 'Loggade in med reservinloggning',
  'staff.breakGlass': 'Ändrade reservinloggning',
  'staff.delegate': 'Gav en roll för en tid',
  'staff.endDelegation': 'Avslutade en tillfällig roll',
  'identity.set': 'Ställde in inloggningstjänsten',
  'identity.remove': 'Tog bort inloggningstjänsten',
  'identity.only': 'Ändrade vilka sätt som loggar in',
  'identity.mapGroup': 'Lät en grupp ge en roll',
  'identity.unmapGroup': 'Tog bort en roll från en grupp',
  'identity.link': 'Knöt ihop ett konto',
  'identity.hire': 'Kom in första gången, genom en grupp',
  'scim.newKey': 'Gjorde en nyckel till katalogen',
  'scim.end': 'Stängde katalogens nyckel',
  'scim.addUser': 'Lade till en medarbetare från katalogen',
  'scim.group': 'Ändrade en grupp från katalogen',
  'passkey.add': 'Lade till en nyckel',
  'passkey.remove': 'Tog bort en nyckel',
  'committee.add': 'Lade till en nämnd',
  'department.add': 'Lade till en förvaltning',
  'unit.add': 'Lade till en enhet',
  'accounts.register': 'Lade till ett konto',
  'accounts.renewSecrets': 'Förnyade ett kontos åtkomst',
  'vault.fill': 'Lade en inloggning i valvet',
  'vault.ask': 'Bad om att öppna valvet',
  'vault.open': 'Öppnade valvet',
  'vault.refuse': 'Nekade en öppning av valvet',
  'vault.show': 'Såg en inloggning i valvet',
  'guideline.attest': 'Intygade ett krav i riktlinjen',
  'guideline.units': 'Ändrade ett kontos enheter',
  'guideline.processing': 'Beskrev personuppgifter på ett konto',
  'guideline.particulars': 'Ändrade kommunens uppgifter',
  'archive.bundle': 'Hämtade ett bevispaket',
  'collection.import': 'Läste in en export',
  'collection.explainGap': 'Förklarade en lucka',
  'dialogue.reply': 'Svarade',
  'items.read': 'Läste ett inlägg',
  'records.read': 'Läste en handling',
  'records.readPart': 'Läste en bilaga',
  'search.use': 'Sökte',
  'measures.hide': 'Dolde',
  'measures.unhide': 'Visade igen',
  'measures.hold': 'Höll tillbaka',
  'measures.approve': 'Godkände',
  'measures.removeAsTrash': 'Tog bort',
  'measures.removeAsSpam': 'Tog bort som skräp',
  'measures.confirmByHand': 'Bekräftade en åtgärd för hand',
  'supervision.confirm': 'Såg igenom ett konto',
  'supervision.explain': 'Förklarade en missad dag',
  'tasks.leave': 'Lät stå',
  'tasks.reopen': 'Tog upp igen',
  'tasks.assign': 'Tilldelade',
  'tasks.snooze': 'Sköt upp',
  'tasks.note': 'Skrev en anteckning',
}

const kinds: Readonly<Record<string, string>> = {
  staff: 'Medarbetare',
  identityProvider: 'Inloggningstjänst',
  scim: 'Katalog',
  group: 'Grupp',
  policy: 'Riktlinje, version',
  account: 'Konto',
  record: 'Handling',
  task: 'Ärende',
  municipality: 'Kommun',
  department: 'Förvaltning',
  committee: 'Nämnd',
  unit: 'Enhet',
}

const path = '/installningar/handelser'

/** The address of the trail of one subject. */
export const trailOf = ({ kind, id }: AuditSubject, before?: number): string =>
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
      <Panel id="h-handelser" title="Händelser" flush>
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

const Detail = ({ detail }: { detail: AuditEvent['detail'] }) => {
  const text = JSON.stringify(detail)
  return text === '{}' ? (
    <span class="meta">Inget mer</span>
  ) : (
    <span class="mono s">{text.slice(0, 300)}</span>
  )
}
