import type { Child } from 'hono/jsx'
import { type Availability, capabilitiesOf } from '../../../platforms/capabilities.ts'
import type { Capability, Platform as PlatformPart } from '../../../platforms/contract.ts'
import { type Column, Head, LinkButton, Panel, State, Table } from '../../../web/index.ts'
import { capabilityText, collectText } from './words.tsx'

interface Row {
  readonly name: string
  readonly can: readonly Availability[]
}

const looks = {
  automatic: { tone: 'ok', text: 'Automatiskt' },
  byHand: { tone: 'info', text: 'För hand' },
  unavailable: { tone: 'quiet', text: 'Går inte' },
} as const

const Can = ({ what }: { what: Availability }) => (
  <State tone={looks[what].tone} icon={what === 'byHand' ? 'hand' : undefined}>
    {looks[what].text}
  </State>
)

/** What can be done where, read from the code that does it. */
export const PlatformsScreen = ({
  platforms,
  tabs,
  mayRegister,
}: {
  platforms: readonly PlatformPart[]
  tabs: Child
  mayRegister: boolean
}) => (
  <>
    <Head title="Inställningar" sub="Vad Uppsikt kan på varje plattform, av sig självt och med din hjälp.">
      {mayRegister && (
        <LinkButton kind="primary" icon="plus" href="/register/nytt">
          Lägg till ett konto
        </LinkButton>
      )}
    </Head>
    {tabs}
    <div class="stack mt5">
      <Panel
        id="t1"
        title="Vad går var"
        flush
        aside={
          <div class="legend">
            <span>
              <Can what="automatic" /> Uppsikt gör det
            </span>
            <span>
              <Can what="byHand" /> du gör det på plattformen och bekräftar
            </span>
            <span>
              <Can what="unavailable" /> plattformen saknar det
            </span>
          </div>
        }
        footer="Tabellen skrivs av programmet självt, ur samma kod som gör arbetet."
      >
        <Table
          caption="Förmågor per plattform"
          columns={columnsOf(platforms)}
          rows={rowsOf(platforms)}
          calm
        />
      </Panel>
      <Panel id="t2" title="Så gör du för hand">
        {platforms.map((platform) => (
          <ByHand platform={platform} />
        ))}
      </Panel>
    </div>
  </>
)

function rowsOf(platforms: readonly PlatformPart[]): Row[] {
  const all = platforms.map(capabilitiesOf)
  const collect = (Object.keys(collectText) as (keyof typeof collectText)[]).map((kind) => ({
    name: collectText[kind],
    can: all.map((can) => can.collect[kind]),
  }))
  const orders = (Object.keys(capabilityText) as Capability[]).map((name) => ({
    name: capabilityText[name],
    can: all.map((can) => can[name]),
  }))
  return [...collect, ...orders]
}

const columnsOf = (platforms: readonly PlatformPart[]): Column<Row>[] => [
  { key: 'name', title: 'Förmåga', names: true, cell: ({ name }) => name },
  ...platforms.map(
    ({ id, name }, at): Column<Row> => ({
      key: id,
      title: name,
      cell: ({ can }) => <Can what={can[at] ?? 'unavailable'} />,
    }),
  ),
]

const ByHand = ({ platform }: { platform: PlatformPart }) => {
  const all = Object.entries(platform.byHand) as [Capability, readonly string[]][]
  if (all.length === 0) return null
  return (
    <section aria-label={platform.name}>
      <h3>{platform.name}</h3>
      {all.map(([name, steps]) => (
        <details class="data">
          <summary>
            {capabilityText[name]}
            <span class="vh"> på {platform.name}, för hand</span>
          </summary>
          <ol class="read s stack-s mt2">
            {steps.map((step, at) => (
              <li>
                {at + 1}. {step}
              </li>
            ))}
          </ol>
        </details>
      ))}
    </section>
  )
}
