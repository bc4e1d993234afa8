import { dayOf } from '../../../kernel/index.ts'
import {
  Badge,
  Button,
  type Column,
  countText,
  daysText,
  Empty,
  Form,
  Head,
  Icon,
  LinkButton,
  Note,
  Panel,
  State,
  sentence,
  Table,
  useRendering,
  whenText,
} from '../../../web/index.ts'
import { isAbsent } from '../rules.ts'
import { type ComingAbsence, daysAhead, type Staffed, type Staffing } from '../service/read.ts'
import { type Lacking, lackingIn } from '../week.ts'
import { Rota } from './rota.tsx'
import { spanText } from './words.ts'

/** When is nobody there, and who takes over? */
export const StaffingScreen = ({ staffing, done }: { staffing: Staffing; done: string | undefined }) => {
  const { now } = useRendering()
  const lacking = lackingIn(staffing)
  const [first] = lacking
  return (
    <>
      <Head
        title="Bemanning och jour"
        crumbs={[{ text: 'Konton', href: '/register' }, { text: 'Bemanning' }]}
        sub={
          first
            ? `${countText(lacking.length, 'lucka', 'luckor')} framåt. ${lacking.length > 1 ? 'Den första' : 'Den'} är ${first.from <= now ? 'nu' : whenText(first.from, now)}.`
            : `Någon är på plats för varje konto de närmaste ${daysAhead} dagarna.`
        }
      >
        <LinkButton icon="plus" href="/register/bemanning/franvaro">
          Lägg in frånvaro
        </LinkButton>
        {staffing.mayManage && (
          <LinkButton icon="edit" href="/register/bemanning/pass" kind="primary">
            Lägg in pass
          </LinkButton>
        )}
      </Head>
      {done && (
        <Note tone="ok">
          <p>{done}</p>
        </Note>
      )}
      {lacking.length > 0 && <Holes staffing={staffing} lacking={lacking} />}
      <div class="mt5">
        <Rota staffing={staffing} />
      </div>
      <div class="cols cols-2-1 mt5">
        <div class="stack">
          <Accounts staffing={staffing} />
        </div>
        <div class="stack">
          <Absences staffing={staffing} />
          <Leaving mayManage={staffing.mayManage} />
        </div>
      </div>
    </>
  )
}

const Holes = ({ staffing, lacking }: { staffing: Staffing; lacking: readonly Lacking[] }) => {
  const { now } = useRendering()
  const columns: readonly Column<Lacking>[] = [
    {
      key: 'when',
      title: 'När',
      names: true,
      cell: (one) => <State tone="bad">{spanText(one, now)}: ingen</State>,
    },
    { key: 'what', title: 'Konton', cell: ({ about }) => about },
    { key: 'why', title: 'Varför', cell: (one) => whyText(staffing, one) },
    {
      key: 'do',
      title: 'Gör så här',
      cell: (one) =>
        !staffing.mayManage ? (
          'Be din chef eller kommunikation'
        ) : one.shiftId ? (
          <a href={`/register/bemanning/pass/${one.shiftId}`}>Ge passet till någon</a>
        ) : one.accountId ? (
          <a href={`/register/${one.accountId}/personer`}>Utse fler ersättare</a>
        ) : (
          'Be din chef eller kommunikation'
        ),
    },
  ]
  return (
    <Panel
      id="h-luckor"
      title="Det här saknar någon"
      aside={<Badge tone="bad">{countText(lacking.length, 'lucka', 'luckor')}</Badge>}
      flush
    >
      <Table caption="Tider när ingen är på plats, den första först" columns={columns} rows={lacking} calm />
    </Panel>
  )
}

function whyText({ names, accounts }: Staffing, { why, staffId, accountId, from }: Lacking): string {
  if (why === 'unmanned') return 'Ingen har fått passet'
  if (why === 'personAway') return `${(staffId && names.get(staffId)) ?? 'Den som har passet'} är borta`
  const roster = accounts.find(({ account }) => account.accountId === accountId)?.roster
  const people = roster ? [...(roster.owner ? [roster.owner] : []), ...roster.deputies] : []
  const away = people
    .filter((id) => isAbsent(roster?.absences ?? [], id, dayOf(from)))
    .map((id) => names.get(id) ?? '')
  return roster && roster.deputies.length === 0
    ? `${away.join(', ')} är borta, och ersättare saknas`
    : `${away.join(' och ')} är borta`
}

const Accounts = ({ staffing }: { staffing: Staffing }) => {
  const { now } = useRendering()
  const { names, accounts, mayManage } = staffing
  const columns: readonly Column<Staffed>[] = [
    {
      key: 'account',
      title: 'Konto',
      names: true,
      cell: ({ account }) => <a href={`/register/${account.accountId}`}>{account.name}</a>,
    },
    {
      key: 'owner',
      title: 'Ansvarig',
      cell: ({ roster }) => (roster.owner ? names.get(roster.owner) : <State tone="bad">Saknas</State>),
    },
    {
      key: 'deputies',
      title: 'Ersättare, i ordning',
      cell: ({ roster }) =>
        roster.deputies.length > 0 ? (
          roster.deputies.map((id) => names.get(id) ?? '').join(', ')
        ) : (
          <State tone="warn">Saknas</State>
        ),
    },
    {
      key: 'thin',
      title: 'Ensam',
      cell: ({ thin }) =>
        thin.length === 0
          ? 'Nej'
          : thin.map((one) => (
              <div>
                <State tone={one.kind === 'nobody' ? 'bad' : 'warn'}>
                  {spanText(one, now)}
                  {one.kind === 'nobody' ? ': ingen' : ''}
                </State>
              </div>
            )),
    },
    ...(mayManage
      ? [
          {
            key: 'change',
            title: 'Ändra',
            cell: ({ account }: Staffed) => (
              <a
                href={`/register/${account.accountId}/personer`}
                aria-label={`Ändra personer på ${account.name}`}
              >
                Personer
              </a>
            ),
          },
        ]
      : []),
  ]
  return (
    <Panel
      id="h-ansvar"
      title="Ansvariga och ersättare"
      flush
      footer="Den som snart blir ensam får ett brev varje vecka."
    >
      {accounts.length === 0 ? (
        <Empty kind="notBegun" title="Inget konto att visa" level={3}>
          <p>Här syns de konton som du ansvarar för eller leder.</p>
        </Empty>
      ) : (
        <Table caption="Ansvariga och ersättare" columns={columns} rows={accounts} calm />
      )}
    </Panel>
  )
}

const Absences = ({ staffing }: { staffing: Staffing }) => (
  <Panel id="h-franvaro" title="Frånvaro">
    {staffing.absences.length === 0 ? (
      <p>Ingen har lagt in frånvaro de närmaste {daysAhead} dagarna.</p>
    ) : (
      <ul class="stack-s">
        {staffing.absences.map((one) => (
          <AbsenceLine one={one} staffing={staffing} />
        ))}
      </ul>
    )}
    <p class="meta">Varför någon är borta frågar Uppsikt inte efter.</p>
  </Panel>
)

const AbsenceLine = ({ one, staffing }: { one: ComingAbsence; staffing: Staffing }) => {
  const { now } = useRendering()
  const { absence, takeovers, mayWithdraw } = one
  const name = staffing.names.get(absence.staffId) ?? ''
  const days = daysText(absence.from, absence.to, now)
  return (
    <li>
      <p class="strong">{name}</p>
      <p class="meta">{days}</p>
      {takeovers.map((takeover) => (
        <TakersOver takeover={takeover} names={staffing.names} />
      ))}
      {mayWithdraw && (
        <Form action={`/register/bemanning/franvaro/${absence.absenceId}/ta-bort`}>
          <Button small kind="quiet" icon="trash" label={`Ta bort frånvaron för ${name}, ${sentence(days)}`}>
            Ta bort
          </Button>
        </Form>
      )}
    </li>
  )
}

interface TakersOverProps {
  takeover: ComingAbsence['takeovers'][number]
  names: Staffing['names']
}

/** When nobody takes over, a line each time; all who do, with those on a shift meanwhile, in one. */
const TakersOver = ({ takeover: { account, spans }, names }: TakersOverProps) => {
  const { now } = useRendering()
  const takers = spans.flatMap(({ duty }) =>
    duty.nobody || !duty.now ? [] : [names.get(duty.now.staffId) ?? 'En kollega'],
  )
  return (
    <>
      {spans
        .filter(({ duty }) => duty.nobody)
        .map((span) => (
          <p>
            <State tone="bad">
              Ingen tar över {account.name}
              {spans.length > 1 && `: ${spanText(span, now)}`}
            </State>
          </p>
        ))}
      {takers.length > 0 && (
        <p>
          <State tone="ok">
            {[...new Set(takers)].join(' och ')} tar över {account.name}
          </State>
        </p>
      )}
    </>
  )
}

const Leaving = ({ mayManage }: { mayManage: boolean }) => (
  <Panel id="h-slutar" title="När någon slutar">
    <ul class="reasons">
      <li>
        <Icon name="users" />
        <div>
          <p>Kontona behöver en ny ansvarig först</p>
          <p class="meta">Uppsikt släpper inte personen innan dess.</p>
        </div>
      </li>
      <li>
        <Icon name="lock" />
        <div>
          <p>Behörigheten stängs direkt</p>
          <p class="meta">Personen loggas ut, och det hen har gjort finns kvar.</p>
        </div>
      </li>
    </ul>
    <p>
      <a href="/register/bemanning/lamna-over">Lämna över dina konton</a>
    </p>
    {mayManage && (
      <p>
        <a href="/register/bemanning/utbildning">För in en utbildning</a>
      </p>
    )}
  </Panel>
)
