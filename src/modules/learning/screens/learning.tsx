import {
  Button,
  type Column,
  countText,
  Facts,
  Form,
  Head,
  longDayText,
  numberText,
  Panel,
  SettingsTabs,
  State,
  Table,
  Toast,
  type Tone,
  When,
} from '../../../web/index.ts'
import { groundsAt } from '../../policy/index.ts'
import { fewest, interval, sharesOf } from '../rules.ts'
import type { Learning } from '../service/read.ts'
import type { Figures, LearningState, Training, UseDecision } from '../types.ts'
import { fewestWriters } from '../word-book.ts'

export const path = '/installningar/inlarning'

interface LearningProps {
  learning: Learning
  mayDecide: boolean
  /** What has just been done, in words. */
  done: string | undefined
}

/** How good is it on what it has not seen, is it on, and who decided so? */
export const LearningScreen = ({ learning, mayDecide, done }: LearningProps) => {
  const { state, training, decisions } = learning
  return (
    <>
      <Head
        title="Det Uppsikt lär sig av era beslut"
        sub="Datorn jämför det ni har åtgärdat med det ni har låtit stå, och pekar på nytt som liknar det åtgärdade. Den ger skäl. Ni bestämmer."
      />
      <SettingsTabs />
      {done && <Toast text={done} />}
      <div class="stack mt3">
        <Panel id="h-lage" title="Läget" aside={<State tone={looks[state].tone}>{looks[state].text}</State>}>
          <p class="read">{meaningOf(learning)}</p>
          {mayDecide && <Acts state={state} />}
        </Panel>
        {training?.held && <Trial training={training} />}
        {training?.held && <LearntFrom training={training} />}
        {training?.held && <HeavyWords training={training} />}
        {decisions.length > 0 && <Decisions decisions={decisions} />}
        <HowItWorks />
      </div>
    </>
  )
}

const looks: Readonly<Record<LearningState, { readonly tone: Tone; readonly text: string }>> = {
  tooFew: { tone: 'quiet', text: 'Av, för få beslut' },
  forgotten: { tone: 'warn', text: 'Av tills den har lärt om' },
  tooFewUnseen: { tone: 'quiet', text: 'Av, för få att prova på' },
  notBetter: { tone: 'quiet', text: 'Av, inte bättre än ordlistorna' },
  mayTurnOn: { tone: 'info', text: 'Av, kan slås på' },
  on: { tone: 'ok', text: 'På' },
}

function meaningOf({ state, lessons, training }: Learning): string {
  if (state === 'tooFew')
    return `Det behövs minst ${fewest.measured} beslut att åtgärda och ${fewest.stood} att låta stå. Ni har ${numberText(lessons.measured)} och ${numberText(lessons.stood)}. Fortsätt arbeta i kön, så räknar Uppsikt om varje natt.`
  if (state === 'forgotten')
    return 'Något som den hade lärt av finns inte kvar i arkivet. Det den kunde är därför förstört, och den lär om utan det.'
  if (state === 'notBetter')
    return 'Den kan inte slås på, för på de nyaste besluten hittade den inte mer än ordlistorna utan fler falska larm. Uppsikt räknar om varje natt när ni har fattat fler beslut.'
  if (state === 'tooFewUnseen' && training)
    return `Den kan inte slås på än, för de nyaste besluten är för få att prova på. Det behövs minst ${fewest.unseenMeasured} åtgärdade och ${fewest.unseenStood} som fick stå. Det finns ${training.report.learned.measured} och ${training.report.learned.stood}.`
  if (state === 'mayTurnOn')
    return 'På de nyaste besluten, som den inte har lärt av, hittade den mer än ordlistorna utan fler falska larm. Slår du på den får nya kommentarer skäl också från den.'
  return 'Nya kommentarer som liknar det ni har åtgärdat får ett skäl i kön, med orden som vägde tyngst. Ordfiltret bryr sig inte om det: inget döljs för att det liknar något.'
}

const Acts = ({ state }: { state: LearningState }) => (
  <div class="row">
    {state === 'mayTurnOn' && (
      <Form action={`${path}/sla-pa`}>
        <Button kind="primary">Slå på</Button>
      </Form>
    )}
    {state === 'on' && (
      <Form action={`${path}/stang-av`}>
        <Button>Stäng av</Button>
      </Form>
    )}
    <Form action={`${path}/lar-om`}>
      <Button kind="quiet">Lär om nu</Button>
    </Form>
  </div>
)

interface Tried {
  readonly name: string
  readonly figures: Figures
}

const percent = (value: number): string => numberText(Math.round(value * 1000) / 10)

/** '34 av 40: 85 % (71–93)': the interval is where the share lies, nineteen times of twenty. */
function told(part: number, whole: number): string {
  if (whole === 0) return 'Inget att räkna på'
  const [low, high] = interval(part, whole)
  return `${numberText(part)} av ${numberText(whole)}: ${percent(part / whole)} % (${percent(low)}–${percent(high)})`
}

const triedColumns: readonly Column<Tried>[] = [
  { key: 'name', title: 'Prov', names: true, cell: ({ name }) => name },
  {
    key: 'recall',
    title: 'Hittade av det ni åtgärdade',
    cell: ({ figures }) => told(figures.found, figures.measured),
  },
  {
    key: 'false',
    title: 'Falska larm i det ni lät stå',
    cell: ({ figures }) => told(figures.falseAlarms, figures.stood),
  },
  {
    key: 'precision',
    title: 'Rätt av det den pekade på',
    cell: ({ figures }) =>
      sharesOf(figures).precision === undefined
        ? 'Pekade inte på något'
        : told(figures.found, figures.found + figures.falseAlarms),
  },
]

const Trial = ({ training: { number, trainedAt, report } }: { training: Training }) => (
  <Panel
    id="h-prov"
    title="Prov på det den inte har sett"
    flush
    footer={`Inlärning ${number}, ${longDayText(trainedAt)}. De nyaste besluten är den senaste femtedelen. Talen inom parentes är osäkerheten: där ligger det rätta värdet i 95 fall av 100.`}
  >
    <Table
      caption="hur inlärningen och ordlistorna klarar samma texter"
      calm
      columns={triedColumns}
      rows={[
        { name: 'Nyaste besluten, inlärningen', figures: report.learned },
        { name: 'Nyaste besluten, ordlistorna', figures: report.lists },
        { name: 'Andra samtal, inlärningen', figures: report.threads.learned },
        { name: 'Andra samtal, ordlistorna', figures: report.threads.lists },
      ]}
    />
  </Panel>
)

const LearntFrom = ({ training: { report, trainedAt } }: { training: Training }) => {
  const titles = new Map(groundsAt(trainedAt).map(({ id, title }) => [id, title]))
  const { measured, stood } = report.learnt
  return (
    <Panel
      id="h-exempel"
      title="Vad den har lärt av"
      flush
      footer={`Lärt av ${countText(measured, 'åtgärdat', 'åtgärdade')} och ${numberText(stood)} som fick stå. Det som togs bort för sekretess eller personuppgifter lär den sig aldrig av.`}
    >
      <Table
        caption="beslut per grund, flest först"
        calm
        rows={report.grounds}
        columns={[
          {
            key: 'ground',
            title: 'Grund',
            names: true,
            cell: ({ ground }) => titles.get(ground) ?? ground,
          },
          { key: 'examples', title: 'Beslut', numeric: true, cell: ({ examples }) => numberText(examples) },
          {
            key: 'found',
            title: 'Hittade av de nyaste',
            cell: ({ found, unseen }) => (unseen === 0 ? 'Inga att prova på' : `${found} av ${unseen}`),
          },
        ]}
      />
    </Panel>
  )
}

const HeavyWords = ({ training: { words } }: { training: Training }) => (
  <Panel
    id="h-ord"
    title="Ord som väger tyngst"
    footer={`Bara ord som minst ${fewestWriters} olika personer har skrivit visas, och inget som skrivs som namn.`}
  >
    <Facts
      layout="stacked"
      facts={[
        ['Talar för att det liknar det åtgärdade', words.measured.join(', ') || 'Inga ord är så vanliga'],
        ['Talar emot', words.stood.join(', ') || 'Inga ord är så vanliga'],
      ]}
    />
  </Panel>
)

const Decisions = ({ decisions }: { decisions: readonly UseDecision[] }) => (
  <Panel
    id="h-beslut"
    title="Vem som slagit på och stängt av"
    flush
    footer="Varje beslut är förseglat med siffrorna det fattades på."
  >
    <Table
      caption="beslut om inlärningen, nyast först"
      rows={decisions}
      columns={[
        { key: 'at', title: 'När', names: true, cell: ({ at }) => <When at={at} /> },
        { key: 'on', title: 'Beslut', cell: ({ on }) => (on ? 'Slog på' : 'Stängde av') },
        {
          key: 'who',
          title: 'Vem',
          cell: ({ staffId, name }) => (staffId === null ? 'Uppsikt självt' : (name ?? 'En kollega')),
        },
        { key: 'number', title: 'Inlärning', numeric: true, cell: ({ number }) => number },
      ]}
    />
  </Panel>
)

const HowItWorks = () => (
  <Panel id="h-hur" title="Så fungerar det">
    <ul class="read s stack-s">
      <li>Allt räknas på kommunens egen dator. Ingen text lämnar den.</li>
      <li>Den lär av beslut som en människa har fattat, aldrig av det ordfiltret gjort på egen hand.</li>
      <li>
        Den får inte veta vem som har skrivit. Det som skrivs som namn, adresser och nummer tas bort innan den
        läser.
      </li>
      <li>När något gallras förstörs det den hade lärt sig, och den lär om utan det.</li>
      <li>Slutar den att vara bättre än ordlistorna stänger den av sig själv och säger till.</li>
    </ul>
  </Panel>
)
