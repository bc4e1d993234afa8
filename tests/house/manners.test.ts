import { expect, test } from 'vitest'
import { filesBelow, isSource, isTest, read } from './tree.ts'

const ours = [
  ...filesBelow('src'),
  ...filesBelow('doubles'),
  ...filesBelow('tests'),
  ...filesBelow('bench'),
].filter(isSource)
const product = ours.filter(
  (path) => !isTest(path) && !path.startsWith('tests/') && !path.startsWith('bench/'),
)

const complain = (paths: readonly string[], pattern: RegExp): string[] =>
  paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, n) => (pattern.test(line) ? [`${path}:${n + 1} ${line.trim().slice(0, 80)}`] : [])),
  )

test('no file is longer than 400 lines; longer ones become a folder', () => {
  expect(ours.filter((path) => read(path).split('\n').length > 401)).toEqual([])
})

test('no folder holds more than 15 files beside their tests', () => {
  const counts = new Map<string, number>()
  for (const path of product) {
    const folder = path.slice(0, path.lastIndexOf('/'))
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  expect([...counts].filter(([, count]) => count > 15)).toEqual([])
})

test('time is read in kernel/clock.ts alone; everything else is handed a Clock', () => {
  const allowed = new Set(['src/kernel/clock.ts'])
  const paths = product.filter(
    (path) => !allowed.has(path) && !path.startsWith('doubles/') && !path.startsWith('src/web/client/'),
  )
  expect(complain(paths, /\bnew Date\(\)|\bDate\.now\(/)).toEqual([])
})

test('the environment is read in src/app/config.ts, from what src/app/main.ts hands it', () => {
  const paths = product.filter((path) => path !== 'src/app/main.ts' && path !== 'src/app/config.ts')
  expect(complain(paths, /process\.env/)).toEqual([])
})

test('nothing is left for later in the code, and no test is narrowed or passed over', () => {
  expect(complain(product, /\b(TODO|FIXME|XXX)\b/)).toEqual([])
  const tests = ours.filter(isTest)
  expect(complain(tests, /\b(it|test|describe)\.(skip|todo|only)\b/)).toEqual([])
})

test('no test replaces a module, a clock or the environment: the files of a worker share them', () => {
  const tests = ours.filter((path) => isTest(path) || path.startsWith('tests/'))
  const shared = tests.filter((path) => path !== 'tests/support/global-setup.ts')
  const changes = /\bvi\.(mock|doMock|spyOn|stub|useFake|setSystem)|\bprocess\.(env\S+ = |chdir\()/
  expect(complain(shared, changes)).toEqual([])
})

test('a figure in a sentence is held together with its thousands, its unit and its paragraph sign', () => {
  const sentences = product.filter((path) => path.startsWith('src/') && !path.startsWith('src/app/demo/'))
  expect(complain(sentences, /^(?!\s*(\*|\/\/)).*[åäö].*\d (\d{3} \p{Ll}|[kMG]B\b|kap\.|§)/u)).toEqual([])
})

test('package.json has at most 12 scripts of its own', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  expect(Object.keys(scripts).filter((name) => !name.startsWith('pre')).length).toBeLessThanOrEqual(12)
})

test('every dependency is pinned exactly', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>
  const all = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}),
  )
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
})
