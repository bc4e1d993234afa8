import {
  Badge,
  Button,
  Choices,
  type Column,
  ErrorSummary,
  Form,
  type FormState,
  Head,
  Note,
  type Option,
  Panel,
  Select,
  SettingsTabs,
  State,
  Table,
  When,
} from '../../../web/index.ts'
import type { OwnNotices } from '../service/settings.ts'
import type { OwnNotice } from '../store/notices.ts'
import type { Severity } from '../types.ts'

interface SettingsProps {
  own: OwnNotices
  /** For the browser: whose messages it is to accept. */
  pushKey: string
  saved: boolean
  state: FormState
}

const hours: Option[] = Array.from({ length: 24 }, (_, n) => ({
  value: String(n),
  text: `${String(n).padStart(2, '0')}.00`,
}))

const path = '/installningar/notiser'

/** When and where am I told? */
export const NoticeSettings = ({ own, pushKey, saved, state }: SettingsProps) => (
  <>
    <Head title="Notiser" sub="Larm kommer direkt, dygnet runt. Resten väljer du när du får." />
    <SettingsTabs />
    <div class="stack read mt3">
      {saved && (
        <Note tone="ok">
          <p>Sparat. Det gäller från och med nu.</p>
        </Note>
      )}
      {!own.mail && (
        <Note tone="warn">
          <p>
            <b>Uppsikt kan inte skicka e-post här.</b> Det som hänt syns i kön och på lägesbilden. Be den som
            driver Uppsikt att ställa in e-post.
          </p>
        </Note>
      )}
      <ErrorSummary state={state} />
      <Times state={state} />
      <Devices own={own} pushKey={pushKey} />
      <Latest latest={own.latest} />
    </div>
  </>
)

const Times = ({ state }: { state: FormState }) => (
  <Panel id="h-nar" title="När får du besked?">
    <Form action={path} class="stack">
      <Select
        name="tystFran"
        label="Tyst från"
        hint="Då kommer bara larm. Samma tid två gånger betyder aldrig tyst."
        options={hours}
        state={state}
      />
      <Select name="tystTill" label="Tyst till" options={hours} state={state} />
      <Choices
        kind="checkbox"
        name="ledigt"
        legend="Lediga dagar"
        choices={[{ value: 'ja', text: 'Tyst på lördagar, söndagar och helgdagar' }]}
        state={state}
      />
      <Select
        name="morgon"
        label="Morgonens samlade brev"
        hint="Det som kan vänta kommer i ett enda brev."
        options={hours}
        state={state}
      />
      <p class="hint">
        Det som gäller i dag kommer samlat varje hel timme. När du är borta väntar allt utom larm tills du är
        tillbaka. I breven står aldrig vad någon har skrivit eller vem.
      </p>
      <p>
        <Button kind="primary">Spara</Button>
      </p>
    </Form>
  </Panel>
)

/** Without script, or where the browser shows no notices, the letters are all there is, and the page says so. */
const Devices = ({ own, pushKey }: { own: OwnNotices; pushKey: string }) => (
  <Panel id="h-enheter" title="Notiser i webbläsaren">
    {own.devices.length === 0 ? (
      <p>Ingen webbläsare visar notiser för dig. Du får brev.</p>
    ) : (
      <ul class="stack-s">
        {own.devices.map(({ deviceId, label, createdAt }) => (
          <li class="row">
            <span>
              {label}, sedan <When at={createdAt} time={false} />
            </span>
            <Form action={`${path}/enhet/${deviceId}/ta-bort`}>
              <Button small icon="trash" label={`Ta bort ${label}`}>
                Ta bort
              </Button>
            </Form>
          </li>
        ))}
      </ul>
    )}
    <Form action={`${path}/enhet`} hidden extra={{ 'data-notiser': pushKey }}>
      <input type="hidden" name="endpoint" />
      <input type="hidden" name="p256dh" />
      <input type="hidden" name="auth" />
      <input type="hidden" name="namn" />
      <Button icon="plus">Visa notiser i den här webbläsaren</Button>
      <p class="err-msg" role="alert" data-notiser-fel="" />
    </Form>
    <p class="hint">
      Notisen säger vad det gäller och vilket konto, inget mer. Den kommer tillsammans med brevet.
    </p>
  </Panel>
)

const severityBadge: Readonly<
  Record<Severity, { readonly tone: 'bad' | 'warn' | 'quiet'; readonly text: string }>
> = {
  alarm: { tone: 'bad', text: 'Larm' },
  today: { tone: 'warn', text: 'I dag' },
  digest: { tone: 'quiet', text: 'Kan vänta' },
}

const columns: readonly Column<OwnNotice>[] = [
  { key: 'what', title: 'Vad', names: true, cell: ({ subject, href }) => <a href={href}>{subject}</a> },
  {
    key: 'urgency',
    title: 'Hur brådskande',
    cell: ({ severity }) => <Badge tone={severityBadge[severity].tone}>{severityBadge[severity].text}</Badge>,
  },
  { key: 'at', title: 'Hände', cell: ({ at }) => <When at={at} first /> },
  {
    key: 'sent',
    title: 'Brev',
    cell: ({ sentAt, failedAt }) =>
      sentAt ? (
        <When at={sentAt} first />
      ) : failedAt ? (
        <State tone="bad">Kom inte fram</State>
      ) : (
        <State tone="quiet" icon="clock">
          Väntar
        </State>
      ),
  },
]

const Latest = ({ latest }: { latest: readonly OwnNotice[] }) => (
  <Panel id="h-senaste" title="Senaste beskeden till dig" flush>
    {latest.length === 0 ? (
      <p class="panel-body">Du har inte fått något besked ännu.</p>
    ) : (
      <Table caption="Besked till dig, senaste först" columns={columns} rows={latest} calm />
    )}
  </Panel>
)
