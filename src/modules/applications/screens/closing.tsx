import { dayOf } from '../../../kernel/index.ts'
import {
  Badge,
  Button,
  type Column,
  ErrorSummary,
  Facts,
  Field,
  FieldError,
  Form,
  type FormState,
  fieldId,
  Head,
  Note,
  numberText,
  Panel,
  Select,
  Table,
  Textarea,
  Timeline,
  useRendering,
  When,
} from '../../../web/index.ts'
import { closingDecision, closingLacks, closingLines, closingSteps, takenOver } from '../closing.ts'
import { latest } from '../rules.ts'
import type { ClosingView } from '../service/closing.ts'
import { History, RulingFacts, RulingFields } from './after-sending.tsx'
import { deciderNoun } from './words.tsx'

export interface ClosingProps {
  view: ClosingView
  platformName: string
  /** The form that has faults, by the last word of its address. */
  faulty: { readonly form: string; readonly state: FormState } | undefined
  /** What the notice says unless somebody writes otherwise. */
  notice: string
  may: {
    /** Why the person cannot decide; undefined: the person can. */
    readonly refused: string | undefined
    readonly assign: boolean
    readonly collect: boolean
    /** The platform takes the notice from here. */
    readonly publish: boolean
  }
  said: string | undefined
}

const emptyState: FormState = { values: {}, errors: {} }
const stateOf = ({ faulty }: ClosingProps, form: string): FormState =>
  faulty?.form === form ? faulty.state : emptyState

/** What stops the closing, what the readers get to know, and what is kept. */
export const ClosingScreen = (props: ClosingProps) => {
  const { view, platformName, said } = props
  const { account, facts } = view
  const decided = closingDecision(facts.steps)
  const lacks = closingLacks(facts)
  const path = `/register/${account.accountId}`
  return (
    <>
      <Head
        title={`Stäng ${account.name}, ${platformName}`}
        sub={
          account.closed ? (
            <>
              Stängt <When at={account.closed.at} />.
            </>
          ) : decided ? (
            (lacks ?? 'Allt är gjort. Kontot kan stängas.')
          ) : (
            'Ett konto som inte hålls levande stängs. Det börjar med ett beslut.'
          )
        }
        crumbs={[
          { text: 'Konton', href: '/register' },
          { text: account.name, href: path },
          { text: 'Stäng' },
        ]}
      />
      {said && (
        <Note tone="ok">
          <p>{said}</p>
        </Note>
      )}
      <div class="cols cols-2-1 mt4">
        <div class="stack">
          {!decided && !account.closed && <DecideForm {...props} />}
          {decided && !account.closed && <Going {...props} />}
        </div>
        <div class="stack">
          {decided && (
            <Panel id="beslutet" title="Beslutet">
              <RulingFacts step={decided} />
              <p class="meta">Planerad dag: {String(decided.detail['plannedOn'])}</p>
            </Panel>
          )}
          <Panel id="gang" title="Så går det till">
            <Timeline
              moments={[
                ...closingLines(facts).map(({ what, done, waits }) => ({
                  kind: done ? ('ok' as const) : ('next' as const),
                  icon: done ? ('check' as const) : ('clock' as const),
                  what,
                  detail: done ? undefined : waits,
                })),
                {
                  kind: account.closed ? ('ok' as const) : ('next' as const),
                  icon: 'lock' as const,
                  what: 'Kontot stängs, och förteckningen säger varför',
                },
              ]}
            />
          </Panel>
          <Panel id="kvar" title="Det som finns kvar">
            <Facts layout="narrow" facts={keptFacts(view)} />
            <p class="hint">Inget gallras för att kontot stängs.</p>
          </Panel>
          {decided && (
            <Panel id="hant" title="Det som har hänt">
              <History steps={closingSteps(facts.steps)} proof={false} />
            </Panel>
          )}
        </div>
      </div>
    </>
  )
}

const kindText: Readonly<Record<string, string>> = {
  post: 'Inlägg',
  comment: 'Kommentarer',
  message: 'Meddelanden',
}

function keptFacts({ items }: ClosingView): (readonly [string, string])[] {
  const facts = Object.entries(items).map(
    ([kind, count]) => [kindText[kind] ?? kind, numberText(count)] as const,
  )
  return facts.length > 0 ? facts : [['Handlingar', 'Inga']]
}

const DecideForm = (props: ClosingProps) => {
  const { view, may } = props
  const { authority, account } = view
  const { now } = useRendering()
  if (may.refused !== undefined)
    return (
      <Panel id="vem" title="Beslut om att stänga">
        <p>{may.refused}</p>
      </Panel>
    )
  const given = stateOf(props, 'avsluta')
  const state = Object.keys(given.values).length > 0 ? given : { ...given, values: { datum: dayOf(now) } }
  return (
    <Form action={`/register/${account.accountId}/avsluta`} class="panel" label="Beslut om att stänga">
      <div class="panel-head">
        <h2>Beslut om att stänga</h2>
        <span class="meta">Enligt riktlinjen beslutar {deciderNoun[authority.decider]}</span>
      </div>
      <div class="panel-body stack">
        <ErrorSummary state={state} />
        <Textarea
          name="motivering"
          label="Varför kontot stängs"
          hint="Visas för alla i förteckningen och på kontot, till exempel: För få läser kontot."
          rows={2}
          state={state}
        />
        <Field name="stangs" label="Dag då kontot ska stängas" type="date" state={state} />
        <RulingFields authority={authority} committee={null} state={state} />
        <p>
          <Button kind="primary">Besluta att stänga kontot</Button>
        </p>
        <p class="hint">Kommunikationschefen, den ansvariga och ersättaren får veta.</p>
      </div>
    </Form>
  )
}

const Going = (props: ClosingProps) => {
  const { view } = props
  const lacks = closingLacks(view.facts)
  const path = `/register/${view.account.accountId}/avsluta`
  return (
    <>
      <OpenTasks {...props} />
      {view.facts.settings.closing.noticeOnAccount && <Notice {...props} />}
      <LastLook {...props} />
      <Form action={`${path}/stang`} class="panel" label="Stäng kontot">
        <div class="panel-head">
          <h2>Stäng kontot</h2>
        </div>
        <div class="panel-body stack">
          <ErrorSummary state={stateOf(props, 'stang')} />
          <p>
            Stäng kontot hos {props.platformName} först. Behåll namnet om det går, så att ingen annan tar det.
            Sedan stänger du det här: hämtningen upphör och inloggningen glöms.
          </p>
          <p>
            <Button kind="danger" icon="lock" blockedBy={lacks ? 'stang-h' : undefined}>
              Stäng kontot
            </Button>
          </p>
          {lacks && (
            <p class="hint" id="stang-h">
              {lacks}
            </p>
          )}
        </div>
      </Form>
      <Form action={`${path}/stoppa`} class="panel" label="Stoppa stängningen">
        <div class="panel-head">
          <h2>Ska kontot vara kvar?</h2>
        </div>
        <div class="panel-body stack">
          <ErrorSummary state={stateOf(props, 'stoppa')} />
          <Field name="skal" label="Varför" autocomplete="off" state={stateOf(props, 'stoppa')} />
          <p>
            <Button>Stoppa stängningen</Button>
          </p>
        </div>
      </Form>
    </>
  )
}

type Task = ClosingView['tasks'][number]

const taskText: Readonly<Record<string, string>> = {
  item: 'Inlägg eller fråga',
  accountFailing: 'Något fungerar inte',
  measureStuck: 'En åtgärd som inte gick fram',
}

const OpenTasks = (props: ClosingProps) => {
  const { view, may } = props
  const over = takenOver(view.facts.steps)
  const left = view.tasks.filter(({ taskId }) => !over.has(taskId))
  const columns: readonly Column<Task>[] = [
    {
      key: 'vad',
      title: 'Vad',
      names: true,
      cell: ({ taskId, kind }) => <a href={`/ko/${taskId}`}>{taskText[kind] ?? kind}</a>,
    },
    { key: 'vem', title: 'Vem', cell: ({ to }) => to || 'Ingen' },
    { key: 'senast', title: 'Senast', cell: ({ dueAt }) => <When at={dueAt} first /> },
    { key: 'over', title: 'Överlämnat', cell: ({ taskId }) => (over.has(taskId) ? 'Ja' : 'Nej') },
  ]
  return (
    <Panel
      id="oppna"
      title="Öppna ärenden"
      aside={
        left.length > 0 ? (
          <Badge tone="bad">{left.length === 1 ? 'Ett hindrar' : `${left.length} hindrar`}</Badge>
        ) : (
          <Badge tone="ok">Inget hindrar</Badge>
        )
      }
    >
      {view.tasks.length > 0 ? (
        <Table
          caption="Öppna ärenden, mest brådskande först"
          columns={columns}
          rows={view.tasks.slice(0, 50)}
        />
      ) : (
        <p>Inget väntar på svar.</p>
      )}
      {left.length > 0 && <p>Svara på dem, eller lämna över dem till någon som svarar på annat sätt.</p>}
      {left.length > 0 && may.assign && (
        <Form action={`/register/${view.account.accountId}/avsluta/arenden`} class="stack">
          <ErrorSummary state={stateOf(props, 'arenden')} />
          <Select
            name="tar"
            label="Vem tar över"
            options={[
              { value: '', text: 'Välj en person' },
              ...view.people.map(({ staffId, name }) => ({ value: staffId, text: name })),
            ]}
            state={stateOf(props, 'arenden')}
          />
          <Field
            name="skal"
            label="Hur de får svar"
            hint="Till exempel: Ringer upp dem som har frågat."
            autocomplete="off"
            state={stateOf(props, 'arenden')}
          />
          <p>
            <Button>Lämna över ärendena</Button>
          </p>
        </Form>
      )}
    </Panel>
  )
}

const Notice = (props: ClosingProps) => {
  const { view, notice, platformName, may } = props
  const shown = latest(closingSteps(view.facts.steps), 'noticeShown')
  const path = `/register/${view.account.accountId}/avsluta`
  if (shown)
    return (
      <Panel id="besked-klart" title="Besked på kontot" aside={<Badge tone="ok">Står på kontot</Badge>}>
        <p class="prewrap">{String(shown.detail['text'])}</p>
        <p class="meta">
          {shown.by || 'Uppsikt'}, <When at={shown.at} />
        </p>
      </Panel>
    )
  const last = latest(closingSteps(view.facts.steps), 'noticeOrdered', 'noticeRefused')
  if (last?.kind === 'noticeOrdered')
    return (
      <Panel id="besked-pa-vag" title="Besked på kontot" aside={<Badge tone="info">På väg</Badge>}>
        <p class="prewrap">{String(last.detail['text'])}</p>
        <p class="meta">
          Skickat <When at={last.at} />. Ladda om sidan för att se när det står på kontot.
        </p>
      </Panel>
    )
  const given = stateOf(props, 'besked')
  const state = Object.keys(given.values).length > 0 ? given : { ...given, values: { text: notice } }
  return (
    <Form action={`${path}/besked`} class="panel" label="Besked på kontot" files>
      <div class="panel-head">
        <h2>Besked på kontot</h2>
      </div>
      <div class="panel-body stack">
        <ErrorSummary state={state} />
        {last && (
          <Note tone="bad">
            <p>
              {platformName} tog inte emot beskedet. {String(last.detail['reason'])} Försök igen, eller lägg
              upp det för hand.
            </p>
          </Note>
        )}
        <Textarea
          name="text"
          label="Text som läsarna får"
          hint="Säger vad, när, varför och vart man vänder sig."
          rows={5}
          state={state}
        />
        {may.publish && (
          <p>
            <Button kind="primary" icon="send" name="gor" value="publicera">
              Publicera på {platformName}
            </Button>
          </p>
        )}
        <p>
          {may.publish ? 'Eller för hand: ' : 'För hand: '}
          lägg upp texten på {platformName}, fäst den överst om det går, och bekräfta här.
        </p>
        <Field name="lank" label="Länk till beskedet" optional type="url" autocomplete="off" state={state} />
        <PicturesField hint="En bild av hur det ser ut." state={state} optional />
        <p>
          <Button name="gor" value="bekrafta">
            Bekräfta att beskedet står på kontot
          </Button>
        </p>
      </div>
    </Form>
  )
}

const PicturesField = ({ hint, state, optional }: { hint: string; state: FormState; optional?: boolean }) => {
  const id = fieldId('bilder')
  const fault = state.errors['bilder']
  return (
    <div class={fault ? 'field err' : 'field'}>
      <label for={id}>Bilder {optional && <span class="hint">(frivilligt)</span>}</label>
      <p class="hint" id={`${id}-hint`}>
        {hint} PNG, JPEG eller WebP.
      </p>
      <input
        class="input"
        type="file"
        id={id}
        name="bilder"
        multiple
        accept="image/png,image/jpeg,image/webp"
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={fault ? `${id}-hint ${id}-fel` : `${id}-hint`}
      />
      {fault && <FieldError name="bilder" text={fault} />}
    </div>
  )
}

const LastLook = (props: ClosingProps) => {
  const { view, may } = props
  const { facts, account } = view
  const capture = latest(closingSteps(facts.steps), 'finalCapture')
  const path = `/register/${account.accountId}/avsluta`
  const line = closingLines(facts).find(({ what }) => what === 'Sista hämtningen')
  const state = stateOf(props, 'bild')
  return (
    <Panel id="sista" title="Sista hämtningen och sista bilden">
      <Facts
        facts={[
          [
            'Senast hämtat',
            facts.collectedAt === undefined ? (
              'Kontot hämtas inte av Uppsikt'
            ) : facts.collectedAt ? (
              <When at={facts.collectedAt} first />
            ) : (
              'Aldrig'
            ),
          ],
          ['Sista hämtningen', line?.done ? 'Klar' : line?.waits || 'Inte gjord'],
          [
            'Sista bilden',
            capture ? (
              <>
                {capture.by}, <When at={capture.at} />
              </>
            ) : (
              'Inte tagen'
            ),
          ],
        ]}
      />
      {line && !line.done && may.collect && (
        <Form action={`${path}/hamta`}>
          <Button icon="down2">Hämta en sista gång</Button>
        </Form>
      )}
      {!capture && (
        <Form action={`${path}/bild`} class="stack" files label="Sista bilden">
          <ErrorSummary state={state} />
          <PicturesField hint="Kontots sida, efter sista svaret." state={state} optional />
          <Field
            name="anteckning"
            label="Anteckning"
            hint="Behövs om det inte finns någon bild."
            optional
            autocomplete="off"
            state={state}
          />
          {facts.collectedAt !== undefined && (
            <Field
              name="ohamtat"
              label="Varför det inte gick att hämta en sista gång"
              hint="Lämna tomt när hämtningen gick bra."
              optional
              autocomplete="off"
              state={state}
            />
          )}
          <p>
            <Button icon="camera">Spara sista bilden</Button>
          </p>
        </Form>
      )}
    </Panel>
  )
}
