import { addDays } from '../../../src/kernel/index.ts'
import { page, type WebContext } from '../../../src/web/index.ts'
import {
  Badge,
  Button,
  Empty,
  ErrorSummary,
  Facts,
  Field,
  Figures,
  Form,
  type FormState,
  Head,
  Keys,
  LinkButton,
  Matrix,
  MatrixLegend,
  Meter,
  Note,
  Pages,
  Panel,
  Platform,
  Proofbar,
  SearchField,
  Select,
  State,
  Table,
  Tasks,
  Textarea,
  Timeline,
  Toast,
  type Watch,
} from '../../../src/web/ui/index.ts'

const faulty: FormState = {
  values: { adress: 'almgard.socialt@storlunda.example' },
  errors: { till: 'Skriv när bevakningen slutar, till exempel 16.30' },
}

const Buttons = () => (
  <Panel id="k1" title="Knapp" level={2}>
    <div class="row">
      <Button kind="primary">Huvudval</Button>
      <Button>Annat val</Button>
      <Button kind="quiet">Stilla</Button>
      <Button kind="danger" icon="trash">
        Förstör
      </Button>
      <Button pressed>Intryckt</Button>
      <Button kind="primary" blockedBy="k1h">
        Kan inte än
      </Button>
      <Button kind="primary" busy icon="clock">
        Förseglar …
      </Button>
      <Button small>Liten</Button>
      <Button icon="dots" label="Fler val" />
      <LinkButton href="/ko">En länk</LinkButton>
    </div>
    <p class="hint" id="k1h">
      En knapp som inte går att använda står kvar och säger varför.
    </p>
    <Keys
      keys={[
        [['J', 'K'], 'nästa, förra'],
        [['Ctrl Enter'], 'skicka'],
      ]}
    />
  </Panel>
)

const Statuses = () => (
  <Panel id="k2" title="Märke och läge">
    <div class="row">
      <Badge tone="bad">Brist</Badge>
      <Badge tone="warn">Går ut</Badge>
      <Badge tone="ok">Uppfylls</Badge>
      <Badge tone="info">Fråga</Badge>
      <Badge tone="seal">Förseglad</Badge>
      <Badge tone="quiet">Ringa</Badge>
    </div>
    <div class="row">
      <State tone="bad">Missad</State>
      <State tone="warn" icon="clock">
        I dag 16.30
      </State>
      <State tone="ok">Hämtar</State>
      <State tone="quiet">Krävs inte</State>
    </div>
    <Meter value={9} max={14} label="9 av 14 prövade" wide />
  </Panel>
)

const Fields = () => (
  <Panel id="k3" title="Fält och fel">
    <Form action="/komponenter" class="stack-s">
      <ErrorSummary state={faulty} />
      <Field name="till" label="Bevakas till" state={faulty} />
      <Field name="adress" label="Funktionsadress" hint="En delad adress, inte din egen." state={faulty} />
      <Textarea name="text" label="Anteckning" optional state={faulty} />
      <Select
        name="konto"
        label="Konto"
        state={faulty}
        options={[
          { value: '', text: 'Alla konton' },
          { value: '1', text: 'Storlunda kommun' },
        ]}
      />
      <div>
        <Button>Spara anteckningen</Button>
      </div>
    </Form>
  </Panel>
)

const Messages = () => (
  <Panel id="k4" title="Meddelanden">
    <Note tone="info">
      <p>Det du skriver blir en allmän handling.</p>
    </Note>
    <Note tone="bad">
      <p>
        <b>Facebook tog inte emot ordern.</b> Vi försöker igen 08.50. <a href="/ko">Dölj för hand</a>
      </p>
    </Note>
    <Toast icon="hide" text="Kommentaren är dold.">
      <Form action="/komponenter">
        <button type="submit">Ångra</button>
      </Form>
    </Toast>
    <Empty kind="done" title="Inget väntar på dig" level={3}>
      <p>Senast såg vi efter nytt 08.40. Nästa gång 08.50.</p>
    </Empty>
    <Proofbar
      proof="sealed"
      detail="07.58.12 · fem delar"
      link={{ href: '/handlingar/1', text: 'Visa beviset' }}
    />
    <Proofbar proof="sealing" detail="Åtgärder kan skickas om några sekunder." />
    <Proofbar proof="incomplete" detail="En bild saknas." link={{ href: '/ko', text: 'Ta den för hand' }} />
    <Proofbar proof="broken" detail="Inga åtgärder kan skickas." />
  </Panel>
)

interface Account {
  readonly name: string
  readonly owner: string
  readonly met: number
}

const accounts: readonly Account[] = [
  { name: 'Storlunda kommun', owner: 'Maja Lindqvist', met: 12 },
  { name: 'Ungdomens hus Kvarnen', owner: 'Samira Haddad', met: 11 },
]

const Accounts = () => (
  <Panel
    id="k5"
    title="Konton"
    flush
    footer={
      <Pages
        label="Sidor"
        from={1}
        shown={50}
        total={318}
        of={['handling', 'handlingar']}
        previous="/komponenter?f=1"
        next="/komponenter?e=1"
      />
    }
  >
    <div class="panel-head">
      <SearchField action="/komponenter" label="Konto, enhet eller person" />
    </div>
    <Table
      caption="kommunens konton efter namn"
      calm
      rows={accounts}
      selected={({ met }) => met < 12}
      columns={[
        {
          key: 'name',
          title: 'Konto',
          names: true,
          sort: { href: '/komponenter?s=namn', now: 'ascending' },
          cell: ({ name }) => (
            <div class="name">
              <Platform letters="Fb" name="Facebook" />
              <div>
                <a href="/register/1">{name}</a>
                <small>Kommunledning</small>
              </div>
            </div>
          ),
        },
        { key: 'owner', title: 'Ansvarig', cell: ({ owner }) => owner },
        { key: 'state', title: 'Läge', optional: true, cell: () => <State tone="ok">Hämtar</State> },
        {
          key: 'met',
          title: 'Riktlinjen',
          cell: ({ met }) => (
            <span class="nowrap">
              <Meter value={met} max={12} /> {met} av 12
            </span>
          ),
        },
      ]}
    />
  </Panel>
)

const days = Array.from({ length: 15 }, (_, at) => addDays('2026-11-05', at))
const watches: readonly Watch[] = ['owner', 'deputy', 'missed', 'explained', 'notRequired']

const Overview = () => (
  <>
    <Figures
      figures={[
        {
          name: 'I kön',
          value: '23',
          unit: 'varav 2 brådskande',
          href: '/ko',
          meaning: { tone: 'bad', text: 'Äldst brådskande: 44 min' },
        },
        {
          name: 'Frågor utan svar',
          value: '7',
          href: '/ko',
          meaning: { tone: 'warn', text: '1 före 16.30' },
        },
        {
          name: 'Uppsikt i dag',
          value: '9',
          unit: 'av 14 konton',
          href: '/ko',
          meaning: { tone: 'ok', text: 'Följer planen' },
        },
      ]}
    />
    <Panel id="h-nu" title="Det här behöver dig nu" flush footer={<a href="/ko">Visa hela kön</a>}>
      <Tasks
        tasks={[
          {
            href: '/ko/1',
            title: 'Hot mot en medarbetare i en kommentar',
            detail: 'Facebook, Storlunda kommun',
            tone: 'bad',
            icon: 'stop',
            due: <State tone="bad">Utan dröjsmål</State>,
          },
        ]}
      />
    </Panel>
    <Panel id="h-upp" title="Uppsikt per konto och dag" aside={<MatrixLegend />} flush>
      <Matrix
        caption="uppsikt per konto, 5–19 november 2026"
        days={days}
        rows={['Storlunda kommun', 'Kulturskolan'].map((account, row) => ({
          account,
          platform: 'Instagram',
          href: '/register/1',
          days: days.map((_, at) => (at === 14 ? 'due' : (watches[(at + row) % 5] ?? 'owner'))),
        }))}
      />
    </Panel>
  </>
)

const History = () => (
  <Panel id="k8" title="Det som har hänt">
    <Timeline
      moments={[
        { kind: 'ok', icon: 'send', what: 'Publicerat', detail: '11 dec 2025 09.00 · Maja Lindqvist' },
        { kind: 'seal', icon: 'seal', what: 'Insamlat och förseglat, version 1' },
        { kind: 'warn', icon: 'edit', what: 'Ändring upptäckt, version 2 förseglad' },
        { kind: 'seen', icon: 'eye', what: 'Läst av Gunilla Åström' },
        { kind: 'next', icon: 'shred', what: 'Gallras tidigast 11 dec 2027' },
      ]}
    />
    <Facts
      layout="narrow"
      facts={[
        ['Slag', 'Upprättad, inlägg'],
        ['Ersättare', 'Saknas sedan 30 sep'],
      ]}
    />
  </Panel>
)

/** Every part in its states, as mockups/komponenter.html has them. */
export const partsPage = (c: WebContext): Promise<Response> =>
  page(
    c,
    { title: 'Komponenter', current: 'installningar' },
    <>
      <Head
        title="Komponenter"
        sub="Delarna i sina lägen."
        crumbs={[{ text: 'Inställningar', href: '/mitt' }, { text: 'Delarna' }]}
      >
        <Button kind="primary" icon="eye">
          Starta tillsynsrunda
        </Button>
      </Head>
      <div class="stack">
        <Overview />
        <div class="cols cols-1-1">
          <div class="stack">
            <Buttons />
            <Statuses />
            <Fields />
          </div>
          <div class="stack">
            <Messages />
            <History />
          </div>
        </div>
        <Accounts />
      </div>
    </>,
  )
