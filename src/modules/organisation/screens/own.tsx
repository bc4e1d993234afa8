import {
  Button,
  Empty,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Head,
  Panel,
  SettingsTabs,
  Table,
  When,
} from '../../../web/index.ts'
import type { Passkey, RunningSession, SignInMethod } from '../types.ts'

interface OwnProps {
  keys: readonly Passkey[]
  sessions: readonly RunningSession[]
  state: FormState
}

/** Which keys sign me in, how do I add or remove one, and where am I signed in? */
export const Own = ({ keys, sessions, state }: OwnProps) => (
  <>
    <Head
      title="Dina nycklar"
      sub="Med en nyckel loggar du in med finger, ansikte eller skärmlås, utan lösenord och utan e-post."
    />
    <SettingsTabs />
    <div class="stack read mt3">
      <ErrorSummary state={state} />
      <Panel id="h-nycklar" title="Nycklar som loggar in dig" flush>
        {keys.length === 0 ? (
          <Empty kind="notBegun" title="Du har ingen nyckel än" level={3}>
            <p>Lägg till en i mobilen eller datorn, så slipper du länkar.</p>
          </Empty>
        ) : (
          <KeyTable keys={keys} />
        )}
      </Panel>
      <Panel id="h-ny" title="Lägg till en nyckel">
        <Form
          action="/installningar/mig/nyckel"
          class="stack-s"
          extra={{ 'data-passkey': 'register', 'data-options': '/installningar/mig/nyckel/fraga' }}
        >
          <Field
            name="label"
            label="Vad ska den heta?"
            hint="Så att du känner igen den, till exempel Jobbmobilen."
            state={state}
          />
          <p>
            <Button kind="primary" icon="key">
              Lägg till nyckeln
            </Button>
          </p>
          <p class="err-msg" role="alert" data-passkey-fel="" />
        </Form>
      </Panel>
      <Panel
        id="h-inloggad"
        title="Där du är inloggad"
        flush
        footer={
          sessions.length > 1 && (
            <Form action="/installningar/mig/logga-ut-ovriga">
              <Button>Logga ut överallt utom här</Button>
            </Form>
          )
        }
      >
        <SessionTable sessions={sessions} />
      </Panel>
    </div>
  </>
)

const ways: Readonly<Record<SignInMethod, string>> = {
  link: 'Länk',
  passkey: 'Nyckel',
  oidc: 'Kommunens inloggning',
  saml: 'Kommunens inloggning',
  demo: 'Demonstrationen',
}

const SessionTable = ({ sessions }: { sessions: readonly RunningSession[] }) => (
  <Table
    caption="dina inloggningar, den senast använda först"
    rows={sessions}
    columns={[
      {
        key: 'began',
        title: 'Inloggad',
        names: true,
        cell: (one) => (
          <>
            <When at={one.createdAt} first />
            {one.isThis && ' (här)'}
          </>
        ),
      },
      { key: 'seen', title: 'Senast använd', cell: (one) => <When at={one.lastSeenAt} first /> },
      { key: 'way', title: 'Genom', cell: (one) => ways[one.method] },
    ]}
  />
)

const KeyTable = ({ keys }: { keys: readonly Passkey[] }) => (
  <Table
    caption="dina nycklar, äldst först"
    rows={keys}
    columns={[
      { key: 'label', title: 'Nyckel', names: true, cell: (key) => key.label },
      { key: 'added', title: 'Tillagd', cell: (key) => <When at={key.createdAt} time={false} first /> },
      {
        key: 'used',
        title: 'Senast använd',
        cell: (key) => (key.lastUsedAt ? <When at={key.lastUsedAt} first /> : 'Aldrig'),
      },
      {
        key: 'remove',
        title: 'Ta bort',
        cell: (key) => (
          <Form action="/installningar/mig/nyckel/ta-bort">
            <input type="hidden" name="id" value={key.credentialId} />
            <Button small label={`Ta bort nyckeln ${key.label}`} icon="trash">
              Ta bort
            </Button>
          </Form>
        ),
      },
    ]}
  />
)
