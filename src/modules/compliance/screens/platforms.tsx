import { capabilitiesOf } from '../../../platforms/capabilities.ts'
import type { Capability, Collectable, Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  type Column,
  datedDay,
  Head,
  LinkButton,
  Panel,
  SettingsTabs,
  State,
  Table,
  When,
} from '../../../web/index.ts'
import { isAllowed, type PlatformDecision } from '../../accounts/index.ts'
import { capabilityText, collectText } from './words.tsx'

/** Delvis is automatic under a condition, which is shown (design/screens.md). */
type Word = 'Ja' | 'Delvis' | 'För hand' | 'Nej'

interface Row {
  readonly name: string
  readonly words: readonly Word[]
  /** Why, where a word needs it. */
  readonly reasons: readonly (string | undefined)[]
}

const looks = {
  Ja: { tone: 'ok', icon: undefined },
  Delvis: { tone: 'warn', icon: undefined },
  'För hand': { tone: 'info', icon: 'hand' },
  Nej: { tone: 'quiet', icon: undefined },
} as const

const Can = ({ word }: { word: Word }) => (
  <State tone={looks[word].tone} icon={looks[word].icon}>
    {word}
  </State>
)

export type Decisions = ReadonlyMap<string, PlatformDecision>

/** Whether the municipality uses a platform, and by which decision. */
export const Decided = ({
  platform,
  decision,
}: {
  platform: PlatformPart
  decision: PlatformDecision | undefined
}) => {
  const allowed = isAllowed(platform, decision)
  if (!decision)
    return allowed ? (
      <State tone="quiet">Får anslutas, inget eget beslut</State>
    ) : (
      <State tone="bad">Får inte anslutas förrän kommunen beslutat</State>
    )
  return (
    <>
      <State tone={allowed ? 'ok' : 'bad'}>{allowed ? 'Används' : 'Används inte'}</State>{' '}
      <span class="meta">
        {decision.diaryNumber}, <When at={decision.at} />. {decision.reason}
      </span>
    </>
  )
}

/** What can be done where, read from the code that does it, and what the terms mean for the archive. */
export const PlatformsScreen = ({
  platforms,
  decisions,
  mayRegister,
}: {
  platforms: readonly PlatformPart[]
  decisions: Decisions
  mayRegister: boolean
}) => {
  const collecting = platforms.filter(({ collects }) => Object.keys(collects).length > 0)
  const byHand = platforms.filter((platform) => !collecting.includes(platform))
  const rows = rowsOf(collecting)
  return (
    <>
      <Head
        title="Plattformar"
        sub="Vad Uppsikt kan på varje plattform, och vad plattformens villkor betyder för arkivet."
      >
        {mayRegister && (
          <LinkButton kind="primary" icon="plus" href="/register/nytt">
            Lägg till ett konto
          </LinkButton>
        )}
      </Head>
      <SettingsTabs />
      <div class="stack mt5">
        <Panel
          id="t1"
          title="Vad går var"
          flush
          aside={
            <div class="legend">
              <span>
                <Can word="Ja" /> Uppsikt gör det
              </span>
              <span>
                <Can word="Delvis" /> med ett villkor
              </span>
              <span>
                <Can word="För hand" /> du gör det och bekräftar
              </span>
              <span>
                <Can word="Nej" /> går inte
              </span>
            </div>
          }
          footer={`Tabellen skrivs av programmet självt, ur samma kod som gör arbetet. Allt görs för hand på: ${byHand.map(({ name }) => name).join(', ')}.`}
        >
          <Table caption="Förmågor per plattform" columns={columnsOf(collecting)} rows={rows} calm />
        </Panel>
        <Panel id="t2" title="Varför det står Delvis eller Nej">
          {collecting.map((platform, at) => (
            <Reasons platform={platform} rows={rows} at={at} />
          ))}
        </Panel>
        <Panel
          id="t3"
          title="Villkoren mot bevarandeplikten"
          flush
          footer="Säger kommunen nej till en plattform hämtas inget mer därifrån. Det som redan finns bevaras."
        >
          <ul class="terms">
            {platforms.map((platform) => (
              <TermsOf platform={platform} decision={decisions.get(platform.id)} />
            ))}
          </ul>
        </Panel>
      </div>
    </>
  )
}

function rowsOf(platforms: readonly PlatformPart[]): Row[] {
  const all = platforms.map((platform) => ({ platform, can: capabilitiesOf(platform) }))
  const row = (key: Collectable | Capability, name: string, collect: boolean): Row => {
    const reasons = all.map(({ platform }) => platform.conditions?.[key])
    const words = all.map(({ can }, at): Word => {
      const availability = collect ? can.collect[key as Collectable] : can[key as Capability]
      if (availability === 'automatic') return reasons[at] ? 'Delvis' : 'Ja'
      return availability === 'byHand' ? 'För hand' : 'Nej'
    })
    return { name, words, reasons }
  }
  return [
    ...Object.entries(collectText).map(([key, name]) => row(key as Collectable, name, true)),
    ...Object.entries(capabilityText).map(([key, name]) => row(key as Capability, name, false)),
  ]
}

const columnsOf = (platforms: readonly PlatformPart[]): Column<Row>[] => [
  { key: 'name', title: 'Förmåga', names: true, cell: ({ name }) => name },
  ...platforms.map(
    ({ id, name }, at): Column<Row> => ({
      key: id,
      title: name,
      cell: ({ words }) => <Can word={words[at] ?? 'Nej'} />,
    }),
  ),
]

const Reasons = ({ platform, rows, at }: { platform: PlatformPart; rows: readonly Row[]; at: number }) => {
  const told = rows.flatMap(({ name, words, reasons }) => {
    const reason = reasons[at]
    return reason ? [{ name, word: words[at] ?? 'Nej', reason }] : []
  })
  return (
    <details class="data">
      <summary>
        {platform.name}
        <span class="vh">, varför det står Delvis eller Nej</span>
      </summary>
      <ul class="read s stack-s mt2">
        {told.map(({ name, word, reason }) => (
          <li>
            <b>
              {name}: {word.toLowerCase()}.
            </b>{' '}
            {reason}
          </li>
        ))}
      </ul>
      <p class="mt2">
        <a href={`/installningar/plattformar/${platform.id}`}>
          Så ansluts {platform.name}, och det som görs för hand
        </a>
      </p>
    </details>
  )
}

const aboutText = {
  storing: 'Att spara',
  deleting: 'Att ta bort',
  governmentUse: 'Myndigheters användning',
} as const

const TermsOf = ({
  platform,
  decision,
}: {
  platform: PlatformPart
  decision: PlatformDecision | undefined
}) => (
  <li>
    <div class="between">
      <h3 class="row">
        <span class="plat" aria-hidden="true">
          {platform.mark}
        </span>
        {platform.name}
      </h3>
      <a href={`/installningar/plattformar/${platform.id}#beslut`}>
        Besluta<span class="vh"> om {platform.name}</span>
      </a>
    </div>
    {(platform.terms?.entries ?? []).map(({ about, says, weighed, source }) => (
      <div class="terms-in">
        <p>
          <span class="meta">{aboutText[about]}: villkoren säger</span>
          {says}
        </p>
        <p>
          <span class="meta">Arkivplikten, och vad vi gör</span>
          {weighed}
        </p>
        <p>
          <span class="meta">Källa</span>
          <a href={source.url} rel="noreferrer">
            {source.title}
          </a>
          {source.read
            ? `, läst ${datedDay(source.read)}`
            : ', inte kontrollerad. En jurist behöver läsa den.'}
        </p>
      </div>
    ))}
    <p class="mt2">
      <Decided platform={platform} decision={decision} />
    </p>
  </li>
)
