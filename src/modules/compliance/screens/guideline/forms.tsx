import {
  Button,
  Choices,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  Note,
  Panel,
  Select,
  sends,
  Textarea,
} from '../../../../web/index.ts'
import type { Account } from '../../../accounts/index.ts'
import type { Department } from '../../../organisation/index.ts'
import type { CheckLine } from '../../guideline/types.ts'
import { outcomeText } from './words.tsx'

const crumbsTo = (account: Account, text: string) => [
  { text: 'Konton', href: '/register' },
  { text: account.name, href: `/register/${account.accountId}` },
  { text: 'Riktlinjen', href: `/register/${account.accountId}/riktlinje` },
  { text },
]

const Foot = ({ button, back }: { button: string; back: string }) => (
  <div class="row">
    <Button kind="primary" icon="check">
      {button}
    </Button>
    <LinkButton href={back}>Avbryt</LinkButton>
  </div>
)

interface AttestProps {
  account: Account
  line: CheckLine
  /** How long it may count at most. */
  months: number
  state: FormState
}

/** A person has looked, and says what was seen. */
export const AttestScreen = ({ account, line, months, state }: AttestProps) => {
  const { check, standing } = line
  const path = `/register/${account.accountId}/riktlinje`
  const choices = [1, 3, 6, 12].filter((one) => one < months)
  return (
    <>
      <Head
        title={check.title}
        sub={`${account.name}. ${outcomeText[standing.outcome].text}: ${standing.why}`}
        crumbs={crumbsTo(account, 'Intyga')}
      />
      <div class="read stack">
        <ErrorSummary state={state} />
        <Note tone="info">
          <p>
            Öppna kontot på plattformen och titta efter själv. Ditt namn, dagen och det du skriver sparas.
          </p>
        </Note>
        <Panel id="h-i" title="Vad såg du?">
          <Form action={`${path}/intyga`} class="stack">
            <input type="hidden" name="krav" value={check.id} />
            <Choices
              kind="radio"
              name="svar"
              legend="Uppfylls kravet?"
              choices={[
                { value: 'ja', text: 'Ja, det stämmer' },
                { value: 'nej', text: 'Nej, det saknas', detail: check.todo },
              ]}
              state={state}
            />
            <Textarea
              name="anteckning"
              label="Anteckning"
              rows={2}
              hint="Till exempel: Står i det fästa inlägget."
              state={state}
            />
            <Select
              name="manader"
              label="Hur länge gäller intyget?"
              hint="Sedan behöver någon titta igen."
              options={[...choices, months].map((one) => ({
                value: String(one),
                text: one === 1 ? '1 månad' : `${one} månader`,
              }))}
              state={state}
            />
            <Foot button="Intyga" back={path} />
          </Form>
        </Panel>
      </div>
    </>
  )
}

export const UnitsScreen = ({ account, state }: { account: Account; state: FormState }) => {
  const path = `/register/${account.accountId}/riktlinje`
  return (
    <>
      <Head
        title={`Enheter för ${account.name}`}
        sub={`Vilka enheter på ${account.department} kontot är till för.`}
        crumbs={crumbsTo(account, 'Enheter')}
      />
      <div class="read stack">
        <ErrorSummary state={state} />
        <Panel id="h-e" title="Enheter">
          <Form action={`${path}/enheter`} class="stack">
            <Textarea
              name="enheter"
              label="Enheternas namn"
              rows={4}
              hint="En på varje rad, till exempel Stadsbiblioteket. Flera enheter kan dela ett konto."
              state={state}
            />
            <Foot button="Spara enheterna" back={path} />
          </Form>
        </Panel>
      </div>
    </>
  )
}

export const ProcessingForm = ({ account, state }: { account: Account; state: FormState }) => {
  const path = `/register/${account.accountId}/riktlinje`
  return (
    <>
      <Head
        title={`Personuppgifter på ${account.name}`}
        sub="Det här hamnar i registret över behandling. Fråga dataskyddsombudet när du är osäker."
        crumbs={crumbsTo(account, 'Personuppgifter')}
      />
      <div class="read stack">
        <ErrorSummary state={state} />
        <Panel id="h-p" title="Beskrivning">
          <Form action={`${path}/personuppgifter`} class="stack" extra={sends}>
            <Textarea
              name="andamal"
              label="Varför behandlas uppgifterna?"
              rows={2}
              hint="Till exempel: Informera om biblioteket och svara på frågor."
              state={state}
            />
            <Textarea
              name="grund"
              label="Rättslig grund"
              rows={2}
              hint="Som dataskyddsombudet har angett den, till exempel uppgift av allmänt intresse."
              state={state}
            />
            <Textarea
              name="personer"
              label="Vems uppgifter, och vilka?"
              rows={2}
              hint="Till exempel: De som skriver till oss. Namn, bild och det de skriver."
              state={state}
            />
            <Textarea
              name="mottagare"
              label="Vem mer får uppgifterna?"
              rows={2}
              hint="Till exempel: Plattformen, som också lagrar dem utanför EU."
              state={state}
            />
            <Foot button="Spara beskrivningen" back={path} />
          </Form>
        </Panel>
      </div>
    </>
  )
}

interface ParticularsProps {
  departments: readonly Department[]
  state: FormState
}

/** What all accounts point at, and which board each department answers to. */
export const ParticularsScreen = ({ departments, state }: ParticularsProps) => (
  <>
    <Head
      title="Kommunens uppgifter"
      sub="Används när kontona prövas mot riktlinjen, och i registret över behandling."
      crumbs={[
        { text: 'Konton', href: '/register' },
        { text: 'Riktlinjen', href: '/register/riktlinje' },
        { text: 'Kommunens uppgifter' },
      ]}
    />
    <div class="read stack">
      <ErrorSummary state={state} />
      <Form action="/register/riktlinje/uppgifter" class="stack">
        <Panel id="h-u" title="Gemensamt">
          <Field
            name="webbplats"
            label="Kommunens webbplats"
            optional
            type="url"
            inputmode="url"
            hint="Den som kontona ska länka till, till exempel https://www.kommun.se."
            state={state}
          />
          <Field
            name="ombud"
            label="Dataskyddsombud"
            optional
            hint="Hur man når ombudet, till exempel dataskydd@kommun.se."
            state={state}
          />
        </Panel>
        <Panel id="h-n" title="Nämnd för varje förvaltning">
          <p class="hint">Nämnden är personuppgiftsansvarig för förvaltningens konton.</p>
          {departments.map(({ departmentId, name }) => (
            <Field name={`namnd-${departmentId}`} label={name} optional state={state} />
          ))}
        </Panel>
        <Foot button="Spara uppgifterna" back="/register/riktlinje" />
      </Form>
    </div>
  </>
)
