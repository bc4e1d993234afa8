import type { StaffId } from '../../../kernel/index.ts'
import {
  Badge,
  Button,
  ChoiceLine,
  type Column,
  Empty,
  ErrorSummary,
  emptyForm,
  Facts,
  Form,
  type FormState,
  Head,
  LinkButton,
  Note,
  Panel,
  State,
  Table,
  Textarea,
  Timeline,
  useRendering,
  When,
} from '../../../web/index.ts'
import { stateOf } from '../rules.ts'
import type { VaultPage } from '../service/read.ts'
import type { Opening } from '../types.ts'
import { causeText, detailText, stateText, wayText } from './words.tsx'

interface VaultProps {
  page: VaultPage
  me: StaffId | undefined
  faults: { readonly crisis: boolean; readonly state: FormState } | undefined
  done: string | undefined
  /** Whether letters can leave. */
  mail: boolean
  may: {
    readonly ask: boolean
    readonly approve: boolean
    readonly crisis: boolean
    readonly fill: boolean
    readonly readRecord: boolean
  }
}

/** How the log-in is reached tonight, who will know, and when it was last opened. */
export const VaultScreen = ({ page, me, faults, done, mail, may }: VaultProps) => {
  const { account, entry, openings } = page
  const path = `/register/${account.accountId}/valv`
  return (
    <>
      <Head
        title={`Valvet: ${account.name}`}
        sub={entry ? 'Inloggningen ligger här, krypterad. Ingen ser den utan att det syns.' : undefined}
        crumbs={[
          { text: 'Konton', href: '/register' },
          { text: account.name, href: `/register/${account.accountId}` },
          { text: 'Valvet' },
        ]}
      >
        {may.fill && (
          <LinkButton icon="key" href={`${path}/uppgifter`} kind={entry ? undefined : 'primary'}>
            {entry ? 'Byt uppgifter i valvet' : 'Lägg inloggningen i valvet'}
          </LinkButton>
        )}
      </Head>
      {faults && (
        <ErrorSummary state={faults.state} targets={{ skal: faults.crisis ? 'f-skal-kris' : 'f-skal' }} />
      )}
      {done && (
        <Note tone="ok">
          <p>{done}</p>
        </Note>
      )}
      {entry ? (
        <div class="cols cols-2-1 mt4">
          <div class="stack">
            <Pending {...{ page, me, may, path }} />
            {may.ask && <Ask path={path} state={faults && !faults.crisis ? faults.state : emptyForm()} />}
            {may.crisis && <Crisis path={path} state={faults?.crisis ? faults.state : emptyForm()} />}
            <History openings={openings} readRecord={may.readRecord} />
          </div>
          <div class="stack">
            <What page={page} />
            <Follows mail={mail} />
          </div>
        </div>
      ) : (
        <Empty kind="notBegun" title="Inloggningen ligger inte i valvet">
          <p>
            Då går kontot inte att nå den kväll då den ansvariga är borta.{' '}
            {may.fill ? 'Lägg in den nu.' : 'Be kommunikation att lägga in den.'}
          </p>
        </Empty>
      )}
    </>
  )
}

const Hidden = ({ opening }: { opening: Opening }) => (
  <input type="hidden" name="oppning" value={opening.openingId} />
)

/** What waits for this person: somebody's asking, or the details that one may see now. */
const Pending = ({ page, me, may, path }: Pick<VaultProps, 'page' | 'me' | 'may'> & { path: string }) => {
  const { now } = useRendering()
  const open = page.openings.filter((one) => ['waiting', 'ready', 'showing'].includes(stateOf(one, now)))
  if (open.length === 0) return null
  return (
    <Panel id="h-nu" title="Pågår nu">
      {open.map((opening) => {
        const mine = opening.asked.staffId === me
        const waits = stateOf(opening, now) === 'waiting'
        return (
          <div class="stack-s">
            <p>
              <b>{mine ? 'Du' : opening.asked.name}</b> bad om inloggningen <When at={opening.asked.at} />
              {opening.drill && ', som övning'}. Skäl: {opening.reason}
            </p>
            {waits && mine && <p class="meta">Väntar på att en till godkänner, i högst en timme.</p>}
            {waits && !mine && may.approve && (
              <div class="row">
                <Form action={`${path}/godkann`}>
                  <Hidden opening={opening} />
                  <Button kind="primary" icon="check">
                    Godkänn öppningen
                  </Button>
                </Form>
                <Form action={`${path}/neka`}>
                  <Hidden opening={opening} />
                  <Button>Säg nej</Button>
                </Form>
              </div>
            )}
            {!waits && mine && (
              <Form action={`${path}/visa`}>
                <Hidden opening={opening} />
                <Button kind="primary" icon="eye">
                  {opening.drill ? 'Avsluta övningen' : 'Visa uppgifterna i tio minuter'}
                </Button>
              </Form>
            )}
            {!waits && !mine && <p class="meta">Godkänt. Bara {opening.asked.name} får se uppgifterna.</p>}
          </div>
        )
      })}
    </Panel>
  )
}

const Ask = ({ path, state }: { path: string; state: FormState }) => (
  <Panel id="h-be" title="Öppna med två personer">
    <p>Du ber, och en kollega godkänner i sin egen inloggning inom en timme. Inget visas före det.</p>
    <Form action={`${path}/be`} class="stack-s">
      <Textarea
        name="skal"
        label="Varför behövs inloggningen?"
        rows={2}
        hint="Skälet förseglas. Den ansvariga och revisorn kan läsa det, och det går inte att ändra."
        state={state}
      />
      <ChoiceLine
        kind="checkbox"
        name="ovning"
        choice={{
          value: 'ja',
          text: 'Det här är en övning',
          detail: 'Allt görs på riktigt, men inget visas.',
        }}
        state={state}
      />
      <div>
        <Button kind="primary" icon="users">
          Be en kollega om den andra nyckeln
        </Button>
      </div>
    </Form>
  </Panel>
)

/** Its fields have ids of their own: the same names stand in the other form. */
const Crisis = ({ path, state }: { path: string; state: FormState }) => {
  const fault = state.errors['skal']
  const typed = state.values['skal']
  return (
    <Panel id="h-kris" title="Öppna i krisrollen">
      <p>När det inte går att vänta. Du öppnar ensam, och den ansvariga får veta genast.</p>
      <Form action={`${path}/kris`} class="stack-s">
        <div class={fault ? 'field err' : 'field'}>
          <label for="f-skal-kris">Vad har hänt?</label>
          <textarea
            class="textarea auto"
            id="f-skal-kris"
            name="skal"
            rows={2}
            aria-invalid={fault ? 'true' : undefined}
            aria-describedby={fault ? 'f-skal-kris-fel' : undefined}
          >
            {typeof typed === 'string' ? typed : ''}
          </textarea>
          {fault && (
            <p class="err-msg" id="f-skal-kris-fel">
              {fault}
            </p>
          )}
        </div>
        <div class="choice">
          <input type="checkbox" name="ovning" value="ja" id="f-ovning-kris" />
          <label for="f-ovning-kris">Det här är en övning</label>
        </div>
        <div>
          <Button kind="danger" icon="key">
            Öppna valvet ensam
          </Button>
        </div>
      </Form>
    </Panel>
  )
}

const What = ({ page }: { page: VaultPage }) => {
  const { entry, causes } = page
  if (!entry) return null
  return (
    <Panel id="h-v" title="Det här ligger i valvet">
      {causes.length > 0 && (
        <Note tone="warn">
          {causes.map((cause) => (
            <p>{causeText(cause)}</p>
          ))}
        </Note>
      )}
      <Facts
        layout="narrow"
        facts={[
          ['Kontot ägs av', entry.ownerAddress],
          ['Uppgifter', entry.holds.map((name) => detailText[name].toLowerCase()).join(', ')],
          ['Senast bytt', <When at={entry.changedAt} first />],
          ['Nyckeln', 'Ligger inte i databasen. Den som driver Uppsikt har den.'],
        ]}
      />
    </Panel>
  )
}

const Follows = ({ mail }: { mail: boolean }) => (
  <Panel id="h-f" title="Vad som händer när du öppnar">
    <Timeline
      moments={[
        { kind: 'next', icon: 'users', what: 'En kollega godkänner', detail: 'Inte i krisrollen' },
        { kind: 'next', icon: 'seal', what: 'Öppningen förseglas', detail: 'Innan något visas' },
        {
          kind: 'next',
          icon: 'mail',
          what: 'Den ansvariga och kommunikationschefen får veta',
          detail: mail
            ? 'Utan uppgifterna i brevet'
            : 'Uppsikt kan inte skicka brev här. Öppningen syns på den här sidan.',
        },
        {
          kind: 'next',
          icon: 'eye',
          what: 'Uppgifterna visas i tio minuter',
          detail: 'För dig och ingen annan',
        },
        { kind: 'next', icon: 'key', what: 'Lösenordet byts', detail: 'Inom tre dagar' },
      ]}
    />
  </Panel>
)

const columnsWith = (readRecord: boolean, now: Date): readonly Column<Opening>[] => [
  { key: 'at', title: 'När', names: true, cell: ({ asked }) => <When at={asked.at} first /> },
  {
    key: 'who',
    title: 'Vem',
    cell: ({ asked, opened, refused, way }) => {
      const other = way === 'twoPersons' ? (opened ?? refused)?.name : undefined
      return other ? `${asked.name}, ${other}` : asked.name
    },
  },
  {
    key: 'how',
    title: 'Hur',
    cell: ({ way, drill }) => (
      <>
        {wayText[way]} {drill && <Badge tone="info">Övning</Badge>}
      </>
    ),
  },
  { key: 'why', title: 'Skäl', cell: ({ reason }) => <span class="written">{reason}</span> },
  {
    key: 'state',
    title: 'Läge',
    cell: (opening) => {
      const { text, tone } = stateText[stateOf(opening, now)]
      return (
        <>
          <State tone={tone}>{text}</State>
          {readRecord && opening.opened && (
            <small>
              <a href={`/handlingar/${opening.openingId}`}>Förseglat beslut</a>
            </small>
          )}
        </>
      )
    },
  },
]

const History = ({ openings, readRecord }: { openings: readonly Opening[]; readRecord: boolean }) => {
  const { now } = useRendering()
  return (
    <Panel
      id="h-o"
      title="Öppnat tidigare"
      flush
      footer="Varje öppning ligger i samma logg som handlingarna och går inte att ta bort."
    >
      {openings.length > 0 ? (
        <Table
          caption="Öppningar av valvet, senaste först"
          columns={columnsWith(readRecord, now)}
          rows={openings.slice(0, 50)}
          calm
        />
      ) : (
        <p class="panel-body">Ingen har bett om inloggningen ännu.</p>
      )}
    </Panel>
  )
}
