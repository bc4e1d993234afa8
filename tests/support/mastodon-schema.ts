import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { isObject } from '../../src/kernel/index.ts'

type Plain = Record<string, unknown>

const inside = (value: unknown, ...names: readonly string[]): Plain | undefined => {
  let at: unknown = value
  for (const name of names) at = isObject(at) ? at[name] : undefined
  return isObject(at) ? at : undefined
}

/** Mastodon's OpenAPI description (data/contracts/mastodon), held against questions and answers. */
export class MastodonSchema {
  readonly #document: Plain
  readonly #ajv: Ajv2020

  /** @throws when the contract is not beside the repository. */
  constructor() {
    const path = join(import.meta.dirname, '../../../shared/data/contracts/mastodon/schema.json')
    this.#document = JSON.parse(readFileSync(path, 'utf8')) as Plain
    // The description says itself that a status may have both text and files; its oneOf does not allow that.
    const sent = inside(this.#document, 'paths', '/api/v1/statuses', 'post', 'requestBody', 'content')
    const choice = inside(sent, 'application/json', 'schema')
    if (choice) {
      choice['anyOf'] = choice['oneOf']
      delete choice['oneOf']
    }
    this.#ajv = new Ajv2020({ strict: false, allErrors: true })
    formats.default(this.#ajv)
    // No dictionary of languages or scopes is checked; they are texts.
    for (const name of ['iso-639-1', 'scopes', 'binary']) this.#ajv.addFormat(name, true)
    this.#ajv.addSchema({ ...this.#document, $id: 'mastodon.json' })
  }

  /** The description of a method at a path, and its template. */
  operation(method: string, path: string): { name: string; operation: Plain } | undefined {
    const templates = Object.keys(inside(this.#document, 'paths') ?? {})
    const fits = (template: string): boolean =>
      new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path)
    const found = templates.filter(fits).sort((a, b) => a.split('{').length - b.split('{').length)
    for (const template of found) {
      const operation = inside(this.#document, 'paths', template, method.toLowerCase())
      if (operation) return { name: `${method} ${template}`, operation }
    }
    return undefined
  }

  #faults(pointer: readonly string[], value: unknown): string[] {
    const text = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    const validate = this.#ajv.getSchema(`mastodon.json#/${text.join('/')}`)
    if (validate === undefined) return [`no schema at ${pointer.join(' ')}`]
    if (validate(value)) return []
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }

  /** Query names that the description does not have, and required ones that are missing. */
  query(method: string, path: string, query: URLSearchParams): string[] {
    const found = this.operation(method, path)
    if (found === undefined) return [`${method} ${path} is not in the description`]
    const parameters = found.operation['parameters']
    const all = (Array.isArray(parameters) ? parameters : []).filter((one) => inside(one)?.['in'] === 'query')
    const names = new Set(all.map((one) => String(inside(one)?.['name'])))
    const required = all.filter((one) => inside(one)?.['required'] === true)
    const asked = [...query.keys()].map((name) => name.replace('[]', ''))
    return [
      ...asked.filter((name) => !names.has(name)).map((name) => `${found.name}: no parameter ${name}`),
      ...required
        .map((one) => String(inside(one)?.['name']))
        .filter((name) => !asked.includes(name))
        .map((name) => `${found.name}: ${name} is missing`),
    ]
  }

  body(method: string, path: string, type: string, body: unknown): string[] {
    const found = this.operation(method, path)
    if (found === undefined) return [`${method} ${path} is not in the description`]
    const template = found.name.slice(method.length + 1)
    const at = ['paths', template, method.toLowerCase(), 'requestBody', 'content', type, 'schema']
    return this.#faults(at, body).map((fault) => `${found.name} body: ${fault}`)
  }

  answer(method: string, path: string, status: number, body: unknown): string[] {
    const found = this.operation(method, path)
    if (found === undefined) return [`${method} ${path} is not in the description`]
    const response = inside(found.operation, 'responses', String(status))
    if (response === undefined) return [`${found.name}: no answer ${status} in the description`]
    if (inside(response, 'content') === undefined) return []
    const template = found.name.slice(method.length + 1)
    const at = ['paths', template, method.toLowerCase(), 'responses', String(status)]
    return this.#faults([...at, 'content', 'application/json', 'schema'], body).map(
      (fault) => `${found.name} ${status}: ${fault}`,
    )
  }
}
