import { expect, test } from 'vitest'
import type { HttpRequest } from '../infra/http/index.ts'
import { settableClock } from '../kernel/index.ts'
import { catalogue } from './catalogue.ts'
import type { Connection, Platform } from './contract.ts'
import { memoryQuota } from './quota.ts'

const elsewhere = 'elsewhere.example'

/** Every host that a platform asks, and where it sends a person, when its account's own settings are addresses. */
async function hostsAsked(platform: Platform): Promise<string[]> {
  const hosts: string[] = []
  const clock = settableClock(new Date('2026-11-29T08:00:00Z'))
  const text = ({ name, registration }: Platform['settings'][number]): string => {
    if (registration) return /^(api|server)$/.test(name) ? 'https://right.example' : '1'
    return `https://${elsewhere}/${name}`
  }
  const values = (secret: boolean) =>
    Object.fromEntries(
      platform.settings.flatMap((spec) => (spec.secret === secret ? [[spec.name, text(spec)]] : [])),
    )
  const connection: Connection = {
    settings: values(false),
    secrets: values(true),
    clock,
    memory: new Map(),
    quota: memoryQuota(clock),
    http: {
      request: async ({ url }: HttpRequest) => {
        hosts.push(new URL(url).host)
        return { ok: false, error: { kind: 'unreachable', detail: 'Svarar inte.' } }
      },
    } as unknown as Connection['http'],
  }
  const code = { code: 'c', redirectUri: 'https://us.example/svar', verifier: 'v' }
  const { access } = platform
  await platform.check(connection)
  await platform.probe?.(connection)
  await access?.exchange(connection, code)
  await access?.reached(connection)
  await access?.refresh?.(connection)
  for await (const page of platform.collection.round(connection, {
    cursor: null,
    mode: 'reconcile',
    since: null,
  }))
    if (!page.ok) break
  const asked = { redirectUri: code.redirectUri, state: 's', challenge: 'c' }
  if (access) hosts.push(new URL(access.authorizeUrl(connection, asked)).host)
  return hosts
}

const withApp = [...catalogue.values()].filter(({ settings }) =>
  settings.some(({ secret, registration }) => secret && registration),
)

test.each(withApp.map((platform) => [platform.id, platform] as const))(
  '%s: no setting of an account leads the secrets of the app elsewhere',
  async (_id, platform) => {
    const hosts = await hostsAsked(platform)
    expect(hosts.length).toBeGreaterThan(0)
    expect(hosts.filter((host) => host.endsWith(elsewhere))).toEqual([])
  },
)
