import { expect, test } from 'vitest'
import { stepKinds } from '../../src/modules/applications/types.ts'
import { kinds, verbs } from '../../src/modules/audit/screens/words.ts'
import { filesBelow, isSource, isTest, read } from './tree.ts'

const audited = /\baudit\(\s*[\w.]+,\s*[\w.]+,\s*'([a-zA-Z]+\.[a-zA-Z]+)'/g

const kindOf = /\bsubject: \{ kind: '([a-zA-Z]+)'|\bkind: '([a-zA-Z]+)', id[,:]/g

test('whatever is put on the trail can be read there in words', () => {
  const found = filesBelow('src/modules')
    .filter((path) => isSource(path) && !isTest(path))
    .flatMap((path) => [...read(path).matchAll(audited)].map((match) => match[1] ?? ''))
  expect(found.length).toBeGreaterThan(60)
  const all = [...new Set([...found, ...stepKinds.map((kind) => `applications.${kind}`)])]
  expect(all.filter((verb) => !(verb in verbs))).toEqual([])
})

test('and what it was done with is named in words too', () => {
  const found = filesBelow('src/modules')
    .filter((path) => isSource(path) && !isTest(path) && read(path).includes('audit('))
    .flatMap((path) => [...read(path).matchAll(kindOf)].map((match) => match[1] ?? match[2] ?? ''))
  expect(found.length).toBeGreaterThan(60)
  expect([...new Set(found)].filter((kind) => !(kind in kinds))).toEqual([])
})
