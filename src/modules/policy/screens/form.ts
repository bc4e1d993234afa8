import { type ClosedDay, isObject, Stop } from '../../../kernel/index.ts'
import { emptyForm, type FormState } from '../../../web/index.ts'
import { checkedSettings, unusable } from '../rules.ts'
import type { PolicySettings, SettingKey } from '../types.ts'
import { type FieldSpec, fieldsOf } from './fields.ts'

/** Between settings and a form's texts. The field of a setting that is one value is called 'value'. */
export const nameOf = (field: FieldSpec): string => field.path || 'value'

const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .filter(Boolean)
    .reduce<unknown>(
      (held, step) =>
        isObject(held) ? held[step] : Array.isArray(held) ? (held as unknown[])[Number(step)] : undefined,
      value,
    )

function asText(field: FieldSpec, value: unknown): string | string[] {
  if (field.kind === 'closedDays') return (value as readonly ClosedDay[]).map(closedDayText).join('\n')
  if (Array.isArray(value)) return field.kind === 'words' ? value.join(', ') : value.map(String)
  if (typeof value === 'boolean') return value ? 'ja' : ''
  return value === undefined || value === null ? '' : String(value)
}

/** '2027-05-07' · '2026-12-23 12.00' */
const closedDayText = ({ day, closes }: ClosedDay): string =>
  closes === null ? day : `${day} ${closes.replace(':', '.')}`

/** A line of the field; whether day and hour are such is the schema's to say. */
function closedDayOf(line: string): ClosedDay {
  const [day = '', ...rest] = line.split(/\s+/)
  return { day, closes: rest.join(' ').replace('.', ':') || null }
}

/** The form as it stands before anything is changed. */
export const filledForm = (settings: PolicySettings, setting: SettingKey): FormState =>
  emptyForm(
    Object.fromEntries(
      fieldsOf(setting, settings).map((field) => [
        nameOf(field),
        asText(field, at(settings[setting], field.path)),
      ]),
    ),
  )

const several = (value: FormState['values'][string] | undefined): string[] =>
  value === undefined || value === '' ? [] : typeof value === 'string' ? [value] : [...value]

function fromText(field: FieldSpec, value: FormState['values'][string] | undefined): unknown {
  const one = (several(value)[0] ?? '').trim()
  switch (field.kind) {
    case 'number':
      return /^\d{1,6}$/.test(one) ? Number(one) : Number.NaN
    case 'yes':
      return one === 'ja'
    case 'days':
      return several(value).map(Number)
    case 'several':
      return several(value)
    case 'words':
      return [...new Set(one.split(/[,\n]/).map((word) => word.trim()))].filter(Boolean)
    case 'closedDays':
      return one
        .split(/\s*\n\s*/)
        .filter(Boolean)
        .map(closedDayOf)
        .sort((a, b) => (a.day < b.day ? -1 : 1))
    case 'time':
      return one.replace('.', ':')
    case 'filmChannel':
      return one || null
    default:
      return one
  }
}

/** A copy with one value replaced; what lies on the way and is null is made. */
function withValue(held: unknown, steps: readonly string[], value: unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return value
  if (Array.isArray(held)) {
    return (held as unknown[]).map((one, n) => (n === Number(step) ? withValue(one, rest, value) : one))
  }
  const around = isObject(held) ? held : {}
  return { ...around, [step]: withValue(around[step], rest, value) }
}

/** A decision or an acceptance that nobody has filled in is none. */
function tidied(setting: SettingKey, value: unknown): unknown {
  if ((setting === 'groundsAccepted' || setting === 'abuseCopies') && isObject(value)) {
    const { diaryNumber, ...rest } = value
    if (!value['by'] && !value['at'] && !diaryNumber) return null
    return diaryNumber ? value : rest
  }
  if (setting === 'retention' && isObject(value) && isObject(value['decision'])) {
    const { diaryNumber, date } = value['decision']
    return diaryNumber || date ? value : { ...value, decision: null }
  }
  return value
}

/**
 * The settings with one setting as the form has it.
 * @throws Stop('invalid') whose fields are the form's own names, with an instruction each.
 */
export function changedSettings(
  settings: PolicySettings,
  setting: SettingKey,
  values: FormState['values'],
): PolicySettings {
  const fields = fieldsOf(setting, settings)
  let changed: unknown = settings[setting]
  for (const field of fields) {
    const steps = field.path.split('.').filter(Boolean)
    changed = withValue(changed, steps, fromText(field, values[nameOf(field)]))
  }
  try {
    return checkedSettings({ ...settings, [setting]: tidied(setting, changed) })
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown
    throw new Stop('invalid', thrown.message, faultsByField(thrown.fields, setting, fields))
  }
}

function faultsByField(
  faults: Stop['fields'],
  setting: SettingKey,
  fields: readonly FieldSpec[],
): Record<string, string> {
  const entries = Object.entries(faults).map(([path, message]): [string, string] => {
    const within = path === setting ? '' : path.slice(setting.length + 1)
    const field =
      fields.find((one) => one.path === within) ?? fields.find((one) => one.path.startsWith(within))
    const said = message === unusable ? field && instruction(field) : undefined
    return [field ? nameOf(field) : '', said ?? message]
  })
  return Object.fromEntries(entries)
}

function instruction(field: FieldSpec): string | undefined {
  if (field.kind === 'number') return `Skriv ett heltal från ${field.least} till ${field.most}.`
  if (field.kind === 'date') return 'Skriv ett datum, till exempel 2026-11-19.'
  if (field.kind === 'words') return 'Skriv ord med 2–60 tecken, högst 500, skilda med komma.'
  if (field.kind === 'closedDays')
    return 'Skriv en dag på varje rad, till exempel 2027-05-07, eller 2026-12-23 12.00 för en dag som stänger klockan 12. Högst 100 dagar.'
  if (field.kind === 'several') return 'Välj minst en.'
  if (field.kind === 'filmChannel') return 'Välj ett av kontona, eller Ingen.'
  if (field.kind === 'text') return 'Skriv något här, med högst 300 tecken.'
  if (field.kind === 'time') return 'Skriv en tid, till exempel 16.30.'
  return undefined
}
