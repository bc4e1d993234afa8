import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isObject } from '../../../kernel/index.ts'
import { type Combination, labels, personalDataKinds, type WordList } from '../types.ts'
import { type RuleSet, ruleSetOf } from './rule-set.ts'

/** The rulebook's own lists. */
export const wordListFolder = fileURLToPath(new URL('../../../../rulebook/word-lists', import.meta.url))

const loaded = new Map<string, RuleSet>()

/**
 * The word lists of a rulebook folder (rulebook/word-lists), read and compiled once for each folder.
 * @throws Error naming the file, when one is not a word list: the rulebook is part of the program.
 */
export function loadRuleSet(folder: string = wordListFolder): RuleSet {
  const known = loaded.get(folder)
  if (known !== undefined) return known
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const lists = names.sort().map((name) => readList(name, readFileSync(join(folder, name), 'utf8')))
  const ruleSet = ruleSetOf(lists)
  loaded.set(folder, ruleSet)
  return ruleSet
}

function readList(name: string, text: string): WordList {
  const list: unknown = JSON.parse(text)
  const wrong = (what: string) => new Error(`rulebook/word-lists/${name}: ${what}`)
  if (!isObject(list)) throw wrong('is no object')
  const { id, label, level, source, date, words, except, compounds, inflect, parts, combinations, kind } =
    list
  const knownLabel = labels.find((each) => each === label)
  const knownKind = personalDataKinds.find((each) => each === kind)
  if (typeof id !== 'string' || typeof source !== 'string' || typeof date !== 'string') {
    throw wrong('id, source and date must be text')
  }
  if (knownLabel === undefined) throw wrong('label is unknown')
  if (level !== 'medium' && level !== 'strong') throw wrong('level must be medium or strong')
  if (!id.endsWith(`/${level}`)) throw wrong('id must end with the level')
  if (kind !== undefined && knownKind === undefined) throw wrong('kind is unknown')
  if (!isWords(words)) throw wrong('words must be texts')
  if (except !== undefined && !isWords(except)) throw wrong('except must be texts')
  if (parts !== undefined && !isParts(parts)) throw wrong('parts must be lists of texts')
  if (combinations !== undefined && !isCombinations(combinations)) throw wrong('combinations are malformed')
  return {
    id,
    label: knownLabel,
    level,
    source,
    date,
    words,
    compounds: compounds === true,
    inflect: inflect === true,
    ...(except === undefined ? {} : { except }),
    ...(parts === undefined ? {} : { parts }),
    ...(combinations === undefined ? {} : { combinations }),
    ...(knownKind === undefined ? {} : { kind: knownKind }),
  }
}

const isWords = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== '')

const isParts = (value: unknown): value is Record<string, string[]> =>
  isObject(value) && Object.values(value).every(isWords)

const isCombinations = (value: unknown): value is Combination[] =>
  Array.isArray(value) &&
  value.every((each) => isObject(each) && isWords(each['parts']) && typeof each['gap'] === 'number')
