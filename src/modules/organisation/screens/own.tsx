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
import type { Passkey } from '../types.ts'

interface OwnProps {
  keys: readonly Passkey[]
  state: FormState
}

/** Which keys sign me in, and how do I add or remove one? */
export const Own = ({ keys, state }: OwnProps) => (
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
    </div>
  </>
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
