import { isObject, type Json, Stop } from '../../kernel/index.ts'
import { type PolicySettings, type Preset, type SettingKey, settingsSchema } from './types.ts'

/** One value that differs: 'supervision.perDay' from 1 to 2. */
interface Difference {
  readonly setting: SettingKey
  /** Field within the setting; '' where the setting is one value. */
  readonly field: string
  readonly before: Json
  readonly after: Json
}

/** What differs between two versions, setting by setting, field by field. Lists are compared whole. */
export function differences(before: PolicySettings, after: PolicySettings): Difference[] {
  return (Object.keys(settingsSchema.shape) as SettingKey[]).flatMap((setting) => {
    const old: unknown = before[setting]
    const now: unknown = after[setting]
    if (!isObject(old) || !isObject(now)) return differing(setting, '', old, now)
    const fields = new Set([...Object.keys(old), ...Object.keys(now)])
    return [...fields].flatMap((field) => differing(setting, field, old[field], now[field]))
  })
}

const differing = (setting: SettingKey, field: string, before: unknown, after: unknown): Difference[] =>
  JSON.stringify(before ?? null) === JSON.stringify(after ?? null)
    ? []
    : [{ setting, field, before: (before ?? null) as Json, after: (after ?? null) as Json }]

/** What a guideline says about a setting; undefined: it says nothing. Never a guess, never an empty cell. */
export const whatPresetSays = (preset: Preset, setting: SettingKey): string | undefined =>
  preset.says[setting]

/** Whether the setting still has the value that was borrowed from the most careful of the other guidelines. */
export const isBorrowed = (preset: Preset, settings: PolicySettings, setting: SettingKey): boolean =>
  preset.silent.includes(setting) &&
  JSON.stringify(preset.settings[setting]) === JSON.stringify(settings[setting])

/** Of what is not of the right form; whoever draws the form knows better words. */
export const unusable = 'Värdet går inte att använda'

/**
 * Settings as they may be kept: of the right form, and possible to follow.
 * @throws Stop('invalid') whose fields are named '<setting>.<field>', with the field within it where there is one.
 */
export function checkedSettings(given: unknown): PolicySettings {
  const parsed = settingsSchema.safeParse(given)
  if (!parsed.success) {
    const fields = Object.fromEntries(
      parsed.error.issues.map(({ path }) => {
        // Of a list the whole is the field.
        const list = path.findIndex((step) => typeof step === 'number')
        return [path.slice(0, list < 0 ? undefined : list).join('.'), unusable]
      }),
    )
    throw new Stop('invalid', 'Något i riktlinjen går inte att använda. Rätta det som är markerat.', fields)
  }
  const impossible = impossibleOf(parsed.data)
  if (Object.keys(impossible).length > 0) {
    throw new Stop(
      'invalid',
      'Riktlinjen går inte att följa som den står. Rätta det som är markerat.',
      impossible,
    )
  }
  return parsed.data
}

function impossibleOf(settings: PolicySettings): Record<string, string> {
  const { supervision, responseTarget, retention } = settings
  const faults: Record<string, string> = {}
  if (supervision.days.length === 0 && supervision.perWeek === 0)
    faults['supervision.days'] = 'Välj dagar, eller skriv hur många gånger i veckan'
  if (new Set(supervision.days).size !== supervision.days.length)
    faults['supervision.days'] = 'Välj varje dag en gång'
  if (responseTarget.officeHours.start >= responseTarget.officeHours.end)
    faults['responseTarget.officeHours'] =
      'Skriv kontorstiden med början före slutet, till exempel 08.00–16.30'
  const closed = closedDaysFault(responseTarget.officeHours)
  if (closed) faults['responseTarget.officeHours.closedDays'] = closed
  const { alarms } = settings
  if (alarms.communicationsAfterMinutes <= alarms.nextAfterMinutes)
    faults['alarms.communicationsAfterMinutes'] = 'Skriv fler minuter än för nästa i tur'
  if (alarms.failingCommunicationsAfterHours <= alarms.failingNextAfterHours)
    faults['alarms.failingCommunicationsAfterHours'] = 'Skriv fler timmar än för nästa i tur'
  if (new Set(retention.classes.map((one) => one.id)).size !== retention.classes.length)
    faults['retention.classes'] = 'Ge varje klass en egen bokstav'
  return faults
}

function closedDaysFault({ start, end, closedDays }: PolicySettings['responseTarget']['officeHours']) {
  if (new Set(closedDays.map(({ day }) => day)).size !== closedDays.length) return 'Skriv varje dag en gång'
  const wrong = closedDays.find(({ closes }) => closes !== null && (closes <= start || closes >= end))
  return wrong && `Skriv för ${wrong.day} ett klockslag inom kontorstiden, eller bara dagen om det är stängt`
}
