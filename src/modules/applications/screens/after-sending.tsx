import { dayOf } from '../../../kernel/index.ts'
import {
  Button,
  Choices,
  ErrorSummary,
  Facts,
  Field,
  Form,
  type FormState,
  LinkButton,
  Panel,
  sentence,
  Textarea,
  Timeline,
  useRendering,
  When,
} from '../../../web/index.ts'
import type { Authority } from '../deciding.ts'
import { fieldsFor } from '../plan.ts'
import { isSent, latest, shownText } from '../rules.ts'
import type { ApplicationView } from '../service/read.ts'
import type { LifeStep } from '../types.ts'
import type { StepProps } from './before-sending.tsx'
import { Frame, Lacks, pathOf, standingOf } from './frame.tsx'
import { daySaid, deciderNoun, stepDetail, stepText } from './words.tsx'

/** From the sending of an application to the connected account. */

/** What has happened, each with a way to its proof for those who may read records. */
export const History = ({ steps, proof }: { steps: readonly LifeStep[]; proof: boolean }) => (
  <Timeline
    moments={steps.map((step) => ({
      kind: 'seal',
      icon: 'seal',
      what: (
        <>
          {stepText[step.kind]}
          {proof && (
            <>
              {' '}
              <a href={`/handlingar/${step.stepId}`} aria-label={`Beviset för: ${stepText[step.kind]}`}>
                Beviset
              </a>
            </>
          )}
        </>
      ),
      detail: (
        <>
          {step.by || 'Uppsikt'}, <When at={step.at} />
          {stepDetail(step) && <span class="prewrap">. {stepDetail(step)}</span>}
        </>
      ),
    }))}
  />
)

export const ReviewScreen = ({ view, state, is, said }: StepProps) => {
  const { application, around, platform } = view
  const standing = standingOf(view, 'granska')
  return (
    <Frame view={view} part="granska" said={said}>
      <Lacks standing={standing} />
      <Panel id="planen" title="Planen">
        <Facts
          layout="stacked"
          facts={fieldsFor(around.settings, platform).map((field) => [
            field.label,
            <span class="prewrap">{shownText(view, field) || 'Inte ifyllt'}</span>,
          ])}
        />
      </Panel>
      {is.writer && (
        <Form action={pathOf(view, 'granska')} class="panel" label="Skicka ansökan">
          <div class="panel-body stack-s mt4">
            <ErrorSummary state={state} />
            <p>
              När du skickar förseglas planen som den står. Den går inte att ändra medan kommunikation och den
              som beslutar läser den.
            </p>
            <p>
              <Button
                kind="primary"
                icon="send"
                blockedBy={standing.state === 'blocked' ? 'ej-klar' : undefined}
              >
                Skicka ansökan
              </Button>
            </p>
            {standing.state === 'blocked' && (
              <p class="hint" id="ej-klar">
                Går när det som står överst är gjort.
              </p>
            )}
          </div>
        </Form>
      )}
      <Panel id="hant" title="Det som har hänt">
        <History steps={application.steps} proof={false} />
      </Panel>
      {is.applicant && !view.ended && (
        <Form action={pathOf(view, 'ater')} class="panel" label="Ta tillbaka ansökan">
          <div class="panel-head">
            <h2>Ta tillbaka ansökan</h2>
          </div>
          <div class="panel-body stack">
            <Field name="skal" label="Varför" autocomplete="off" state={state} />
            <p>
              <Button>Ta tillbaka ansökan</Button>
            </p>
          </div>
        </Form>
      )}
    </Frame>
  )
}

export const CommentsScreen = ({
  view,
  state,
  comments,
  said,
}: {
  view: ApplicationView
  state: FormState
  comments: boolean
  said: string | undefined
}) => {
  const { application } = view
  const said_ = application.steps.filter(({ kind }) => kind === 'commented' || kind === 'sentBack')
  const open = isSent(application) && !latest(application.steps, 'decided') && !view.ended
  return (
    <Frame view={view} part="kommunikation" said={said}>
      <Lacks standing={standingOf(view, 'kommunikation')} />
      {said_.length > 0 && (
        <Panel id="synpunkter" title="Synpunkter">
          <History steps={said_} proof={false} />
        </Panel>
      )}
      {comments && open && (
        <Form action={pathOf(view, 'kommunikation')} class="panel" label="Lämna synpunkter">
          <div class="panel-head">
            <h2>Lämna synpunkter</h2>
          </div>
          <div class="panel-body stack">
            <ErrorSummary state={state} />
            <Textarea
              name="text"
              label="Synpunkter"
              hint="Finns det redan ett konto som räcker? Stämmer namn, bild, tider och bevakning med riktlinjen?"
              state={state}
            />
            <p class="row">
              <Button kind="primary" name="gor" value="vidare">
                Lämna synpunkterna
              </Button>
              <Button name="gor" value="ater">
                Skicka tillbaka för rättelse
              </Button>
            </p>
          </div>
        </Form>
      )}
    </Frame>
  )
}

/** The fields of a decision that the opening and the closing have together. */
export const RulingFields = ({
  authority,
  committee,
  state,
}: {
  authority: Authority
  committee: string | null
  state: FormState
}) => {
  const formal = authority.decider === 'committee'
  return (
    <>
      {authority.mayDelegate && (
        <Choices
          kind="checkbox"
          name="delegerat"
          legend="Delegation"
          choices={[{ value: 'ja', text: 'Beslutet är taget på delegation från nämnden' }]}
          state={state}
        />
      )}
      <div class="grid-2">
        <Field
          name="beslutare"
          label="Vem som har beslutat"
          hint={
            formal ? `Till exempel ${committee ?? 'Kultur- och fritidsnämnden'}.` : 'Namn och befattning.'
          }
          autocomplete="off"
          state={state}
        />
        <Field name="datum" label="Beslutsdag" type="date" state={state} />
      </div>
      <div class="grid-2">
        <Field
          name="diarienummer"
          label="Diarienummer"
          optional={!formal}
          hint="Till exempel KFN 2026/14."
          autocomplete="off"
          state={state}
        />
        {authority.mayDelegate && (
          <Field
            name="delegation"
            label="Punkt i delegationsordningen"
            optional
            hint="Behövs när beslutet är taget på delegation, till exempel KFN 4.2."
            autocomplete="off"
            state={state}
          />
        )}
      </div>
    </>
  )
}

export const DecisionScreen = ({
  view,
  state,
  authority,
  refused,
  said,
}: {
  view: ApplicationView
  state: FormState
  authority: Authority
  /** Why the person cannot decide; '' where it goes without saying. undefined: the person can. */
  refused: string | undefined
  said: string | undefined
}) => {
  const standing = standingOf(view, 'beslut')
  const decided = latest(view.application.steps, 'decided')
  return (
    <Frame view={view} part="beslut" said={said}>
      <Lacks standing={standing} />
      {decided && (
        <Panel
          id="beslutet"
          title={decided.detail['approved'] === true ? 'Ansökan är beviljad' : 'Ansökan är avslagen'}
        >
          <RulingFacts step={decided} />
          <p>
            <LinkButton icon="print" href={pathOf(view, 'beslut.pdf')}>
              Beslutet som PDF
            </LinkButton>
          </p>
        </Panel>
      )}
      {standing.state === 'notBegun' && refused && <p>{refused}</p>}
      {standing.state === 'notBegun' && refused === undefined && (
        <DecisionForm view={view} state={state} authority={authority} />
      )}
    </Frame>
  )
}

export const RulingFacts = ({ step }: { step: LifeStep }) => {
  const { detail } = step
  return (
    <Facts
      facts={[
        ['Beslutat av', String(detail['decidedBy'])],
        ['Dag', sentence(daySaid(detail['on']))],
        ['Delegation', String(detail['delegation'] || 'Nej')],
        ['Diarienummer', String(detail['diaryNumber'] || 'Inget')],
        ['Skäl', <span class="prewrap">{String(detail['reason'] || 'Inget skrivet')}</span>],
        [
          'Fört in av',
          <>
            {step.by}, <When at={step.at} />
          </>,
        ],
      ]}
    />
  )
}

const DecisionForm = ({
  view,
  state,
  authority,
}: {
  view: ApplicationView
  state: FormState
  authority: Authority
}) => {
  const { now } = useRendering()
  const filled = Object.keys(state.values).length > 0 ? state : { ...state, values: { datum: dayOf(now) } }
  return (
    <Form action={pathOf(view, 'beslut')} class="panel" label="För in beslutet">
      <div class="panel-head">
        <h2>För in beslutet</h2>
        <span class="meta">Enligt riktlinjen beslutar {deciderNoun[authority.decider]}</span>
      </div>
      <div class="panel-body stack">
        <ErrorSummary state={filled} targets={{ beslut: 'f-beslut-ja' }} />
        <Choices
          kind="radio"
          name="beslut"
          legend="Beslut"
          choices={[
            { value: 'ja', text: 'Bevilja: kontot får starta' },
            { value: 'nej', text: 'Avslå' },
          ]}
          state={filled}
        />
        <RulingFields authority={authority} committee={view.application.committee} state={filled} />
        <Textarea name="motivering" label="Skäl" hint="Behövs vid avslag." optional rows={3} state={filled} />
        <p>
          <Button kind="primary">Besluta om ansökan</Button>
        </p>
        <p class="hint">Beslutet förseglas och går inte att ändra. Den som har ansökt får veta.</p>
      </div>
    </Form>
  )
}
