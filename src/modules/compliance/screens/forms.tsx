import type { Platform as PlatformPart, SettingSpec } from '../../../platforms/contract.ts'
import {
  Button,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  fieldId,
  Head,
  LinkButton,
  Note,
  type Option,
  Select,
  Textarea,
  useRendering,
} from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import type { GapSpan } from '../../collection/index.ts'
import type { Staff } from '../../organisation/index.ts'
import { spanText } from './hours.tsx'
import { settingText } from './words.tsx'

const crumbsOf = (account: Account, last: string) => [
  { text: 'Konton', href: '/register' },
  { text: account.name, href: `/register/${account.accountId}` },
  { text: last },
]

const nobody = { value: '', text: 'Ingen' }

const people = (staff: readonly Staff[]): Option[] => [
  nobody,
  ...staff.filter(({ endedAt }) => !endedAt).map(({ staffId, name }) => ({ value: staffId, text: name })),
]

/** Who answers for an account. */
export const ResponsibleScreen = ({
  account,
  staff,
  state,
}: {
  account: Account
  staff: readonly Staff[]
  state: FormState
}) => (
  <>
    <Head title={`Ansvar för ${account.name}`} crumbs={crumbsOf(account, 'Ansvar')} />
    <Form action={`/register/${account.accountId}/ansvarig`} class="panel read">
      <div class="panel-head">
        <h2>Ansvarig och ersättare</h2>
      </div>
      <div class="panel-body stack">
        <ErrorSummary state={state} />
        <Select
          name="owner"
          label="Ansvarig"
          hint="Den som ser till att någon tittar, svarar och rättar."
          options={people(staff)}
          state={state}
        />
        <Select
          name="deputy"
          label="Ersättare"
          hint="Tar över vid ledighet och sjukdom. En annan person än den ansvariga."
          options={people(staff)}
          state={state}
        />
        {account.ownerStaffId && (
          <Field
            name="skal"
            label="Varför ansvaret byter person"
            hint="Behövs när någon annan blir ansvarig. Bytet sparas som ett beslut."
            optional
            autocomplete="off"
            state={state}
          />
        )}
        <p class="hint">Båda får läsa och arbeta med just det här kontot, vilken roll de än har.</p>
        <p class="row">
          <Button kind="primary">Spara ansvaret</Button>
          <LinkButton kind="quiet" href={`/register/${account.accountId}`}>
            Ändra inget
          </LinkButton>
        </p>
      </div>
    </Form>
  </>
)

/** A secret of the municipality's app: kept already when another account goes through the same app. */
const shared = (spec: SettingSpec): boolean => spec.secret && spec.registration === true

const SettingField = ({ spec, state }: { spec: SettingSpec; state: FormState }) => (
  <Field
    name={spec.name}
    label={settingText(spec)}
    hint={shared(spec) ? `${spec.help} Behövs inte om appen redan är inlagd här.` : spec.help}
    type={spec.secret ? 'password' : 'text'}
    autocomplete={spec.secret ? 'new-password' : 'off'}
    optional={!spec.required || shared(spec)}
    state={state}
  />
)

/** New secrets for an account whose access has gone. */
export const ConnectScreen = ({
  account,
  platform,
  state,
}: {
  account: Account
  platform: PlatformPart
  state: FormState
}) => (
  <>
    <Head
      title={`Anslut ${account.name} på nytt`}
      sub={`${platform.name}. Uppgifterna prövas mot plattformen innan de sparas.`}
      crumbs={crumbsOf(account, 'Anslut')}
    />
    {platform.access && (
      <section class="panel read">
        <div class="panel-head">
          <h2>Förnya åtkomsten</h2>
        </div>
        <div class="panel-body stack">
          <p>
            Du skickas till {platform.name} och loggar in med kommunens konto. Sedan kommer du tillbaka hit,
            och Uppsikt provar och sparar den nya åtkomsten. Du har tio minuter på dig.
          </p>
          <p>
            <LinkButton kind="primary" icon="key" href={`/register/${account.accountId}/anslut`}>
              Förnya åtkomsten hos {platform.name}
            </LinkButton>
          </p>
        </div>
      </section>
    )}
    <Form action={`/register/${account.accountId}/anslutning`} class="panel read">
      <div class="panel-head">
        <h2>Nya uppgifter</h2>
      </div>
      <div class="panel-body stack">
        <ErrorSummary state={state} />
        {platform.settings
          .filter(({ secret }) => secret)
          .map((spec) => (
            <SettingField spec={spec} state={state} />
          ))}
        <p class="hint">Uppgifterna krypteras och visas aldrig igen. Hämtningen börjar direkt.</p>
        <p class="row">
          <Button kind="primary" icon="plug">
            Prova och anslut
          </Button>
          <LinkButton kind="quiet" href={`/register/${account.accountId}`}>
            Ändra inget
          </LinkButton>
        </p>
      </div>
    </Form>
  </>
)

/** Which platform the account is on: the first step, and the way back to it. */
export const ChoosePlatformScreen = ({ platforms }: { platforms: readonly PlatformPart[] }) => (
  <>
    <Head
      title="Lägg till ett konto"
      sub="Ett konto som redan är i bruk. Välj var det finns."
      crumbs={[{ text: 'Konton', href: '/register' }, { text: 'Nytt' }]}
    />
    <ul class="panel read tasks">
      {platforms.map(({ id, name, mark, settings }) => (
        <li>
          <span class="plat" aria-hidden="true">
            {mark}
          </span>
          <div>
            <a class="t" href={`/register/nytt?plattform=${id}`}>
              {name}
            </a>
            <p class="meta">
              Du behöver:{' '}
              {settings
                .filter(({ required }) => required)
                .map((spec) => settingText(spec).toLowerCase())
                .join(', ')}
            </p>
          </div>
        </li>
      ))}
    </ul>
  </>
)

interface NewAccountProps {
  platform: PlatformPart
  departments: readonly string[]
  /** Whether a department that is not there yet may be added: for those who reach the whole municipality. */
  mayAddDepartment: boolean
  staff: readonly Staff[]
  state: FormState
}

/** An account that is in use already: its settings are tried, and then it is collected. */
export const NewAccountScreen = ({
  platform,
  departments,
  mayAddDepartment,
  staff,
  state,
}: NewAccountProps) => (
  <>
    <Head
      title={`Lägg till ett konto på ${platform.name}`}
      sub="Uppgifterna prövas mot plattformen. Går provet bra läggs kontot till och hämtas direkt."
      crumbs={[
        { text: 'Konton', href: '/register' },
        { text: 'Nytt', href: '/register/nytt' },
        { text: platform.name },
      ]}
    />
    <Form action="/register/nytt" class="panel read">
      <input type="hidden" name="plattform" value={platform.id} />
      <div class="panel-head">
        <h2>Anslutningen</h2>
      </div>
      <div class="panel-body stack">
        <ErrorSummary state={state} />
        {platform.settings.map((spec) => (
          <SettingField spec={spec} state={state} />
        ))}
        <h2>Kontot</h2>
        <Field
          name="namn"
          label="Namn"
          optional
          hint="Som det ska stå i registret. Lämnas det tomt tas namnet från plattformen."
          state={state}
        />
        {mayAddDepartment ? (
          <Field
            name="forvaltning"
            label="Förvaltning"
            hint={
              departments.length > 0
                ? `Finns redan: ${departments.join(', ')}. Ett nytt namn läggs till.`
                : 'Till exempel Kultur och fritid.'
            }
            state={state}
          />
        ) : (
          <Select
            name="forvaltning"
            label="Förvaltning"
            options={departments.map((name) => ({ value: name, text: name }))}
            state={state}
          />
        )}
        <Textarea
          name="syfte"
          label="Syfte"
          optional
          rows={3}
          hint="Varför kontot finns och för vem. Visas på den offentliga sidan."
          state={state}
        />
        <Select name="owner" label="Ansvarig" optional options={people(staff)} state={state} />
        <Select name="deputy" label="Ersättare" optional options={people(staff)} state={state} />
        <p class="hint">
          Lösenord krypteras och visas aldrig igen. Blir något fel får du skriva det på nytt.
        </p>
        <p class="row">
          <Button kind="primary" icon="plug">
            Prova och lägg till kontot
          </Button>
          <LinkButton kind="quiet" href="/register">
            Avbryt
          </LinkButton>
        </p>
      </div>
    </Form>
  </>
)

/** Why some hours could not be collected. */
export const ExplainScreen = ({
  account,
  span,
  state,
}: {
  account: Account
  span: Pick<GapSpan, 'from' | 'to' | 'reason'>
  state: FormState
}) => {
  const { now } = useRendering()
  return (
    <>
      <Head
        title="Förklara luckan"
        sub={`${account.name}, ${spanText(span, now).toLocaleLowerCase('sv')}.`}
        crumbs={crumbsOf(account, 'Förklara luckan')}
      />
      <Form action={`/register/${account.accountId}/forklara`} class="panel read">
        <input type="hidden" name="fran" value={span.from.toISOString()} />
        <input type="hidden" name="till" value={span.to.toISOString()} />
        <div class="panel-body stack mt5">
          <ErrorSummary state={state} targets={{ text: fieldId('text') }} />
          {span.reason && (
            <Note tone="info">
              <p>Det som programmet såg: {span.reason}</p>
            </Note>
          )}
          <Textarea
            name="text"
            label="Varför gick det inte att hämta?"
            hint="Till exempel: Plattformen låg nere. Det som skrevs hämtades när den kom tillbaka."
            state={state}
          />
          <p class="hint">Luckan står kvar. Din förklaring och ditt namn sparas bredvid.</p>
          <p class="row">
            <Button kind="primary">Spara förklaringen</Button>
            <LinkButton kind="quiet" href={`/register/${account.accountId}#luckor`}>
              Avbryt
            </LinkButton>
          </p>
        </div>
      </Form>
    </>
  )
}
