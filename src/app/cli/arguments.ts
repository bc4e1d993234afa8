import { parseArgs } from 'node:util'
import { Stop } from '../../kernel/index.ts'

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

/** @throws Stop('invalid') on an option the command does not have, or too few words. */
export function parse(args: readonly string[], usage: string, options: Readonly<Record<string, Kind>>, words: readonly [number, number]): Given {
  const wrong = (why: string): Stop => new Stop('invalid', `${why}\nSå här: uppsikt ${usage}`)
  const config = Object.fromEntries(
    Object.entries({ json: 'flag' as Kind, ...options }).map(([name, kind]) => [name, { type: kind === 'flag' ? ('boolean' as const) : ('string' as const), multiple: kind === 'many' }]),
  )
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({ args: [...args], options: config, allowPositionals: true })
  } catch (thrown) {
    const name = /'(-[^' ]*)/.exec(thrown instanceof Error ? thrown.message : '')?.[1] ?? ''
    throw wrong(`Kommandot tar inte ${name || 'det här'}.`)
  }
  const { values, positionals } = parsed
  if (positionals.length < words[0]) throw wrong('Något saknas i kommandot.')
  if (positionals.length > words[1]) throw wrong(`Det här förstod vi inte: ${positionals.slice(words[1]).join(' ')}`)
  const one = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined)
  return {
    words: positionals,
    flag: (name) => values[name] === true,
    one,
    need: (name) => {
      const value = one(name)
      if (value === undefined || value === '') throw wrong(`--${name} saknas.`)
      return value
    },
    many: (name) => (Array.isArray(values[name]) ? (values[name] as string[]) : []),
  }
}
