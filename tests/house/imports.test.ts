import { expect, test } from 'vitest'
import { filesBelow, importsOf, isSource, isTest, read } from './tree.ts'

const sources = filesBelow('src').filter((path) => isSource(path) && !isTest(path))

/** src/modules in their order: each may call only those before it (docs/architecture.md). */
const moduleOrder = [
  'audit',
  'policy',
  'organisation',
  'archive',
  'search',
  'tasks',
  'retention',
  'accounts',
  'staffing',
  'notices',
  'vault',
  'collection',
  'captures',
  'screening',
  'measures',
  'learning',
  'flags',
  'reconsiderations',
  'supervision',
  'records',
  'diary',
  'policeReports',
  'staffSafety',
  'dialogue',
  'publishing',
  'disclosure',
  'insights',
  'applications',
  'compliance',
  'publicPages',
  'reporting',
]

const roomOf = (path: string): string => path.split('/')[1] ?? ''
const moduleOf = (path: string): string => path.split('/')[2] ?? ''

/** Why an import is not allowed, and where to go instead; undefined when it is. */
function complaint(from: string, to: string): string | undefined {
  const [room, target] = [roomOf(from), roomOf(to)]
  if (room === 'app' || room === target) return room === 'modules' ? moduleComplaint(from, to) : undefined
  const reach: Record<string, readonly string[]> = {
    kernel: [],
    evidence: [],
    access: ['kernel'],
    infra: ['kernel'],
    platforms: ['kernel'],
    gateways: ['kernel'],
    web: ['kernel', 'access'],
    modules: ['kernel', 'access', 'evidence', 'infra', 'web'],
  }
  if (reach[room]?.includes(target)) return undefined
  if ((room === 'platforms' || room === 'gateways') && to.startsWith('src/infra/http/')) return undefined
  if (
    room === 'modules' &&
    /^src\/(platforms\/(contract|capabilities|failure-of|quota)|gateways\/\w+\/contract)\.ts$/.test(to)
  )
    return undefined
  // Law and policy as data.
  if (room === 'modules' && to.startsWith('rulebook/')) return undefined
  if (from === 'src/infra/signing/verifier.ts' && target === 'evidence') return undefined
  return `${room} may import ${reach[room]?.join(', ') || 'nothing of ours'}; ${target} is not among them`
}

function moduleComplaint(from: string, to: string): string | undefined {
  const [own, other] = [moduleOf(from), moduleOf(to)]
  if (own === other) return undefined
  if (!to.endsWith('/index.ts')) return `go through the front door, src/modules/${other}/index.ts`
  const [mine, theirs] = [moduleOrder.indexOf(own), moduleOrder.indexOf(other)]
  if (mine < 0 || theirs < 0)
    return `add ${mine < 0 ? own : other} to the module order, in docs/architecture.md too`
  return theirs < mine
    ? undefined
    : `${other} stands after ${own}: announce upwards with announce(), and let ${other} listen`
}

test('each room imports only what the table in docs/architecture.md allows', () => {
  const wrong = sources.flatMap((from) =>
    importsOf(from).ours.flatMap((to) => {
      const why = complaint(from, to)
      return why ? [`${from} → ${to}: ${why}`] : []
    }),
  )
  expect(wrong).toEqual([])
})

test('the rooms of pure words import no package but what the runtime gives', () => {
  const pure = sources.filter((path) => ['evidence', 'access'].includes(roomOf(path)))
  const wrong = pure.flatMap((path) =>
    importsOf(path)
      .packages.filter((name) => !name.startsWith('node:'))
      .map((name) => `${path}: ${name}`),
  )
  expect(wrong).toEqual([])
})

test("a platform's name stands only in its own folder and in the catalogue", () => {
  const platforms = [...new Set(filesBelow('src/platforms').map((path) => path.split('/')[2] ?? ''))].filter(
    (name) => !name.endsWith('.ts') && !['conformance', 'rounds'].includes(name),
  )
  expect(platforms.length).toBeGreaterThan(0)
  // A name of one letter is also just a letter: it is looked for beside what makes it a platform's.
  const words = platforms.filter((name) => name.length > 1).join('|')
  const letters = platforms.filter((name) => name.length === 1).join('|')
  const quoted = new RegExp(
    `['"\`](${words})['"\`]|(platform\\w*|catalogue)\\W{1,9}(get\\W)?['"\`](${letters})['"\`]`,
  )
  const elsewhere = sources.filter(
    (path) => !/^src\/platforms\/(\w+\/|catalogue\.ts)/.test(path) && !path.startsWith('src/app/demo/'),
  )
  expect(elsewhere.filter((path) => quoted.test(read(path)))).toEqual([])
})
