import {
  Button,
  Choices,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  Note,
  Panel,
  Select,
  Table,
  Textarea,
} from '../../../web/index.ts'
import { presets } from '../rulebook.ts'
import { whatPresetSays } from '../rules.ts'
import type { PastPolicy } from '../service.ts'
import type { Policy, PolicySettings, SettingKey } from '../types.ts'
import { type Choice, type FieldSpec, fieldsOf } from './fields.ts'
import { nameOf } from './form.ts'
import { settingWords } from './words.ts'

const back = { text: 'Riktlinje', href: '/installningar/riktlinje' }

interface ChangeProps {
  policy: Policy
  setting: SettingKey
  state: FormState
  /** The version that the form was made from. */
  from: number
  /** Accounts that can be the film channel. */
  filmChannels: readonly Choice[]
}

/** What follows if we change it, and what do the others say? */
export const ChangeScreen = ({ policy, setting, state, from, filmChannels }: ChangeProps) => {
  const { title, says } = settingWords[setting]
  return (
    <>
      <Head
        title={`Ändra: ${title.toLowerCase()}`}
        sub={`Nu: ${says(policy.settings)}`}
        crumbs={[back, { text: title }]}
      />
      <div class="cols cols-2-1">
        <Form action={`/installningar/riktlinje/${setting}`} class="stack">
          <ErrorSummary state={state} />
          <input type="hidden" name="fran" value={String(from)} />
          <Panel id="h-varde" title={title}>
            {fieldsOf(setting, policy.settings).map((field) => (
              <SettingField field={field} state={state} filmChannels={filmChannels} />
            ))}
          </Panel>
          <Panel id="h-varfor" title="Varför ändras det?">
            <Textarea
              name="note"
              label="Skäl"
              hint="Sparas med versionen, till exempel vilket beslut det bygger på."
              rows={3}
              state={state}
            />
          </Panel>
          <p class="row">
            <Button kind="primary">Spara som version {from + 1}</Button>
            <LinkButton href="/installningar/riktlinje">Avbryt</LinkButton>
          </p>
        </Form>
        <div class="stack">
          <Others setting={setting} />
          <Note tone="info">
            <p>Ändringen gäller genast. Det som redan är gjort behåller den version det gjordes under.</p>
          </Note>
        </div>
      </div>
    </>
  )
}

const Others = ({ setting }: { setting: SettingKey }) => {
  const said = presets.filter((preset) => whatPresetSays(preset, setting))
  if (said.length === 0) return null
  return (
    <Panel id="h-andra" title="Så säger andra">
      <dl class="facts stacked">
        {presets.map((preset) => (
          <div>
            <dt>{preset.name}</dt>
            <dd>{whatPresetSays(preset, setting) ?? 'Säger inget'}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

const SettingField = ({
  field,
  state,
  filmChannels,
}: { field: FieldSpec } & Pick<ChangeProps, 'state' | 'filmChannels'>) => {
  const same = { name: nameOf(field), label: field.label, hint: field.hint, state }
  switch (field.kind) {
    case 'number':
      return <Field {...same} inputmode="numeric" />
    case 'yes':
      return (
        <Choices
          kind="checkbox"
          name={same.name}
          legend={field.label}
          hint={field.hint}
          choices={[{ value: 'ja', text: 'Ja' }]}
          state={state}
        />
      )
    case 'choice':
      return <Select {...same} options={field.choices} />
    case 'filmChannel':
      return <Select {...same} options={[{ value: '', text: 'Ingen' }, ...filmChannels]} />
    case 'days':
    case 'several':
      return (
        <Choices
          kind="checkbox"
          name={same.name}
          legend={field.label}
          hint={field.hint}
          choices={field.choices}
          state={state}
        />
      )
    case 'words':
    case 'closedDays':
      return <Textarea {...same} rows={4} />
    case 'date':
    case 'time':
      return <Field {...same} type={field.kind} />
    case 'text':
      return <Field {...same} />
  }
}

interface VersionProps {
  version: PastPolicy
  before: PolicySettings
  settings: readonly SettingKey[]
}

/** What was changed in one version, and why? */
export const VersionScreen = ({ version, before, settings }: VersionProps) => (
  <>
    <Head
      title={`Ändrat i version ${version.version}`}
      sub={`${version.by}: ${version.note}`}
      crumbs={[back, { text: `Version ${version.version}` }]}
    />
    <Panel id="h-skillnad" title="Före och efter" flush>
      <Table
        caption="vad som ändrades"
        rows={settings}
        columns={[
          { key: 'title', title: 'Krav', names: true, cell: (key) => settingWords[key].title },
          { key: 'before', title: 'Före', cell: (key) => <del>{settingWords[key].says(before)}</del> },
          {
            key: 'after',
            title: 'Efter',
            cell: (key) => <ins>{settingWords[key].says(version.settings)}</ins>,
          },
        ]}
      />
    </Panel>
  </>
)
