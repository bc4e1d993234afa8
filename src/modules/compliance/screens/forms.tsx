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

export const people = (staff: readonly Staff[]): Option[] => [
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
            Avbryt
          </LinkButton>
        </p>
      </div>
    </Form>
  </>
)

/** A secret of the municipality's app: kept already when another account goes through the same app. */
const shared = (spec: SettingSpec): boolean => spec.secret && spec.registration === true

/** @param first the app is entered now, so that its secrets are not here yet. */
export const SettingField = ({
  spec,
  state,
  first = false,
}: {
  spec: SettingSpec
  state: FormState
  first?: boolean
}) => (
  <Field
    name={spec.name}
    label={settingText(spec)}
    hint={shared(spec) && !first ? `${spec.help} Behövs inte om appen redan är inlagd här.` : spec.help}
    type={spec.secret ? 'password' : 'text'}
    autocomplete={spec.secret ? 'new-password' : 'off'}
    optional={!spec.required || (shared(spec) && !first)}
    state={state}
  />
)

/** The way to the app from where its accounts are connected. */
export const AppLink = ({ registrationId, platform }: { registrationId: string; platform: PlatformPart }) => (
  <p class="mt4">
    Har appens hemlighet bytts, eller har kommunen en ny app?{' '}
    <LinkButton kind="quiet" icon="edit" href={`/register/nytt/app?app=${registrationId}`}>
      Kommunens app hos {platform.name}
    </LinkButton>
  </p>
)

/** New secrets for an account whose access has gone. */
export const ConnectScreen = ({
  account,
  platform,
  mayMendApp,
  state,
}: {
  account: Account
  platform: PlatformPart
  mayMendApp: boolean
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
    {mayMendApp && account.registrationId && (
      <AppLink registrationId={account.registrationId} platform={platform} />
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
