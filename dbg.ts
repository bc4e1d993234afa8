import { createHttp } from './src/infra/http/index.ts'
import { silentLog } from './src/infra/log/index.ts'
import { settableClock } from './src/kernel/index.ts'
import { catalogue } from './src/platforms/catalogue.ts'
import { memoryQuota } from './src/platforms/quota.ts'
import { fenced } from './src/app/demo/house.ts'
import { pastOf } from './src/app/demo/past/timeline.ts'
import { openStage } from './src/app/demo/stage/stage.ts'
import { placeKeys } from './src/app/demo/story.ts'
import { demoAccounts } from './src/app/demo/town.ts'
import { stories } from './src/app/demo/texts/index.ts'
import { messagesBefore } from './src/app/demo/texts/channels/messages.ts'
const base = new Date('2026-11-21T09:30:00Z')
const since = new Date('2026-05-25T09:30:00Z')
const past = pastOf(stories, messagesBefore(base), base, 20)
const stage = await openStage(20, since, {})
const clock = settableClock(since)
stage.clock.follow(clock)
const house = fenced({ http: (o: readonly string[]) => createHttp({ allowOrigins: o, userAgent: 'u', version: 't' }), log: silentLog } as never, stage, () => undefined)
const seen = new Map<string, Set<string>>(); const cursors = new Map<string, any>(); const conns = new Map<string, any>(); const ms = new Map<string, number>(); const calls = new Map<string, number>()
for (const k of placeKeys) { const { settings, secrets, url } = stage.place(k); const inner = house.http([url]); conns.set(k, { settings, secrets, http: { request: (r: any) => { calls.set(k, (calls.get(k) ?? 0) + 1); return inner.request(r) } }, clock: stage.clock, memory: new Map(), quota: memoryQuota(stage.clock) }); seen.set(k, new Set()) }
const only = process.argv[2]
for (const h of past) {
  stage.apply(h)
  if (only && h.account !== only) continue
  clock.set(new Date(h.at.getTime() + 90_000))
  const k = h.account; const t = performance.now()
  const p = catalogue.get(demoAccounts[k].platform)!
  for await (const page of p.collection.round(conns.get(k), { cursor: cursors.get(k) ?? null, mode: cursors.has(k) ? 'new' : 'reconcile', since: null })) {
    if (!page.ok) { console.log(h.at.toISOString(), k, JSON.stringify(page.error).slice(0, 300)); continue }
    for (const i of page.value.items) seen.get(k)!.add(i.platformId)
    cursors.set(k, page.value.cursor)
  }
  ms.set(k, (ms.get(k) ?? 0) + performance.now() - t)
  if ('key' in h.what && h.what.kind !== 'remove' && h.what.kind !== 'edit' && !seen.get(k)!.has(stage.idOf(h.what.key))) console.log('missed', k, h.what.kind, h.what.key, stage.idOf(h.what.key))
}
for (const k of placeKeys) console.log(k, seen.get(k)!.size, Math.round(ms.get(k) ?? 0), 'ms', calls.get(k))
await stage.close()
