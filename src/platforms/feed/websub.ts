import { ok } from '../../kernel/index.ts'
import type { Webhook } from '../contract.ts'
import { websub } from '../websub.ts'
import { fetchFeed } from './client.ts'
import { webAddress } from './mapping.ts'

/** Targets of a Link header (RFC 8288) with the relation. */
export function linked(header: string | undefined, rel: string): string[] {
  const found: string[] = []
  const link = /<([^>]*)>([^<]*)/g
  for (const [, target = '', parameters = ''] of (header ?? '').slice(0, 8_192).matchAll(link)) {
    const said = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters)
    const rels = (said?.[1] ?? said?.[2] ?? '').toLowerCase().split(/\s+/)
    if (rels.includes(rel)) found.push(target)
  }
  return found
}

/** Where the feed says that it can be subscribed to: its Link headers first, as WebSub §4 has it, then the document. */
const discover: Webhook['discover'] = async (connection) => {
  const got = await fetchFeed(connection, connection.settings['url']?.trim() ?? '')
  if (!got.ok) return got
  if (got.value === 'unchanged') return ok(undefined)
  const { document, answer, url } = got.value
  const header = answer.headers['link']
  const first = (rel: string): string | undefined =>
    [...linked(header, rel), ...(document.links.get(rel) ?? [])]
      .map((target) => webAddress(target, url))
      .find((target) => target !== undefined)
  const hub = first('hub')
  return ok(hub === undefined ? undefined : { hub, topic: first('self') ?? url })
}

export const webhook: Webhook = { ...websub, discover }
