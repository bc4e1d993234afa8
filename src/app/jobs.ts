import { systemActor } from '../access/index.ts'
import { withMunicipality } from '../infra/db/index.ts'
import type { House } from '../infra/house.ts'
import { type JobHandler, type Listeners, queueJob } from '../infra/jobs/index.ts'
import type { AccountId, Json, MeasureId, MunicipalityId, StaffId } from '../kernel/index.ts'
import { probeAccount, refreshAccess } from '../modules/accounts/index.ts'
import { recordPolicyChange } from '../modules/archive/index.ts'
import {
  collectAccount,
  disposeOldDeliveries,
  subscribeEvents,
  subscribePush,
  takeEvents,
  takeItems,
} from '../modules/collection/index.ts'
import { carryOut } from '../modules/measures/index.ts'
import { mailSignInLink, tellAccountsLeft, tellBreakGlass } from '../modules/organisation/index.ts'
import { screenRecords } from '../modules/screening/index.ts'
import {
  closeHealthTask,
  type Escalation,
  escalate,
  failingIn,
  openHealthTask,
  openItemTasks,
  type ScreenedItem,
  tellOwner,
  tellSunsets,
} from '../modules/supervision/index.ts'
import type { Platform } from '../platforms/contract.ts'

/** Which jobs an announcement starts (design: call down, announce up). */
export const listeners: Listeners = new Map([
  ['signIn.requested', ['organisation.mailSignInLink']],
  ['signIn.breakGlass', ['organisation.tellBreakGlass']],
  ['staff.ended', ['organisation.tellAccountsLeft']],
  ['items.recorded', ['screening.screen']],
  ['items.screened', ['supervision.openTasks']],
  ['policy.changed', ['archive.recordPolicyChange']],
  ['account.failing', ['supervision.accountFailing', 'supervision.tellOwner']],
  ['account.recovered', ['supervision.accountRecovered']],
  ['measure.requested', ['measures.carryOut']],
  ['account.registered', ['collection.subscribe']],
])

const day = 24 * 60 * 60_000

/**
 * What is done by the clock, once for each municipality: every so many milliseconds from each process's start, so that
 * each such job must bear being done twice.
 */
export const schedule: readonly { readonly job: string; readonly every: number }[] = [
  { job: 'supervision.tellSunsets', every: day },
  { job: 'collection.disposeDeliveries', every: day },
]

/** Every background job by name; tests/house checks that each one that is listened for has its handler. */
export function jobHandlers(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
): Record<string, JobHandler> {
  return {
    'organisation.mailSignInLink': (municipalityId, event) =>
      mailSignInLink(house, municipalityId, {
        staff: event['staff'] as StaffId | null,
        at: new Date(String(event['at'])),
      }),
    'organisation.tellBreakGlass': (municipalityId, event) =>
      tellBreakGlass(house, municipalityId, {
        staff: event['staff'] as StaffId,
        method: String(event['method']),
        at: new Date(String(event['at'])),
      }),
    'organisation.tellAccountsLeft': (municipalityId, event) =>
      tellAccountsLeft(house, municipalityId, event['staff'] as StaffId),
    'collection.collect': async (municipalityId, event) => {
      await collectAccount(house, systemActor(municipalityId), platforms, event['account'] as AccountId)
    },
    'collection.subscribe': (municipalityId, event) =>
      subscribePush(house, systemActor(municipalityId), platforms, event['account'] as AccountId),
    'collection.subscribeEvents': (municipalityId, event) =>
      subscribeEvents(house, systemActor(municipalityId), platforms, event['account'] as AccountId),
    'collection.takeItems': (municipalityId, event) =>
      takeItems(house, platforms, municipalityId, event['account'] as AccountId),
    'collection.disposeDeliveries': async (municipalityId) => {
      await disposeOldDeliveries(house, municipalityId)
    },
    'collection.takeEvents': (municipalityId, event) =>
      takeEvents(
        house,
        platforms,
        {
          municipalityId,
          platform: String(event['platform']),
          registrationId: String(event['registration']),
        },
        String(event['sha256']),
      ),
    'screening.screen': (municipalityId, event) =>
      screenRecords(house, municipalityId, event['account'] as AccountId, records(event)),
    'supervision.openTasks': (municipalityId, event) =>
      openItemTasks(
        house,
        municipalityId,
        event['account'] as AccountId,
        event['items'] as unknown as ScreenedItem[],
      ),
    'supervision.accountFailing': (municipalityId, event) =>
      openHealthTask(house, municipalityId, event['account'] as AccountId),
    'supervision.tellOwner': (municipalityId, event) =>
      tellOwner(
        house,
        municipalityId,
        event['account'] as AccountId,
        failingIn(event['about']),
        String(event['detail']),
      ),
    'accounts.probe': async (municipalityId, event) => {
      await probeAccount(house, systemActor(municipalityId), platforms, event['account'] as AccountId)
    },
    'supervision.tellSunsets': (municipalityId) => tellSunsets(house, municipalityId, platforms),
    'supervision.escalate': (municipalityId, event) =>
      escalate(house, municipalityId, event as unknown as Escalation),
    'accounts.refreshAccess': (municipalityId, event) =>
      refreshAccess(house, systemActor(municipalityId), platforms, event['account'] as AccountId),
    'archive.recordPolicyChange': (municipalityId, event) =>
      recordPolicyChange(house, municipalityId, Number(event['version'])),
    'supervision.accountRecovered': async (municipalityId, event) => {
      await closeHealthTask(house, municipalityId, event['account'] as AccountId)
    },
    'measures.carryOut': (municipalityId, event) =>
      runMeasure(house, platforms, municipalityId, event['measure'] as MeasureId),
  }
}

const records = (event: { readonly [key: string]: Json }): { record: string; version: number }[] =>
  event['records'] as unknown as { record: string; version: number }[]

async function runMeasure(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  municipalityId: MunicipalityId,
  measure: MeasureId,
): Promise<void> {
  const more = await carryOut(house, systemActor(municipalityId), platforms, measure)
  if (!more) return
  await withMunicipality(house.db, municipalityId, (tx) =>
    queueJob(
      tx,
      'measures.carryOut',
      { municipality: municipalityId, event: { measure } },
      { key: `measures.carryOut/${measure}/again`, runAt: more.again },
    ),
  )
}
