import { parseArgs } from 'node:util'
import { describeError, Stop } from '../../kernel/index.ts'

type Kind = 'flag' | 'one' | 'many'

/** The words of a command, sorted: positionals, and options by name. */
export interface Given {
  readonly words: readonly string[]
  flag(name: string): boolean
  one(name: string): string | undefined
  /** @throws Stop('invalid') when it is missing. */
  need(name: string): string
  many(name: string): readonly string[]
}

/** @throws Stop('invalid') on an option the command does not have, that lacks its value or stands twice, or too few words. */
export function parse(
  args: readonly string[],
  usage: string,
  options: Readonly<Record<string, Kind>>,
  words: readonly [number, number],
): Given {
  const wrong = (why: string): Stop => new Stop('invalid', `${why}\nSå här: uppsikt ${usage}`)
  if (args.includes('--help')) throw new Stop('invalid', `Så här: uppsikt ${usage}`)
  const config = Object.fromEntries(
    Object.entries({ json: 'flag' as Kind, ...options }).map(([name, kind]) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const), multiple: kind !== 'flag' },
    ]),
  )
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({
      args: spreadLists(args, options, words[0]),
      options: config,
      allowPositionals: true,
    })
  } catch (thrown) {
    throw wrong(whyNot(thrown, options))
  }
  const { values, positionals } = parsed
  if (positionals.length < words[0]) throw wrong('Något saknas i kommandot.')
  if (positionals.length > words[1])
    throw wrong(`Det här förstod vi inte: ${positionals.slice(words[1]).join(' ')}`)
  const many = (name: string): readonly string[] =>
    Array.isArray(values[name]) ? (values[name] as string[]) : []
  const twice = Object.keys(options).find((name) => options[name] === 'one' && many(name).length > 1)
  if (twice) throw wrong(`--${twice} står mer än en gång. Välj ett av värdena.`)
  const one = (name: string): string | undefined => many(name)[0]
  return {
    words: positionals,
    flag: (name) => values[name] === true,
    one,
    need: (name) => {
      const value = one(name)
      if (value === undefined || value === '') throw wrong(`--${name} saknas.`)
      return value
    },
    many,
  }
}

/** Why the words could not be sorted, in Swedish. */
function whyNot(thrown: unknown, options: Readonly<Record<string, Kind>>): string {
  const name = /'(-[^' ]*)/.exec(describeError(thrown))?.[1] ?? ''
  const kind = options[name.replace(/^--/, '')] ?? (name === '--json' ? 'flag' : undefined)
  if (kind === 'flag') return `${name} tar inget värde.`
  return kind ? `${name} behöver ett värde efter sig.` : `Kommandot tar inte ${name || 'det här'}.`
}

/**
 * `--role a b` means the same as `--role a --role b`: a list option takes the words after it, once the command has
 * the words it needs itself.
 */
function spreadLists(
  args: readonly string[],
  options: Readonly<Record<string, Kind>>,
  needed: number,
): string[] {
  const spread: string[] = []
  let list: string | undefined
  let values = 0
  let words = 0
  for (const [at, arg] of args.entries()) {
    const before = args[at - 1]
    const isValue =
      before?.startsWith('--') === true &&
      !before.includes('=') &&
      (options[before.slice(2)] ?? 'flag') !== 'flag'
    if (arg.startsWith('--')) {
      list = options[arg.slice(2)] === 'many' ? arg : undefined
      values = 0
      spread.push(arg)
    } else if (list && (values === 0 || words >= needed)) {
      spread.push(...(values === 0 ? [arg] : [list, arg]))
      values += 1
    } else {
      if (!isValue) words += 1
      spread.push(arg)
    }
  }
  return spread
}
