import { expect, test } from 'vitest'
import { filesBelow, isSource, isTest, read } from './tree.ts'

/** Shared by so many hands at once that they were left out when the rest was gone through. */
const leftOut = [
  'src/modules/screening/',
  'src/modules/learning/',
  'src/modules/insights/store.ts',
  'src/modules/supervision/queue-store.ts',
]

test('what a file exports is named in another file; else it is the file’s own', () => {
  const files = ['src', 'doubles', 'tests', 'bench', 'scripts'].flatMap(filesBelow)
  const texts = new Map(
    files.filter((path) => isSource(path) || /\.m[jt]s$/.test(path)).map((path) => [path, read(path)]),
  )
  /** Name → how many files it stands in. */
  const countOf = new Map<string, number>()
  for (const text of texts.values())
    for (const name of new Set(text.match(/[A-Za-z_$][\w$]*/g)))
      countOf.set(name, (countOf.get(name) ?? 0) + 1)
  const own: string[] = []
  for (const [path, text] of texts) {
    if (!path.startsWith('src/') || isTest(path) || leftOut.some((one) => path.startsWith(one))) continue
    for (const [, name = ''] of text.matchAll(
      /^export (?:async )?(?:function\*?|const|class|type|interface) ([A-Za-z_$][\w$]*)/gm,
    ))
      if (countOf.get(name) === 1) own.push(`${path}: ${name}`)
  }
  expect(own).toEqual([])
})
