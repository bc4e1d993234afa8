import { expect, test } from 'vitest'
import { catalogue } from '../../../platforms/catalogue.ts'
import { settingText } from './words.tsx'

test('every setting of every platform has a Swedish name of its own on the screens', () => {
  const nameless = [...catalogue.values()].flatMap(({ id, settings }) =>
    settings.filter((spec) => settingText(spec) === spec.name).map(({ name }) => `${id}: ${name}`),
  )
  expect(nameless).toEqual([])
})
