import { expect, test } from 'vitest'
import { cacheMegabytes } from './settings.ts'

const gigabyte = 2 ** 30

test.each([
  [1, 256],
  [4, 256],
  [8, 512],
  [16, 1024],
  [512, 1024],
])('a machine of %i GB gives PostgreSQL %i MB of cache', (gigabytes, megabytes) => {
  expect(cacheMegabytes(gigabytes * gigabyte)).toBe(megabytes)
})
