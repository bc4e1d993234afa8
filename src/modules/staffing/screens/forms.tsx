import {
  Button,
  Choices,
  type Crumb,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  type Option,
  Panel,
  Select,
  useRendering,
} from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import type { StaffingChoices } from '../service/choices.ts'
import type { Shift } from '../types.ts'
import { spanText } from './words.ts'

const crumbs = (last: string): Crumb[] => [
  { text: 'Konton', href: '/register' },
  { text: 'Bemanning', href: '/register/bemanning' },
  { text: last },
]

const peopleOptions = ({ people }: Pick<StaffingChoices, 'people'>, nobody?: string): Option[] => [
  ...(nobody === undefined ? [] : [{ value: '', text: nobody }]),
  ...people.map(({ staffId, name }) => ({ value: staffId, text: name })),
]

const back = '/register/bemanning'
const Back = () => (
  <LinkButton kind="quiet" href={back}>
    Avbryt
  </LinkButton>
)

/** When will I be away? The rest happens by itself. */
export const AbsenceScreen = ({
  choices,
  self,
  state,
}: {
  choices: StaffingChoices
  self: string | undefined
  state: FormState
}) => (
  <>
    <Head
      title="Lägg in frånvaro"
      sub="Ersättaren tar över av sig själv från den första dagen och får veta det."
      crumbs={crumbs('Frånvaro')}
    />
    <Form action={`${back}/franvaro`} class="panel read">
      <div class="panel-head">
        <h2>Vilka dagar?</h2>
      </div>
      <div class="panel-body stack">
        <ErrorSummary state={state} />
        {choices.mayManage && (
          <Select
            name="person"
            label="Vem är borta?"
            hint="Du kan lägga in frånvaro för dig själv och för dem du leder."
            options={peopleOptions(choices).map((one) =>
              one.value === self ? { ...one, text: `${one.text}, du själv` } : one,
            )}
            state={state}
          />
        )}
        <Field name="fran" label="Första dagen" type="date" state={state} />
        <Field name="till" label="Sista dagen" type="date" hint="Den dagen räknas med." state={state} />
        <p class="hint">
          Du behöver inte säga varför. Brev som inte är larm väntar tills personen är tillbaka.
        </p>
        <p class="row">
          <Button kind="primary">Spara frånvaron</Button>
          <Back />
        </p>
      </div>
    </Form>
  </>
)

const weeksOptions: Option[] = [
  { value: '1', text: 'Bara den här gången' },
  ...[2, 4, 8, 13, 26].map((weeks) => ({ value: String(weeks), text: `Varje vecka, ${weeks} veckor` })),
]

/** Who watches in the evening or at the weekend, over what? */
export const ShiftScreen = ({ choices, state }: { choices: StaffingChoices; state: FormState }) => {
  const departments = new Map(choices.accounts.map((one) => [one.departmentId as string, one.department]))
  return (
    <>
      <Head
        title="Lägg in pass"
        sub="Den som har passet svarar först, före den ansvariga."
        crumbs={crumbs('Pass')}
      />
      <Form action={`${back}/pass`} class="panel read">
        <div class="panel-head">
          <h2>Passet</h2>
        </div>
        <div class="panel-body stack">
          <ErrorSummary state={state} />
          <Select
            name="person"
            label="Vem har passet?"
            hint="Ett pass utan person visas i rött tills någon får det."
            options={peopleOptions(choices, 'Ingen än')}
            state={state}
          />
          <Select
            name="galler"
            label="Gäller"
            options={[
              ...(choices.all ? [{ value: 'alla', text: 'Alla konton' }] : []),
              ...[...departments].map(([id, name]) => ({ value: `f-${id}`, text: `Alla på ${name}` })),
              ...choices.accounts.map((one) => ({ value: `k-${one.accountId}`, text: one.name })),
            ]}
            state={state}
          />
          <Field name="dag" label="Dag" type="date" state={state} />
          <Field name="fran" label="Från" type="time" state={state} />
          <Field
            name="till"
            label="Till"
            type="time"
            hint="Är tiden samma som starten, eller tidigare, slutar passet dagen efter."
            state={state}
          />
          <Select name="veckor" label="Upprepa" options={weeksOptions} state={state} />
          <p class="row">
            <Button kind="primary">Spara passet</Button>
            <Back />
          </p>
        </div>
      </Form>
    </>
  )
}

/** Who takes this shift? */
export const OneShiftScreen = ({
  shift,
  about,
  choices,
  state,
}: {
  shift: Shift
  about: string
  choices: StaffingChoices
  state: FormState
}) => {
  const { now } = useRendering()
  const path = `${back}/pass/${shift.shiftId}`
  return (
    <>
      <Head title="Passet" sub={`${spanText(shift, now)}. ${about}`} crumbs={crumbs('Pass')} />
      <div class="stack read">
        <Panel id="h-vem" title="Vem har passet?">
          <Form action={path} class="stack">
            <ErrorSummary state={state} />
            <Select name="person" label="Person" options={peopleOptions(choices, 'Ingen än')} state={state} />
            <p class="row">
              <Button kind="primary">Spara</Button>
              <Back />
            </p>
          </Form>
        </Panel>
        <Panel id="h-bort" title="Behövs passet inte?">
          <Form action={`${path}/ta-bort`}>
            <Button icon="trash">Ta bort passet</Button>
          </Form>
        </Panel>
      </div>
    </>
  )
}

export const deputyFields = ['ersattare2', 'ersattare3', 'ersattare4'] as const

/** Who shares this account beside the owner and the first deputy? */
export const PeopleScreen = ({
  account,
  choices,
  state,
}: {
  account: Account
  choices: StaffingChoices
  state: FormState
}) => {
  const nameOf = (id: string | null): string =>
    choices.people.find(({ staffId }) => staffId === id)?.name ?? 'Saknas'
  return (
    <>
      <Head
        title={`Personer på ${account.name}`}
        sub={`Ansvarig: ${nameOf(account.ownerStaffId)}. Första ersättare: ${nameOf(account.deputyStaffId)}.`}
        crumbs={[
          { text: 'Konton', href: '/register' },
          { text: account.name, href: `/register/${account.accountId}` },
          { text: 'Personer' },
        ]}
      />
      <Form action={`/register/${account.accountId}/personer`} class="panel read">
        <div class="panel-head">
          <h2>Fler ersättare och vilka som talar</h2>
        </div>
        <div class="panel-body stack">
          <ErrorSummary state={state} targets={{ ersattare: 'f-ersattare2', talar: 'f-talar' }} />
          {deputyFields.map((name, n) => (
            <Select
              name={name}
              label={`Ersättare ${n + 2}`}
              hint={n === 0 ? 'Svarar när den ansvariga och ersättarna före är borta.' : undefined}
              options={peopleOptions(choices, 'Ingen')}
              state={state}
            />
          ))}
          <Choices
            kind="checkbox"
            name="talar"
            legend="Får också tala för kommunen på kontot"
            hint="Den ansvariga och ersättarna får det alltid."
            choices={choices.people
              .filter(({ staffId }) => ![account.ownerStaffId, account.deputyStaffId].includes(staffId))
              .map(({ staffId, name }) => ({ value: staffId, text: name }))}
            state={state}
          />
          <p class="row">
            <Button kind="primary">Spara personerna</Button>
            <LinkButton kind="quiet" href={`/register/${account.accountId}`}>
              Avbryt
            </LinkButton>
          </p>
        </div>
      </Form>
    </>
  )
}

/** What has somebody gone through? */
export const TrainingScreen = ({ choices, state }: { choices: StaffingChoices; state: FormState }) => (
  <>
    <Head
      title="För in en utbildning"
      sub="Den visas på de konton där personen får tala för kommunen."
      crumbs={crumbs('Utbildning')}
    />
    <Form action={`${back}/utbildning`} class="panel read">
      <div class="panel-head">
        <h2>Utbildningen</h2>
      </div>
      <div class="panel-body stack">
        <ErrorSummary state={state} />
        <Select name="person" label="Vem?" options={peopleOptions(choices)} state={state} />
        <Field
          name="namn"
          label="Utbildning"
          hint="Till exempel Offentlighet och sekretess i sociala medier."
          state={state}
        />
        <Field name="dag" label="Dag" type="date" state={state} />
        <p class="row">
          <Button kind="primary">Spara utbildningen</Button>
          <Back />
        </p>
      </div>
    </Form>
  </>
)

/** Who takes over from somebody who leaves? */
export const HandOverScreen = ({
  who,
  accounts,
  choices,
  action,
  mayEnd,
  state,
}: {
  who: { readonly staffId: string; readonly name: string; readonly self: boolean }
  accounts: readonly Account[]
  choices: StaffingChoices
  action: string
  mayEnd: boolean
  state: FormState
}) => {
  const others = choices.people.filter(({ staffId }) => staffId !== who.staffId)
  return (
    <>
      <Head
        title={who.self ? 'Lämna över dina konton' : `Lämna över efter ${who.name}`}
        sub="Ingen lämnar ett konto utan att någon tar över."
        crumbs={crumbs('Lämna över')}
      />
      <Form action={action} class="panel read">
        <div class="panel-head">
          <h2>Vem tar över?</h2>
        </div>
        <div class="panel-body stack">
          <ErrorSummary state={state} />
          {accounts.length === 0 ? (
            <p>{who.self ? 'Du' : who.name} ansvarar inte för något konto. Det finns inget att lämna över.</p>
          ) : (
            accounts.map((account) => (
              <Select
                name={account.accountId}
                label={`Ny ansvarig för ${account.name}`}
                hint={account.department}
                options={peopleOptions({ people: others }, 'Välj vem som tar över')}
                state={state}
              />
            ))
          )}
          {mayEnd && !who.self && (
            <Choices
              kind="checkbox"
              name="avsluta"
              legend="När kontona är överlämnade"
              choices={[
                {
                  value: 'ja',
                  text: `Avsluta ${who.name} i Uppsikt`,
                  detail: 'Personen loggas ut direkt och kan inte logga in igen.',
                },
              ]}
              state={state}
            />
          )}
          {(accounts.length > 0 || (mayEnd && !who.self)) && (
            <p class="row">
              <Button kind="primary">{accounts.length > 0 ? 'Lämna över' : 'Spara'}</Button>
              <Back />
            </p>
          )}
        </div>
      </Form>
    </>
  )
}
