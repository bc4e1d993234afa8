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

test('days that the municipality keeps closed are written one a line, and said in words', () => {
  const closed = change('responseTarget', { 'officeHours.closedDays': '2027-05-07\r\n\n 2026-12-23  12.00 ' })
  expect(closed.responseTarget.officeHours.closedDays).toEqual([
    { day: '2026-12-23', closes: '12:00' },
    { day: '2027-05-07', closes: null },
  ])
  expect(filledForm(closed, 'responseTarget').values['officeHours.closedDays']).toBe(
    '2026-12-23 12.00\n2027-05-07',
  )
  expect(settingWords.responseTarget.says(closed)).toContain(
    'Kontorstid 08.00–16.30. Stängt också 7 maj 2027. Stänger tidigt 23 dec 2026 klockan 12.00.',
  )
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
  expect(faults('retention', { 'decision.diaryNumber': 'KS 1' })).toHaveProperty(['decision.date'])
  expect(faults('responseTarget', { 'officeHours.start': '18:00' })).toHaveProperty(['officeHours.start'])
  const closed = (days: string) => faults('responseTarget', { 'officeHours.closedDays': days })
  expect(closed('7 maj')['officeHours.closedDays']).toContain('till exempel 2027-05-07')
  expect(closed('2027-05-07 lunch')['officeHours.closedDays']).toContain('till exempel 2027-05-07')
  expect(closed('2027-05-07\n2027-05-07')).toEqual({ 'officeHours.closedDays': 'Skriv varje dag en gång' })
  expect(closed('2027-05-07 17.00')['officeHours.closedDays']).toContain('2027-05-07')
  expect(faults('alarms', { communicationsAfterMinutes: '30' })).toEqual({
    communicationsAfterMinutes: 'Skriv fler minuter än för nästa i tur',
  })
  expect(faults('wordFilter', { ownWords: 'a, kvarn' })).toHaveProperty('ownWords')
  expect(faults('responseTarget', { 'officeHours.start': '' })).toEqual({
    'officeHours.start': 'Skriv en tid, till exempel 16.30.',
  })
  expect(faults('houseRules', { forbidden: [] })).toEqual({ forbidden: 'Välj minst en.' })
  expect(faults('opening', { decidedBy: 'sameAsOpening' })).toHaveProperty('decidedBy')
})
