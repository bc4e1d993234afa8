import type { Platform as PlatformPart, SettingSpec } from '../../../platforms/contract.ts'
import {
  Button,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  Note,
  Select,
  Textarea,
} from '../../../web/index.ts'
import type { PlatformDecision } from '../../accounts/index.ts'
import type { Staff } from '../../organisation/index.ts'
import { people, SettingField } from './forms.tsx'
import { KindFields } from './kind.tsx'
import { settingText } from './words.tsx'

const needsText = (settings: readonly SettingSpec[]): string => {
  const needed = settings.filter(({ required }) => required)
  if (needed.length === 0) return 'Du behöver inga uppgifter'
  return `Du behöver: ${needed.map((spec) => settingText(spec).toLowerCase()).join(', ')}`
}

/** Which platform the account is on: the first step, and the way back to it. */
export const ChoosePlatformScreen = ({ platforms }: { platforms: readonly PlatformPart[] }) => (
  <>
    <Head
      title="Lägg till ett konto"
      sub="Ett konto som redan är i bruk. Välj var det finns."
      crumbs={[{ text: 'Konton', href: '/register' }, { text: 'Nytt' }]}
    />
    <ul class="panel read tasks">
      {platforms.map(({ id, name, mark, settings, access }) => (
        <li>
          <span class="plat" aria-hidden="true">
            {mark}
          </span>
          <div>
            <a class="t" href={`/register/nytt?plattform=${id}`}>
              {name}
            </a>
            <p class="meta">{access ? 'Du loggar in hos plattformen' : needsText(settings)}</p>
          </div>
        </li>
      ))}
    </ul>
  </>
)

/** What somebody who adds an account chooses among. */
export interface AboutAccount {
  readonly departments: readonly string[]
  /** Whether a department that is not there yet may be added: for those who reach the whole municipality. */
  readonly mayAddDepartment: boolean
  readonly staff: readonly Staff[]
}

/** What the register says of an account, whatever the platform. */
export const AccountFields = ({
  platform,
  about,
  state,
}: {
  platform: PlatformPart
  about: AboutAccount
  state: FormState
}) => {
  const { departments, mayAddDepartment, staff } = about
  return (
    <>
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
      <KindFields platform={platform} state={state} />
      <Select name="owner" label="Ansvarig" optional options={people(staff)} state={state} />
      <Select name="deputy" label="Ersättare" optional options={people(staff)} state={state} />
    </>
  )
}

/** A platform that the municipality has not accepted, or has refused. */
export const NotUsedScreen = ({
  platform,
  decision,
}: {
  platform: PlatformPart
  decision: PlatformDecision | undefined
}) => (
  <>
    <Head
      title={`Lägg till ett konto på ${platform.name}`}
      crumbs={[
        { text: 'Konton', href: '/register' },
        { text: 'Nytt', href: '/register/nytt' },
        { text: platform.name },
      ]}
    />
    <div class="stack mt4 read">
      <Note tone="warn">
        <p>
          {decision
            ? `Kommunen har beslutat att inte använda ${platform.name} (${decision.diaryNumber}).`
            : `Kommunen har inte beslutat om ${platform.name} får användas, och plattformens villkor gör att det behövs.`}{' '}
          Därför kan inget konto läggas till. Kommunikationschefen eller den som sköter Uppsikt skriver in
          beslutet.
        </p>
      </Note>
      <p>
        <LinkButton href={`/installningar/plattformar/${platform.id}#beslut`}>
          Till beslutet om {platform.name}
        </LinkButton>
      </p>
    </div>
  </>
)

interface NewAccountProps {
  platform: PlatformPart
  about: AboutAccount
  state: FormState
}

/** An account that is in use already: its settings are tried, and then it is collected. */
export const NewAccountScreen = ({ platform, about, state }: NewAccountProps) => (
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
        <AccountFields platform={platform} about={about} state={state} />
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
