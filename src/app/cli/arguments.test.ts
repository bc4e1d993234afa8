import { expect, test } from 'vitest'
import { parse } from './arguments.ts'

const bundle = (...args: string[]) =>
  parse(args, 'bundle', { out: 'one', withhold: 'many', part: 'many' }, [1, 9])

test('a list option takes several words, or is said several times', () => {
  for (const given of [
    bundle('r1', '--withhold', 'author', 'text', '--out', 'f'),
    bundle('r1', '--withhold', 'author', '--withhold', 'text', '--out', 'f'),
    bundle('--withhold', 'author', '--withhold', 'text', '--out', 'f', 'r1'),
  ]) {
    expect(given.words).toEqual(['r1'])
    expect(given.many('withhold')).toEqual(['author', 'text'])
    expect(given.one('out')).toBe('f')
  }
})

test("a list option before the command's own words leaves them to the command", () => {
  expect(bundle('--withhold', 'author', 'r1', '--out', 'f').words).toEqual(['r1'])
})

test('a wrong option or a missing word says how the command is written', () => {
  expect(() => bundle('r1', '--hemlig')).toThrow(/--hemlig[\s\S]*Så här: uppsikt bundle/)
  expect(() => bundle()).toThrow(/Något saknas/)
  expect(() => bundle('r1').need('out')).toThrow(/--out saknas/)
})

test('an option that stands twice, lacks its value or has one too many is told of', () => {
  expect(() => bundle('r1', '--out', 'a', '--out', 'b')).toThrow(/--out står mer än en gång/)
  expect(() => bundle('r1', '--out')).toThrow(/--out behöver ett värde/)
  expect(() => bundle('r1', '--json=ja')).toThrow(/--json tar inget värde/)
})
