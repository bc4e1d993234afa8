import {
  datedDay,
  Head,
  Icon,
  LinkButton,
  lawText,
  Note,
  Panel,
  SettingsTabs,
  State,
  Table,
  When,
} from '../../../web/index.ts'
import { presets } from '../rulebook.ts'
import { isBorrowed, whatPresetSays } from '../rules.ts'
import type { PastPolicy } from '../service.ts'
import type { Ground, Policy, PolicySettings, Preset, SettingKey } from '../types.ts'
import { groundGroupNames, ourOwn, settingWords } from './words.ts'

interface PolicyProps {
  policy: Policy
  history: readonly PastPolicy[]
  grounds: readonly Ground[]
  municipality: string
  mayChange: boolean
}

const keys = Object.keys(settingWords) as SettingKey[]

/** What do we demand, how does it differ from the others, and what has been changed? */
export const PolicyScreen = ({ policy, history, grounds, municipality, mayChange }: PolicyProps) => (
  <>
    <Head
      title="Så arbetar vi med sociala medier"
      sub={
        <>
          Version {policy.version}, gäller sedan <When at={policy.validFrom} />. Det som redan är gjort
          behåller den version det gjordes under.
        </>
      }
    />
    <SettingsTabs />
    <div class="stack mt3">
      {!policy.settings.groundsAccepted && <NotAccepted mayChange={mayChange} />}
      <Comparison policy={policy} municipality={municipality} mayChange={mayChange} />
      <OwnSettings settings={policy.settings} mayChange={mayChange} />
      <Grounds grounds={grounds} />
      <History history={history} />
    </div>
  </>
)

const NotAccepted = ({ mayChange }: { mayChange: boolean }) => (
  <Note tone="warn">
    <p>
      <b>Ingen i kommunen har godtagit de lagrum som följer med.</b> De går att välja, men en jurist bör läsa
      dem först.{' '}
      {mayChange && <a href="/installningar/riktlinje/groundsAccepted">Skriv in vem som har godtagit dem</a>}
    </p>
  </Note>
)

const ChangeLink = ({ setting }: { setting: SettingKey }) => (
  <LinkButton
    small
    kind="quiet"
    icon="edit"
    href={`/installningar/riktlinje/${setting}`}
    label={`Ändra ${settingWords[setting].title.toLowerCase()}`}
  />
)

const Comparison = ({
  policy,
  municipality,
  mayChange,
}: Pick<PolicyProps, 'policy' | 'municipality' | 'mayChange'>) => {
  const began = presets.find((preset) => preset.id === policy.preset)
  return (
    <Panel
      id="h-jamforelse"
      title="Vår riktlinje, jämförd"
      flush
      footer="Jämförelsen bygger på kommunernas antagna riktlinjer. Nämner en riktlinje inte kravet står det Säger inget. Vi gissar inte."
    >
      <Table
        caption="vår riktlinje jämförd med fem andra"
        rows={keys.filter((key) => !ourOwn.includes(key))}
        columns={[
          { key: 'demand', title: 'Krav', names: true, cell: (key) => settingWords[key].title },
          {
            key: 'own',
            title: `${municipality}, version ${policy.version}`,
            cell: (key) => (
              <Own setting={key} settings={policy.settings} began={began} mayChange={mayChange} />
            ),
          },
          ...presets.map((preset) => ({
            key: preset.id,
            title: preset.name,
            cell: (key: SettingKey) => <Said preset={preset} setting={key} />,
          })),
        ]}
      />
    </Panel>
  )
}

interface OwnProps {
  setting: SettingKey
  settings: PolicySettings
  began: Preset | undefined
  mayChange: boolean
}

const Own = ({ setting, settings, began, mayChange }: OwnProps) => (
  <>
    {settingWords[setting].says(settings)} {mayChange && <ChangeLink setting={setting} />}
    {began && isBorrowed(began, settings, setting) && (
      <small class="meta">
        {began.name} anger inget värde här. Det strängaste av de andras gäller tills ni ändrar det.
      </small>
    )}
  </>
)

const Said = ({ preset, setting }: { preset: Preset; setting: SettingKey }) => {
  const said = whatPresetSays(preset, setting)
  return <span class={said ? 's ink2' : 'meta'}>{said ?? 'Säger inget'}</span>
}

const OwnSettings = ({ settings, mayChange }: Pick<OwnProps, 'settings' | 'mayChange'>) => (
  <Panel id="h-eget" title="Inställningar som ingen riktlinje nämner" flush>
    <Table
      caption="inställningar som ingen riktlinje nämner"
      rows={ourOwn}
      columns={[
        { key: 'title', title: 'Inställning', names: true, cell: (key) => settingWords[key].title },
        {
          key: 'own',
          title: 'Hos oss',
          cell: (key) => (
            <>
              {settingWords[key].says(settings)} {mayChange && <ChangeLink setting={key} />}
            </>
          ),
        },
      ]}
    />
  </Panel>
)

const Grounds = ({ grounds }: { grounds: readonly Ground[] }) => {
  const unchecked = grounds.filter((ground) => !ground.checkedByLawyer).length
  return (
    <Panel
      id="lagrum"
      title="Lagrum"
      flush
      footer="En åtgärd behåller den lydelse den fattades under. Kommunens förhållningsregler kan väljas när de står i riktlinjen."
      aside={
        unchecked > 0 && (
          <State tone="warn">
            {unchecked} av {grounds.length} behöver juristens kontroll
          </State>
        )
      }
    >
      <Table
        caption="lagrum som åtgärder kan stödja sig på"
        calm
        rows={grounds}
        columns={[
          {
            key: 'title',
            title: 'Lagrum',
            names: true,
            cell: (ground) => (
              <>
                {ground.title}
                <small>{lawText(ground.lawRef)}</small>
              </>
            ),
          },
          { key: 'group', title: 'Används för', cell: (ground) => groundGroupNames[ground.group] },
          { key: 'wording', title: 'Beskrivning', cell: (ground) => ground.wording },
          { key: 'from', title: 'I vår tabell', cell: (ground) => period(ground) },
          { key: 'checked', title: 'Kontrollerad', cell: (ground) => <Checked ground={ground} /> },
        ]}
      />
    </Panel>
  )
}

const period = ({ from, to }: Ground): string =>
  to ? `${datedDay(from)}–${datedDay(to)}` : `Från ${datedDay(from)}`

const Checked = ({ ground }: { ground: Ground }) =>
  ground.checkedByLawyer ? (
    <State tone="ok">
      {datedDay(ground.checkedByLawyer.date)}, {ground.checkedByLawyer.name}
    </State>
  ) : (
    <>
      <State tone="warn">Inte av någon jurist</State>
      <small class="meta">{ground.needsLawyersCheck ?? 'Källa: '.concat(ground.source)}</small>
    </>
  )

const History = ({ history }: { history: readonly PastPolicy[] }) => (
  <Panel id="h-historik" title="Ändringar" flush>
    <Table
      caption="riktlinjens versioner, nyast först"
      rows={history}
      columns={[
        {
          key: 'version',
          title: 'Version',
          names: true,
          cell: (one) =>
            one.version > 1 ? (
              <a href={`/installningar/riktlinje/version/${one.version}`}>
                <Icon name="records" size="s" /> Version {one.version}
              </a>
            ) : (
              'Version 1'
            ),
        },
        { key: 'when', title: 'Gäller från', cell: (one) => <When at={one.validFrom} first /> },
        { key: 'who', title: 'Ändrad av', cell: (one) => one.by },
        { key: 'note', title: 'Varför', cell: (one) => one.note },
      ]}
    />
  </Panel>
)
