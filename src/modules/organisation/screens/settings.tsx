import { roles } from '../../../access/index.ts'
import type { IdentityFailure } from '../../../gateways/identity/contract.ts'
import {
  Button,
  Empty,
  ErrorSummary,
  Facts,
  Field,
  Form,
  type FormState,
  Head,
  Note,
  Panel,
  Select,
  SettingsTabs,
  Table,
  When,
} from '../../../web/index.ts'
import { roleName } from '../rules.ts'
import type { IdentityOverview, Tried } from '../service/identity/provider.ts'
import type { Department, GroupRole, IdentityProvider } from '../types.ts'

export type Trial = Tried | IdentityFailure

interface Props {
  overview: IdentityOverview
  scimSince: Date | undefined
  departments: readonly Department[]
  state: FormState
  trial: Trial | undefined
  /** A key that has just been made. */
  scimKey: string | undefined
}

const path = '/installningar/inloggning'

/** Where do staff sign in, what do their groups give, and how do I see that it works? */
export const SignInSettings = ({ overview, scimSince, departments, state, trial, scimKey }: Props) => (
  <>
    <Head title="Så loggar medarbetarna in" sub={summary(overview)} />
    <SettingsTabs />
    <div class="stack mt3">
      <ErrorSummary state={state} />
      {trial && <TrialResult trial={trial} />}
      <div class="cols cols-2-1">
        <div class="stack">
          {overview.provider && <Groups groups={overview.groups} departments={departments} state={state} />}
          <Directory since={scimSince} address={overview.addresses.scim} scimKey={scimKey} />
        </div>
        <div class="stack">
          <Provider overview={overview} />
          {overview.provider && <Ways provider={overview.provider} breakGlass={overview.breakGlass} />}
        </div>
      </div>
    </div>
  </>
)

const summary = ({ provider }: IdentityOverview): string => {
  if (!provider) return 'Med länk eller nyckel. Kommunens egen inloggning är inte inställd.'
  return provider.only
    ? 'Med kommunens inloggning. Länkar och nycklar gäller bara för reservinloggning.'
    : 'Med kommunens inloggning, eller med länk eller nyckel.'
}

const triedText: Readonly<Record<Tried, string>> = {
  knowsUs: 'Inloggningstjänsten svarar och känner igen Uppsikt.',
  certificatesHold:
    'Certifikatet går att läsa och gäller i dag. Med SAML visar sig resten vid första inloggningen: prova att logga in i ett privat fönster.',
}

const TrialResult = ({ trial }: { trial: Trial }) =>
  typeof trial === 'string' ? (
    <Note tone="ok">
      <p>{triedText[trial]}</p>
    </Note>
  ) : (
    <Note tone="bad">
      <p>
        {trial.kind === 'unreachable'
          ? 'Inloggningstjänsten svarar inte. Kontrollera adressen, och att den går att nå från servern som Uppsikt går på.'
          : 'Inloggningstjänsten svarar, men inte som den ska. Kontrollera utfärdare, klient-id, hemlighet och svarsadress.'}{' '}
        Tjänstens besked: <span class="mono">{trial.detail}</span>
      </p>
    </Note>
  )

const Provider = ({ overview: { provider, addresses } }: { overview: IdentityOverview }) => (
  <Panel id="h-tjanst" title="Kommunens inloggningstjänst">
    {provider ? (
      <>
        <Facts layout="stacked" facts={providerFacts(provider)} />
        <Form action={`${path}/prova`}>
          <Button kind="primary">Prova inloggningstjänsten</Button>
        </Form>
      </>
    ) : (
      <p>
        Ingen är inställd. Driften gör det vid maskinen med kommandot{' '}
        <span class="mono">uppsikt identity oidc</span> eller <span class="mono">uppsikt identity saml</span>.
      </p>
    )}
    <details>
      <summary>Adresser att skriva in hos tjänsten</summary>
      <Facts
        layout="stacked"
        facts={[
          ['Svarsadress (OpenID Connect)', <span class="mono">{addresses.redirect}</span>],
          ['Utloggning (back-channel)', <span class="mono">{addresses.logout}</span>],
          ['Entitets-id och metadata (SAML)', <span class="mono">{addresses.samlEntity}</span>],
          ['Svarsadress (SAML)', <span class="mono">{addresses.samlAnswer}</span>],
        ]}
      />
    </details>
  </Panel>
)

const providerFacts = ({ settings, matchEmail }: IdentityProvider) =>
  [
    ['Sätt', settings.protocol === 'oidc' ? 'OpenID Connect' : 'SAML 2.0'],
    ['Utfärdare', <span class="mono">{settings.issuer}</span>],
    ['Grupper läses ur', <span class="mono">{settings.groups}</span>],
    [
      'Första inloggningen',
      matchEmail
        ? 'Knyts till en medarbetare med samma e-post'
        : 'Knyts inte ihop genom e-post; driften kan tillåta det',
    ],
  ] as const

const Ways = ({ provider, breakGlass }: { provider: IdentityProvider; breakGlass: readonly string[] }) => (
  <Panel id="h-satt" title="Andra sätt att logga in">
    <p>
      Reservinloggning: {breakGlass.length > 0 ? breakGlass.join(', ') : 'ingen än'}. Den ges vid maskinen och
      fungerar när kommunens inloggning inte svarar. Varje användning meddelas kommunikationschefen.
    </p>
    <Form action={`${path}/bara`}>
      <input type="hidden" name="bara" value={provider.only ? 'nej' : 'ja'} />
      <Button>
        {provider.only
          ? 'Tillåt länk och nyckel för alla'
          : 'Låt alla logga in bara med kommunens inloggning'}
      </Button>
    </Form>
  </Panel>
)

interface GroupsProps {
  groups: readonly GroupRole[]
  departments: readonly Department[]
  state: FormState
}

const Groups = ({ groups, departments, state }: GroupsProps) => (
  <Panel id="h-grupper" title="Vilka grupper ger vilka roller">
    {groups.length === 0 ? (
      <Empty kind="notBegun" title="Ingen grupp ger någon roll än" level={3}>
        <p>Utan grupper kommer bara de in som redan är inlagda, med de roller som de har fått för hand.</p>
      </Empty>
    ) : (
      <GroupTable groups={groups} />
    )}
    <Form action={`${path}/grupp`} class="stack">
      <Field
        name="group"
        label="Grupp"
        hint="Namn eller id, exakt som inloggningstjänsten anger det."
        state={state}
      />
      <Select
        name="role"
        label="Ger rollen"
        options={roles.map((role) => ({ value: role, text: roleName(role) }))}
        state={state}
      />
      <Select
        name="department"
        label="Gäller"
        options={[
          { value: '', text: 'Hela kommunen' },
          ...departments.map((one) => ({ value: one.name, text: one.name })),
        ]}
        state={state}
      />
      <p>
        <Button icon="plus">Låt gruppen ge rollen</Button>
      </p>
    </Form>
  </Panel>
)

const GroupTable = ({ groups }: { groups: readonly GroupRole[] }) => (
  <Table
    caption="grupper och roller, efter gruppens namn"
    rows={groups}
    columns={[
      { key: 'group', title: 'Grupp', names: true, cell: (one) => one.group },
      { key: 'role', title: 'Roll', cell: (one) => roleName(one.role) },
      { key: 'where', title: 'Gäller', cell: (one) => one.department ?? 'Hela kommunen' },
      {
        key: 'remove',
        title: 'Ta bort',
        cell: (one) => (
          <Form action={`${path}/grupp/ta-bort`}>
            <input type="hidden" name="group" value={one.group} />
            <input type="hidden" name="role" value={one.role} />
            <input type="hidden" name="department" value={one.departmentId ?? ''} />
            <Button small label={`Ta bort rollen ${roleName(one.role)} från ${one.group}`}>
              {'Ta\u00a0bort'}
            </Button>
          </Form>
        ),
      },
    ]}
  />
)

const Directory = ({
  since,
  address,
  scimKey,
}: {
  since: Date | undefined
  address: string
  scimKey: string | undefined
}) => (
  <Panel id="h-katalog" title="Kommunens katalog (SCIM)">
    {scimKey && (
      <Note tone="info">
        <p>
          <b>Nyckeln visas bara nu.</b> Skriv in den i katalogen som hemlig nyckel (bearer token):
        </p>
        <p class="mono">{scimKey}</p>
      </Note>
    )}
    <p>
      Katalogen lägger till medarbetare, och tar bort dem samma stund som de slutar: de loggas ut och mister
      sina roller.
    </p>
    <Facts
      layout="stacked"
      facts={[
        ['Adress', <span class="mono">{address}</span>],
        [
          'Nyckel',
          since ? (
            <>
              Gjord <When at={since} />
            </>
          ) : (
            'Ingen än'
          ),
        ],
      ]}
    />
    <Form action={`${path}/katalog`} class="row">
      <Button name="gor" value="ny" icon="key">
        {since ? 'Gör en ny nyckel, den gamla slutar gälla' : 'Gör en nyckel till katalogen'}
      </Button>
      {since && (
        <Button name="gor" value="stang" kind="quiet">
          Stäng katalogens väg in
        </Button>
      )}
    </Form>
  </Panel>
)
