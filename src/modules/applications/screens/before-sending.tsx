import {
  Button,
  Choices,
  ErrorSummary,
  Facts,
  Form,
  type FormState,
  Note,
  Panel,
  Select,
  Textarea,
  When,
} from '../../../web/index.ts'
import { checklistFor } from '../plan.ts'
import { latest, managerOf, tickedBy, type Who } from '../rules.ts'
import type { ApplicationView } from '../service/read.ts'
import { holds } from '../store.ts'
import { Frame, Lacks, pathOf, standingOf } from './frame.tsx'

/** What is done beside the plan before the application is sent: the mandate, the terms, the checklist. */

export interface StepProps {
  view: ApplicationView
  state: FormState
  /** Who the person is here. */
  is: {
    /** May write, and the application is not sent. */
    readonly writer: boolean
    readonly applicant: boolean
    /** The manager whom the question is put to. */
    readonly manager: boolean
  }
  said: string | undefined
}

export const MandateScreen = ({ view, state, is, said }: StepProps) => {
  const { application, people } = view
  const last = latest(application.steps, 'mandateAsked', 'mandateGiven', 'mandateDeclined')
  const asked = last?.kind === 'mandateAsked'
  const managers = people.filter(
    (one) => holds(application.departmentId, 'manager')(one) && one.staffId !== application.applicant,
  )
  return (
    <Frame view={view} part="uppdrag" said={said}>
      <Lacks standing={standingOf(view, 'uppdrag')} />
      {last?.kind === 'mandateGiven' && (
        <Panel id="uppdrag" title="Uppdraget är givet">
          <Facts
            facts={[
              ['Av', last.by],
              ['När', <When at={last.at} first />],
              ['Med orden', <span class="prewrap">{String(last.detail['reason'] || 'Inga')}</span>],
            ]}
          />
        </Panel>
      )}
      {asked && is.manager && is.writer && (
        <Form action={pathOf(view, 'uppdrag/svar')} class="panel" label="Svara om uppdraget">
          <div class="panel-head">
            <h2>Ger du uppdraget?</h2>
          </div>
          <div class="panel-body stack">
            <ErrorSummary state={state} />
            <p>
              {application.applicantName} frågar om uppdrag att starta ett konto på {view.platform.name}. Läs
              planen i stegen bredvid. Det tar tid varje dag att svara, bevaka och dokumentera.
            </p>
            <Textarea
              name="skal"
              label="Vad du vill säga"
              optional
              hint="Behövs om du inte ger uppdraget."
              rows={3}
              state={state}
            />
            <p class="row">
              <Button kind="primary" name="svar" value="ja">
                Ge uppdraget
              </Button>
              <Button name="svar" value="nej">
                Ge inte uppdraget
              </Button>
            </p>
            <p class="hint">Ditt namn och tiden sparas. Du svarar för dig själv, ingen annan kan göra det.</p>
          </div>
        </Form>
      )}
      {is.writer && last?.kind !== 'mandateGiven' && (
        <Form action={pathOf(view, 'uppdrag')} class="panel" label="Fråga chefen">
          <div class="panel-head">
            <h2>{asked ? 'Fråga en annan chef' : 'Fråga chefen om uppdraget'}</h2>
          </div>
          <div class="panel-body stack">
            {!(asked && is.manager) && <ErrorSummary state={state} />}
            <p>Chefen får ett brev med en länk hit, och svarar själv med ett klick.</p>
            {managers.length > 0 ? (
              <>
                <Select
                  name="chef"
                  label="Chef"
                  options={[
                    { value: '', text: 'Välj en chef' },
                    ...managers.map(({ staffId, name }) => ({ value: staffId, text: name })),
                  ]}
                  state={state}
                />
                <p>
                  <Button kind={asked ? undefined : 'primary'} icon="mail">
                    Fråga chefen
                  </Button>
                </p>
              </>
            ) : (
              <Note tone="warn">
                <p>
                  Ingen chef finns inlagd för {application.department}. Be kommunikationschefen lägga till
                  chefen under Inställningar, Medarbetare.
                </p>
              </Note>
            )}
          </div>
        </Form>
      )}
    </Frame>
  )
}

export const TermsScreen = ({ view, state, is, said }: StepProps) => {
  const { platform, application } = view
  const standing = standingOf(view, 'villkor')
  const last = latest(application.steps, 'termsJudged')
  return (
    <Frame view={view} part="villkor" said={said}>
      <Lacks standing={standing} />
      {platform.terms && (
        <Panel id="villkor" title={`Villkoren hos ${platform.name} mot bevarandeplikten`}>
          <dl class="facts stacked">
            {platform.terms.entries.map((entry) => (
              <div>
                <dt>{entry.says}</dt>
                <dd>{entry.weighed}</dd>
              </div>
            ))}
          </dl>
          <p class="s">
            <a href={`/installningar/plattformar/${platform.id}`}>Källor, datum och kommunens beslut</a>
          </p>
        </Panel>
      )}
      {last && (
        <Panel id="bedomd" title="Senaste bedömningen">
          <Facts
            facts={[
              ['Av', last.by],
              ['När', <When at={last.at} first />],
              ['Resultat', last.detail['usable'] === true ? 'Kan användas' : 'Ska inte användas'],
              ['Skäl', <span class="prewrap">{String(last.detail['reason'])}</span>],
              ['Säkerhetsfunktionen', String(last.detail['security'] || 'Inte tillfrågad')],
            ]}
          />
        </Panel>
      )}
      {is.writer && standing.state !== 'blocked' && <TermsForm view={view} state={state} />}
    </Frame>
  )
}

const TermsForm = ({ view, state }: { view: ApplicationView; state: FormState }) => (
  <Form action={pathOf(view, 'villkor')} class="panel" label="Bedöm villkoren">
    <div class="panel-head">
      <h2>Bedöm villkoren</h2>
    </div>
    <div class="panel-body stack">
      <ErrorSummary state={state} targets={{ last: 'f-last-ja', misstankt: 'f-misstankt-nej' }} />
      <Choices
        kind="checkbox"
        name="last"
        legend="Innan du bedömer"
        choices={[
          {
            value: 'ja',
            text: 'Jag har läst plattformens villkor',
            detail: 'Det blir ett konto för en organisation eller myndighet, inte en privat profil.',
          },
        ]}
        state={state}
      />
      <Choices
        kind="radio"
        name="misstankt"
        legend="Misstänks plattformen samla in uppgifter olagligt?"
        choices={[
          { value: 'nej', text: 'Nej' },
          { value: 'tveksamt', text: 'Tveksamt', detail: 'Fråga säkerhetsfunktionen och skriv svaret.' },
          { value: 'ja', text: 'Ja' },
        ]}
        state={state}
      />
      <Textarea
        name="sakerhet"
        label="Säkerhetsfunktionens svar"
        optional
        hint="Vem som svarade, när och vad. Behövs när det är tveksamt."
        rows={2}
        state={state}
      />
      <Textarea
        name="skal"
        label="Din bedömning"
        hint="Vad i villkoren som spelar roll för er, och hur ni gör."
        rows={4}
        state={state}
      />
      <Choices
        kind="radio"
        name="anvandbar"
        legend="Kan plattformen användas?"
        choices={[
          { value: 'ja', text: 'Ja, den kan användas' },
          { value: 'nej', text: 'Nej, den ska inte användas', detail: 'Ansökan kan då inte skickas.' },
        ]}
        state={state}
      />
      <p>
        <Button kind="primary">Spara bedömningen</Button>
      </p>
    </div>
  </Form>
)

export const ChecklistScreen = ({ view, state, is, said }: StepProps) => (
  <Frame view={view} part="checklista" said={said}>
    <Lacks standing={standingOf(view, 'checklista')} />
    <Ticks view={view} state={state} who="employee" mine={is.applicant && is.writer} />
    <Ticks view={view} state={state} who="manager" mine={is.manager && is.writer} />
  </Frame>
)

const Ticks = ({
  view,
  state,
  who,
  mine,
}: {
  view: ApplicationView
  state: FormState
  who: Who
  mine: boolean
}) => {
  const { application, around, people } = view
  const ticked = tickedBy(application, who)
  const items = Array.isArray(ticked?.detail['items']) ? ticked.detail['items'].map(String) : []
  const choices = checklistFor(around.settings)
  const manager = people.find(({ staffId }) => staffId === managerOf(application))?.name
  const name = who === 'employee' ? application.applicantName : (manager ?? 'Ingen chef är tillfrågad')
  const title = who === 'employee' ? `Medarbetaren: ${name}` : `Chefen: ${name}`
  const path = who === 'employee' ? 'checklista' : 'checklista/chef'
  if (!mine)
    return (
      <Panel id={`bockat-${who}`} title={title}>
        {ticked ? (
          <>
            <ul class="ticks">
              {choices.map(({ id, text }) => (
                <li>
                  {items.includes(id) ? 'Klart: ' : 'Återstår: '}
                  {text}
                </li>
              ))}
            </ul>
            <p class="meta">
              {ticked.by}, <When at={ticked.at} />
            </p>
          </>
        ) : (
          <p>Inte gått igenom listan än.</p>
        )}
      </Panel>
    )
  const own = Object.keys(state.errors).length > 0 ? state : { values: { punkter: items }, errors: {} }
  return (
    <Form action={pathOf(view, path)} class="panel" label={title}>
      <div class="panel-head">
        <h2>{title}</h2>
        {ticked && (
          <span class="meta">
            Senast sparad <When at={ticked.at} />
          </span>
        )}
      </div>
      <div class="panel-body stack">
        <ErrorSummary state={own} />
        <Choices
          kind="checkbox"
          name="punkter"
          legend="Bocka i det du har gått igenom och kan svara för"
          choices={choices.map(({ id, text }) => ({ value: id, text }))}
          state={own}
        />
        <p>
          <Button kind="primary">Spara mina bockar</Button>
        </p>
      </div>
    </Form>
  )
}
