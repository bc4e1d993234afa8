import type { ScopeStage } from './scope-stage.ts'

/** What stands for each parameter of the table of routes, by the first word of the path. A new one must be named here. */
export function parameterIn(ids: ScopeStage['ids'], first: string, name: string): string {
  const known: Readonly<Record<string, string>> = {
    'ko :id': ids.task,
    'ko :account': ids.account,
    'ko :measure': ids.measure,
    'ko :batch': ids.batch,
    'dialog :id': ids.task,
    'dialog :referral': ids.referral,
    'dialog :round': ids.round,
    'publicering :id': ids.publication,
    'publicering :media': ids.media,
    'publicering :account': ids.account,
    'publicering :newsFeed': ids.feed,
    'publicering :news': ids.news,
    'publicering :licence': ids.licence,
    'publicering :question': ids.question,
    'delad :token': 'A'.repeat(43),
    'hanvisning :token': 'A'.repeat(43),
    'handlingar :id': ids.record,
    'handlingar :version': '1',
    'handlingar :name': 'media-1',
    'register :id': ids.account,
    'diarium :id': ids.entry,
    'register :absence': ids.absence,
    'register :shift': ids.shift,
    'register :staff': ids.staff,
    'register :application': ids.application,
    'register :part': 'plattform',
    'register :list': ids.record,
    'installningar :id': ids.staff,
    'installningar :device': ids.absence,
    'installningar :setting': 'wordFilter',
    'installningar :version': '1',
    'installningar :platform': 'wordpress',
    'webhooks :platform': 'wordpress',
    'webhooks :connection': ids.account,
    'provning :nummer': 'K-2026-22222222',
    'anmal :nummer': 'A-2026-22222222',
    'installningar :lank': ids.staff,
    'installningar :account': ids.account,
    'logga-in :token': 'A'.repeat(43),
    'log *': '0/000.p/1',
    'personalskydd :id': ids.room,
    'personalskydd :step': 'talk',
    'scim :id': ids.staff,
  }
  const found = known[`${first} ${name}`]
  if (found === undefined)
    throw new Error(`tests/support/scope-parameters.ts does not know ${name} of /${first}`)
  return found
}
