import { expect, test } from 'vitest'
import { presets } from '../rulebook.ts'
import { type PolicySettings, type SettingKey, settingsSchema } from '../types.ts'
import { changedSettings, filledForm } from './form.ts'
import { settingWords } from './words.ts'

const settings = Object.keys(settingsSchema.shape) as SettingKey[]
const falun = presets[0]?.settings as PolicySettings

test('a form that nobody has touched changes nothing, whatever the setting and the guideline', () => {
  for (const preset of presets)
    for (const setting of settings) {
      const { values } = filledForm(preset.settings, setting)
      expect(changedSettings(preset.settings, setting, values)).toEqual(preset.settings)
    }
})

test('every setting has a name, and its own value in a sentence', () => {
  for (const preset of presets)
    for (const setting of settings) {
      expect(settingWords[setting].title).not.toBe('')
      expect(settingWords[setting].says(preset.settings)).toMatch(/^[A-ZÅÄÖ0-9].*\.$/s)
      expect(settingWords[setting].says(preset.settings)).not.toMatch(/undefined|\[object|null/)
    }
})

const change = (setting: SettingKey, values: Record<string, string | string[]>) =>
  changedSettings(falun, setting, { ...filledForm(falun, setting).values, ...values })

test('what is written in a form becomes settings', () => {
  expect(change('supervision', { days: ['1', '5'], perDay: '2', evenings: 'ja' }).supervision).toMatchObject({
    days: [1, 5],
    perDay: 2,
    evenings: true,
  })
  const some = change('supervision', { days: ['1', '5'], perDay: '2', evenings: '' })
  expect(settingWords.supervision.says(some)).toBe(
    'Två gånger varje måndag och fredag. Ersättaren tar över vid frånvaro.',
  )
  const { ownWords } = change('wordFilter', {
    ownWords: 'kvarnråtta, soptipp*,\ntorgligan, kvarnråtta,',
  }).wordFilter
  expect(ownWords).toEqual(['kvarnråtta', 'soptipp*', 'torgligan'])
  expect(change('sessionIdleMinutes', { value: '30' }).sessionIdleMinutes).toBe(30)
  const decision = { 'decision.diaryNumber': 'KS 2026/87', 'decision.date': '2026-11-02' }
  expect(change('retention', decision).retention.decision).toEqual({
    diaryNumber: 'KS 2026/87',
    date: '2026-11-02',
  })
  expect(change('retention', { 'classes.1.disposal': 'registered' }).retention.classes[1]?.disposal).toBe(
    'registered',
  )
  const accepted = change('groundsAccepted', { by: 'Linnea Gran', at: '2026-11-02', diaryNumber: '' })
  expect(accepted.groundsAccepted).toEqual({ by: 'Linnea Gran', at: '2026-11-02' })
  expect(
    changedSettings(accepted, 'groundsAccepted', { by: '', at: '', diaryNumber: '' }).groundsAccepted,
  ).toBeNull()
})

test('a fault stands at its field with what to write', () => {
  const faults = (setting: SettingKey, values: Record<string, string | string[]>): Record<string, string> => {
    try {
      change(setting, values)
    } catch (thrown) {
      return (thrown as { fields: Record<string, string> }).fields
    }
    return {}
  }
  expect(faults('supervision', { perDay: 'tre' })).toEqual({ perDay: 'Skriv ett heltal från 1 till 12.' })
  expect(faults('sessionIdleMinutes', { value: '4' })).toEqual({ value: 'Skriv ett heltal från 5 till 480.' })
  expect(faults('retention', { 'decision.diaryNumber': 'KS 1' })).toHaveProperty(['decision.diaryNumber'])
  expect(faults('responseTarget', { 'officeHours.start': '18:00' })).toHaveProperty(['officeHours.start'])
  expect(faults('responseTarget', { 'officeHours.start': '' })).toEqual({
    'officeHours.start': 'Skriv en tid, till exempel 16.30.',
  })
  expect(faults('alarms', { communicationsAfterMinutes: '30' })).toHaveProperty([
    'communicationsAfterMinutes',
  ])
  expect(faults('houseRules', { forbidden: [] })).toEqual({ forbidden: 'Välj minst en.' })
  expect(faults('opening', { decidedBy: 'sameAsOpening' })).toHaveProperty('decidedBy')
})
