import {
  Button,
  Choices,
  ErrorSummary,
  emptyForm,
  Field,
  FileField,
  Form,
  type FormState,
  Head,
  LinkButton,
  Note,
  Panel,
  Select,
  SettingsTabs,
  Table,
  Textarea,
} from '../../../web/index.ts'
import { privacyLacks } from '../rules.ts'
import type { PoliticianLink, PublicAccount, PublicList } from '../types.ts'
import type { Platforms } from './account-line.tsx'

const here = '/installningar/offentligt'
const crumbs = [{ text: 'Riktlinje', href: '/installningar/riktlinje' }]

interface SettingsProps {
  list: PublicList
  platforms: Platforms
  state: FormState
  /** What has just been done, in words. */
  done: string | undefined
}

/** How do our public pages look, and what do they say? */
export const PublicSettingsScreen = ({ list, platforms, state, done }: SettingsProps) => (
  <>
    <Head
      title="Sidorna som allmänheten ser"
      sub={
        <>
          {done ?? 'Listan över konton, anmälan och informationen om personuppgifter.'}{' '}
          <a href="/konton">Se listan som alla ser den</a>
        </>
      }
    />
    <SettingsTabs />
    <PrivacyLacks list={list} />
    <div class="cols cols-2-1 mt3">
      <Look state={state} hasLogotype={list.look.hasLogotype} />
      <div class="stack">
        <Politicians links={list.politicians} />
        <Accounts accounts={list.active} platforms={platforms} />
        <Embedding />
      </div>
    </div>
  </>
)

/** What the information to those who write lacks, so that somebody writes it (A9). */
const PrivacyLacks = ({ list }: { list: PublicList }) => {
  const lacking = privacyLacks(list.look.settings)
  if (lacking.length === 0) return null
  return (
    <div class="mt3">
      <Note tone="warn">
        <p>
          <b>Sidan om personuppgifter är inte hel.</b> Det saknas {lacking.join(', ')}.{' '}
          <a href="/om-personuppgifter">Se sidan som alla ser den</a>
        </p>
      </Note>
    </div>
  )
}

const Look = ({ state, hasLogotype }: { state: FormState; hasLogotype: boolean }) => (
  <Form action={here} class="stack" files>
    <ErrorSummary state={state} />
    <Panel id="h-utseende" title="Utseende">
      <Field
        name="colour"
        label="Kommunens färg"
        optional
        placeholder="#0b5966"
        hint="Sex siffror och bokstäver. Den prövas mot vitt så att alla kan läsa, och görs ljusare i mörkt läge."
        state={state}
      />
      <FileField
        name="logotyp"
        label="Logotyp"
        hint={
          <>
            PNG, JPEG eller WebP, högst 200&nbsp;kB.{' '}
            {hasLogotype && 'Väljer du ingen står den som finns kvar.'}
          </>
        }
        accept="image/png,image/jpeg,image/webp"
        optional
        state={state}
      />
      {hasLogotype && (
        <Choices
          kind="checkbox"
          name="utanlogotyp"
          legend="Ta bort logotypen"
          choices={[{ value: 'ja', text: 'Ja, visa bara namnet' }]}
          state={state}
        />
      )}
    </Panel>
    <Panel id="h-kontakt" title="Kontakt">
      <Field name="telephone" type="tel" label="Telefon till kontaktcenter" optional state={state} />
      <Field name="email" type="email" label="E-post" optional state={state} />
      <Field name="website" type="url" label="Kommunens webbplats" optional state={state} />
      <Field name="accessibility" type="url" label="Tillgänglighetsredogörelse" optional state={state} />
    </Panel>
    <Panel id="h-pu" title="Personuppgifter">
      <Textarea
        name="legalBasis"
        label="Rättslig grund"
        hint="Så som kommunen har angett den. Visas ordagrant. Fråga dataskyddsombudet."
        optional
        rows={3}
        state={state}
      />
      <Textarea
        name="keptFor"
        label="Hur länge det sparas"
        hint="Till exempel vilket gallringsbeslut som gäller."
        optional
        rows={2}
        state={state}
      />
      <Textarea
        name="recipients"
        label="Vilka andra som får uppgifterna"
        hint="Till exempel den som driver Uppsikt åt kommunen, och om något lämnar EU. Visas ordagrant."
        optional
        rows={2}
        state={state}
      />
      <Field
        name="dataProtection"
        type="email"
        label="E-post till dataskyddsombudet"
        optional
        state={state}
      />
    </Panel>
    <Panel id="h-andra" title="På andra webbplatser">
      <Textarea
        name="framedBy"
        label="Webbplatser som får visa listan i en ram"
        hint="En adress på varje rad, till exempel https://kommun.se. Inga andra kan visa den."
        optional
        rows={3}
        state={state}
      />
      <Select
        name="licence"
        label="Villkor för den som använder listan"
        hint="Följer med beskrivningen till Sveriges dataportal."
        optional
        options={[
          { value: '', text: 'Inget angivet' },
          { value: 'cc0', text: 'Fritt att använda (CC0)' },
          { value: 'ccBy', text: 'Fritt om källan anges (CC BY 4.0)' },
        ]}
        state={state}
      />
    </Panel>
    <p>
      <Button kind="primary">Spara de offentliga sidorna</Button>
    </p>
  </Form>
)

const Politicians = ({ links }: { links: readonly PoliticianLink[] }) => (
  <Panel id="h-politiker" title="Politikers egna kanaler">
    {links.length === 0 && <p class="meta">Ingen länk är tillagd.</p>}
    <ul class="stack-s">
      {links.map(({ linkId, name, seat, channel }) => (
        <li>
          <p>
            <b>{name}</b>, {channel}
            <br />
            <span class="meta">{seat}</span>
          </p>
          <Form action={`${here}/politiker/${linkId}/ta-bort`}>
            <Button small>
              Ta bort länken<span class="vh"> till {name}</span>
            </Button>
          </Form>
        </li>
      ))}
    </ul>
    <p>
      <LinkButton icon="plus" href={`${here}/politiker`}>
        Lägg till en länk
      </LinkButton>
    </p>
  </Panel>
)

const Accounts = ({ accounts, platforms }: { accounts: readonly PublicAccount[]; platforms: Platforms }) => (
  <Panel id="h-konton" title="När varje konto bevakas" flush>
    <Table
      caption="Konton i bruk, med sina tider"
      rows={accounts}
      columns={[
        {
          key: 'name',
          title: 'Konto',
          names: true,
          cell: ({ id, name, platform }) => (
            <a href={`${here}/konto/${id}`}>
              {[name, platforms.get(platform)?.name].filter(Boolean).join(', ')}
            </a>
          ),
        },
        {
          key: 'says',
          title: 'Bevakas',
          cell: ({ watched }) => watched || 'Kommunens tider',
        },
      ]}
    />
  </Panel>
)

const Embedding = () => (
  <Panel id="h-bygg" title="Visa listan på er webbplats">
    <p>
      I en ram: <code>/konton/inbaddad</code>
    </p>
    <p>
      Utan ram och utan skript: hämta <code>/konton/lista.html</code> när sidan byggs.
    </p>
    <p>
      För program: <a href="/konton.json">/konton.json</a>. För dataportalen:{' '}
      <a href="/konton/dcat.jsonld">/konton/dcat.jsonld</a>.
    </p>
  </Panel>
)

/** A politician's own channel, added by communications. */
export const PoliticianScreen = ({ state }: { state: FormState }) => (
  <>
    <Head
      title="Lägg till en politikers kanal"
      sub="Bara förtroendevalda med ett uppdrag. Kommunen ansvarar inte för kanalen och hämtar inget från den."
      crumbs={[...crumbs, { text: 'Offentligt', href: here }, { text: 'Ny länk' }]}
    />
    <Form action={`${here}/politiker`} class="stack read">
      <ErrorSummary state={state} />
      <Field name="name" label="Namn" state={state} />
      <Field name="seat" label="Uppdrag" hint="Till exempel ledamot i kommunfullmäktige." state={state} />
      <Field name="channel" label="Kanal" hint="Till exempel Facebook eller egen blogg." state={state} />
      <Field name="url" type="url" label="Adress" state={state} />
      <p class="row">
        <Button kind="primary">Lägg till länken</Button>
        <LinkButton href={here}>Avbryt</LinkButton>
      </p>
    </Form>
  </>
)

/** When is this account watched? */
export const WatchedScreen = ({ account, state }: { account: PublicAccount; state: FormState }) => (
  <>
    <Head
      title={`När ${account.name} bevakas`}
      crumbs={[...crumbs, { text: 'Offentligt', href: here }, { text: account.name }]}
    />
    <Form action={`${here}/konto/${account.id}`} class="stack read">
      <ErrorSummary state={state} />
      <Field
        name="watched"
        label="När kontot bevakas"
        optional
        hint="Till exempel alla dagar 8–20. Tomt betyder kommunens vanliga tider."
        state={state}
      />
      <p class="row">
        <Button kind="primary">Spara tiderna</Button>
        <LinkButton href={here}>Avbryt</LinkButton>
      </p>
    </Form>
  </>
)

export const settingsState = ({ look: { settings } }: PublicList): FormState =>
  emptyForm({ ...settings, framedBy: settings.framedBy.join('\n') })

export const watchedState = ({ watched }: PublicAccount): FormState => emptyForm({ watched })
