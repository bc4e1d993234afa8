import { dayOf } from '../../../kernel/index.ts'
import {
  Badge,
  Button,
  type Column,
  ErrorSummary,
  Facts,
  Field,
  Form,
  Head,
  LinkButton,
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
import type { ClosingView } from '../service/closing.ts'
import { History, RulingFacts, RulingFields } from './after-sending.tsx'
import { type ClosingProps, LastLook, Notice, stateOf } from './closing-steps.tsx'
import { daySaid, deciderNoun, kindText } from './words.tsx'

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
      >
        {account.closed && (
          <LinkButton icon="print" href={`${path}/avsluta/rapport.pdf`}>
            Skriv ut slutrapporten
          </LinkButton>
        )}
      </Head>
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
              <p class="meta">Planerad dag: {daySaid(decided.detail['plannedOn'])}</p>
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
  measureStuck: 'En åtgärd som inte har gått fram',
  byHand: 'En åtgärd som ska göras för hand',
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
