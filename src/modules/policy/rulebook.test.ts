import { expect, test } from 'vitest'
import { dayOf } from '../../kernel/index.ts'
import { choosableGrounds, groundById, groundsAt, presetById, presets } from './rulebook.ts'
import { checkedSettings, isBorrowed, whatPresetSays } from './rules.ts'
import { groundGroups, settingsSchema } from './types.ts'

const at = new Date('2026-11-19T08:00:00Z')
const falun = presetById('falun')

test('every preset is settings that can be followed', () => {
  expect(presets.map((preset) => preset.id)).toEqual(['falun', 'gotene', 'ostersund', 'pitea', 'allman'])
  for (const preset of presets) expect(checkedSettings(preset.settings)).toEqual(preset.settings)
})

test('a setting is either said by the guideline, or borrowed and shown as such', () => {
  const ours = [
    'fourEyes',
    'publishing',
    'abuseCopies',
    'alarms',
    'vault',
    'importQuietDays',
    'sessionIdleMinutes',
    'reading',
    'groundsAccepted',
  ]
  for (const preset of presets) {
    for (const setting of Object.keys(settingsSchema.shape) as (keyof typeof settingsSchema.shape)[]) {
      if (ours.includes(setting)) continue
      const said = whatPresetSays(preset, setting) !== undefined
      expect([preset.id, setting, said || preset.silent.includes(setting)]).toEqual([
        preset.id,
        setting,
        true,
      ])
    }
  }
})

test('no guideline asks for two persons, and none has a lawyer’s word on copies: no preset has them', () => {
  for (const { settings } of presets)
    expect([settings.fourEyes, settings.publishing, settings.abuseCopies]).toEqual([
      { groups: [], hidingToo: false, replies: false },
      { secondApproves: false, licenceRequired: false, filmChannel: null },
      null,
    ])
})

test('where a guideline is silent, the preset asks no less than any guideline that speaks', () => {
  const speaking = (key: 'supervision' | 'captures') =>
    presets.filter((preset) => !preset.silent.includes(key))
  for (const preset of presets.filter((one) => one.silent.includes('supervision'))) {
    for (const other of speaking('supervision')) {
      const [own, theirs] = [preset.settings.supervision, other.settings.supervision]
      expect(own.days.length * own.perDay).toBeGreaterThanOrEqual(theirs.days.length * theirs.perDay)
      expect(own.perWorkingDay).toBeGreaterThanOrEqual(theirs.perWorkingDay)
      expect(own.evenings || !theirs.evenings).toBe(true)
    }
  }
  for (const preset of presets.filter((one) => one.silent.includes('captures'))) {
    for (const other of speaking('captures'))
      expect(preset.settings.captures.everyMonths).toBeLessThanOrEqual(other.settings.captures.everyMonths)
  }
})

test('the figures of the guidelines stand in their presets', () => {
  const settings = (id: string) => presetById(id)?.settings
  expect(falun?.settings.supervision).toMatchObject({
    days: [1, 2, 3, 4, 5, 6, 7],
    perDay: 1,
    perWorkingDay: 2,
  })
  expect(settings('ostersund')?.supervision).toMatchObject({ days: [], perWeek: 1 })
  expect(falun?.settings.responseTarget.rule).toBe('same_day_latest_next_weekday')
  expect(falun?.settings.houseRules.forbidden).toHaveLength(8)
  expect(settings('pitea')?.opening).toMatchObject({ decidedBy: 'committee', mayDelegate: true })
  expect(settings('allman')?.supervision.evenings).toBe(true)
  expect(settings('gotene')?.retention.classes.map((one) => one.disposal)).toEqual([
    'mayBeAtOnce',
    'whenNoLongerNeeded',
    'registered',
  ])
  expect(presetById('gotene')?.silent).toContain('supervision')
})

test('a borrowed value is no longer shown as borrowed when the municipality has set its own', () => {
  const preset = presetById('gotene')
  if (!preset) throw new Error('no preset')
  expect(isBorrowed(preset, preset.settings, 'captures')).toBe(false)
  expect(isBorrowed(preset, preset.settings, 'supervision')).toBe(true)
  const supervision = { ...preset.settings.supervision, perDay: 2 }
  expect(isBorrowed(preset, { ...preset.settings, supervision }, 'supervision')).toBe(false)
})

test('a ground holds on its days and not outside them', () => {
  const ground = groundsAt(at)[0]
  if (!ground) throw new Error('no ground')
  expect(groundById(ground.id, at)?.wording).toBe(ground.wording)
  const before = new Date(Date.parse(`${ground.from}T12:00:00Z`) - 86_400_000)
  expect(dayOf(before) < ground.from).toBe(true)
  expect(groundById(ground.id, before)).toBeUndefined()
  expect(groundById('must-nothing', at)).toBeUndefined()
})

test('every ground names its paragraph and source, says what a lawyer must check, and has an id of its own', () => {
  const all = groundsAt(at)
  expect(new Set(all.map((ground) => ground.id)).size).toBe(all.length)
  for (const group of groundGroups) expect(all.some((ground) => ground.group === group)).toBe(true)
  for (const ground of all) {
    expect(ground.id.startsWith(`${ground.group}-`)).toBe(true)
    expect(ground.checkedByLawyer).toBeNull()
    if (ground.group === 'must') expect(ground.needsLawyersCheck).toContain('SFS 2022:670')
    if (ground.group === 'house') expect(ground.houseRules?.length).toBeGreaterThan(0)
  }
})

test('suspected child sexual abuse material is never a choice: it has its own routine', () => {
  const own = groundsAt(at).filter((ground) => ground.ownRoutine)
  expect(own.map((ground) => ground.lawRef)).toEqual(['Brottsbalken 16 kap. 10 a §'])
  for (const ground of own) {
    expect(groundById(ground.id, at)).toBeUndefined()
    for (const preset of presets) expect(choosableGrounds(preset.settings, at)).not.toContain(ground)
  }
})

test('a house rule can be chosen only where the municipality has written it beforehand', () => {
  const houseOf = (id: string) =>
    choosableGrounds(presetById(id)?.settings ?? presets[0]?.settings ?? fail(), at)
      .filter((ground) => ground.group === 'house')
      .map((ground) => ground.id)
  expect(houseOf('falun')).toHaveLength(8)
  expect(houseOf('pitea')).not.toContain('house-swearing')
  expect(houseOf('falun')).not.toContain('house-spam')
})

const fail = (): never => {
  throw new Error('no preset')
}
