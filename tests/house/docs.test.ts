import { expect, test } from 'vitest'
import { isCollected } from '../../src/platforms/capabilities.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { exists, filesBelow, read } from './tree.ts'

const pages = ['README.md', 'README.sv.md', 'CONTRIBUTING.md', 'SECURITY.md', ...filesBelow('docs')].filter(
  (path) => path.endsWith('.md'),
)

test('every path that a document names exists', () => {
  const missing = pages.flatMap((page) => {
    const named = [
      ...read(page).matchAll(
        /`((?:src|docs|tests|doubles|migrations|rulebook|bench|bin|scripts)\/[\w./-]*)`/g,
      ),
    ].map((match) => match[1] ?? '')
    return named.filter((path) => !exists(path)).map((path) => `${page}: ${path}`)
  })
  expect(missing).toEqual([])
})

test('every link between documents leads somewhere', () => {
  const broken = pages.flatMap((page) => {
    const folder = page.includes('/') ? page.slice(0, page.lastIndexOf('/') + 1) : ''
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '')
    return links.filter((link) => !exists(folder + link)).map((link) => `${page}: ${link}`)
  })
  expect(broken).toEqual([])
})

test('the page of every platform that is collected says how its connection is tried, and who is told when it fails', () => {
  const lacking = [...catalogue.values()].filter(isCollected).flatMap((platform) => {
    const text = read(`docs/operations/platforms/${platform.id}.md`).replace(/\s+/g, ' ')
    const wanted = [
      '**Prova anslutningen**',
      'efter fyra timmar får ersättaren',
      'efter åtta timmar kommunikationschefen',
      ...(platform.access
        ? [
            '`PUBLIC_URL/register/anslut/svar`',
            'hör till registreringen',
            `**Kommunens app hos ${platform.name}**`,
          ]
        : []),
    ]
    return wanted.filter((words) => !text.includes(words)).map((words) => `${platform.id}: ${words}`)
  })
  expect(lacking).toEqual([])
})

test('the import table names every room', () => {
  const table = read('docs/architecture.md')
  for (const room of new Set(filesBelow('src').map((path) => path.split('/')[1] ?? ''))) {
    expect(table, `docs/architecture.md does not speak of src/${room}`).toContain(`src/${room}/`)
  }
})
