import { systemActor } from '../access/index.ts'
import { withMunicipality } from '../infra/db/index.ts'
import type { House } from '../infra/house.ts'
import { type JobHandler, type Listeners, queueJob, type Relaying } from '../infra/jobs/index.ts'
import {
  type AccountId,
  eachIfNotAll,
  type Json,
  type MeasureId,
  type MunicipalityId,
  type PublicationId,
  type RecordId,
  type StaffId,
} from '../kernel/index.ts'
import { probeAccount, refreshAccess } from '../modules/accounts/index.ts'
import {
  publishNotice,
  remindOfChecklists,
  remindOfFollowUps,
  tellNext,
} from '../modules/applications/index.ts'
import { recordPolicyChange, removeWithdrawn, type WithdrawnFile } from '../modules/archive/index.ts'
import {
  collectAccount,
  disposeOldDeliveries,
  type Kept,
  subscribeEvents,
  subscribePush,
  takeEvents,
  takeItems,
} from '../modules/collection/index.ts'
import { judgeAccounts, judgeAgain, websiteHosts } from '../modules/compliance/index.ts'
import { mailReferral, tellLate, tellReferrals } from '../modules/dialogue/index.ts'
import { followMeasure, tellWaiting } from '../modules/diary/index.ts'
import { tellNotifiers } from '../modules/flags/index.ts'
import { askInsights } from '../modules/insights/index.ts'
import { trainByNight, trainLearned } from '../modules/learning/index.ts'
import { carryOut, hideCaught } from '../modules/measures/index.ts'
import {
  sendNotices,
  tellAbsence,
  tellAccountsLeft,
  tellBreakGlass,
  tellByTheClock,
  tellMailbox,
  tellShift,
  tellShiftTaken,
} from '../modules/notices/index.ts'
import { mailSignInLink } from '../modules/organisation/index.ts'
import { remindOfReports } from '../modules/policeReports/index.ts'
import { fetchNews, remindOfLicences, send, sendDue } from '../modules/publishing/index.ts'
import { forgetPrints, lookAtPictures, screenRecords } from '../modules/screening/index.ts'
import type { Absence } from '../modules/staffing/index.ts'
import { remindOfSupport } from '../modules/staffSafety/index.ts'
import {
  closeHealthTask,
  type Escalation,
  escalate,
  failingIn,
  openHealthTask,
  openItemTasks,
  raiseTasks,
  type ScreenedItem,
  tellLacking,
  tellOwner,
  tellSunsets,
  tellUrgent,
} from '../modules/supervision/index.ts'
import { remindOfVault, tellOfVault } from '../modules/vault/index.ts'
import { newsReader } from '../platforms/catalogue.ts'
import type { Platform } from '../platforms/contract.ts'

/** Which jobs an announcement starts (design: call down, announce up). */
export const listeners: Listeners = new Map([
  ['signIn.requested', ['organisation.mailSignInLink']],
  ['signIn.breakGlass', ['notices.tellBreakGlass']],
  ['staff.ended', ['notices.tellAccountsLeft']],
  ['items.recorded', ['screening.screen']],
  ['learning.asked', ['learning.train']],
  ['learned.forgotten', ['learning.train']],
  ['items.caught', ['measures.hideCaught']],
  ['items.screened', ['supervision.openTasks', 'screening.lookAtPictures', 'notices.tellMailbox']],
  ['pictures.known', ['supervision.openTasks']],
  ['items.repeated', ['supervision.raiseTasks']],
  ['policy.changed', ['archive.recordPolicyChange', 'compliance.judgeAgain']],
  ['account.failing', ['supervision.accountFailing', 'supervision.tellOwner']],
  ['account.recovered', ['supervision.accountRecovered']],
  ['measure.requested', ['measures.carryOut', 'diary.follow']],
  ['media.withdrawn', ['archive.removeWithdrawn']],
  ['question.referred', ['dialogue.mailReferral']],
  ['account.noticeOrdered', ['applications.publishNotice']],
  ['application.stepDone', ['applications.tellNext']],
  ['checklist.goneThrough', ['compliance.judgeAgain']],
  ['account.registered', ['collection.subscribe']],
  ['deliveries.kept', ['collection.takeEvents']],
  ['absence.entered', ['notices.tellAbsence']],
  ['absence.withdrawn', ['notices.tellWithdrawn']],
  ['shift.given', ['notices.tellShift']],
  ['shift.taken', ['notices.tellShiftTaken']],
  ['notice.written', ['notices.send']],
  ['guideline.stated', ['compliance.judgeAgain']],
  ['vault.filled', ['compliance.judgeAgain']],
  ['publication.approved', ['publishing.sendDue']],
  ['vault.asked', ['vault.tellAsked']],
  ['vault.opened', ['vault.tellOpened']],
])

/** Jobs that are told of many announcements at once, as {all: […]}. */
const together: ReadonlySet<string> = new Set([
  'collection.takeEvents',
  'supervision.openTasks',
  'screening.lookAtPictures',
  'notices.tellMailbox',
])

/** The way from an event to the order that hides what the word filter catches: other work waits for it (S7). */
const first: ReadonlySet<string> = new Set([
  'collection.takeEvents',
  'screening.screen',
  'measures.hideCaught',
  'measures.carryOut',
])

/** Jobs that ask platforms and websites at leisure, and wait as long as those take. */
export const patient: ReadonlySet<string> = new Set([
  'accounts.probe',
  'accounts.refreshAccess',
  'collection.collect',
  'collection.subscribe',
  'collection.subscribeEvents',
  'compliance.judge',
  'compliance.judgeAgain',
  'insights.ask',
  'publishing.fetchNews',
])

export const relaying: Relaying = { listeners, together, first }

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/**
 * What is done by the clock, once for each municipality: every so many milliseconds from each process's start, so that
 * each such job must bear being done twice.
 */
export const schedule: readonly { readonly job: string; readonly every: number }[] = [
  { job: 'supervision.tellSunsets', every: day },
  { job: 'collection.disposeDeliveries', every: day },
  { job: 'screening.forgetPrints', every: day },
  { job: 'notices.send', every: minute },
  { job: 'notices.tellByTheClock', every: hour },
  { job: 'vault.remind', every: day },
  { job: 'compliance.judge', every: day },
  { job: 'flags.tellNotifiers', every: 5 * minute },
  { job: 'policeReports.remind', every: day },
  { job: 'staffSafety.remind', every: hour },
  { job: 'dialogue.tellLate', every: 5 * minute },
  { job: 'learning.trainByNight', every: hour },
  { job: 'supervision.tellLacking', every: 10 * minute },
  { job: 'supervision.tellUrgent', every: minute },
  { job: 'publishing.sendDue', every: minute / 2 },
  { job: 'publishing.fetchNews', every: 10 * minute },
  { job: 'publishing.remindOfLicences', every: day },
  { job: 'insights.ask', every: hour },
  { job: 'diary.tellWaiting', every: hour },
  { job: 'applications.remindOfFollowUps', every: day },
  { job: 'applications.remindOfChecklists', every: day },
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
    'notices.tellBreakGlass': (municipalityId, event) =>
      tellBreakGlass(house, municipalityId, {
        staff: event['staff'] as StaffId,
        method: String(event['method']),
        at: new Date(String(event['at'])),
      }),
    'notices.tellAccountsLeft': (municipalityId, event) =>
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
      takeEvents(house, platforms, municipalityId, event['all'] as unknown as Kept[]),
    'screening.screen': (municipalityId, event) =>
      screenRecords(house, municipalityId, event['account'] as AccountId, records(event)),
    'learning.train': (municipalityId) => trainLearned(house, municipalityId),
    'learning.trainByNight': (municipalityId) => trainByNight(house, municipalityId),
    'screening.lookAtPictures': (municipalityId, event) =>
      byAccount(event, (account, items) => lookAtPictures(house, municipalityId, account, items)),
    'screening.forgetPrints': (municipalityId) => forgetPrints(house, municipalityId),
    'measures.hideCaught': (municipalityId, event) =>
      hideCaught(
        house,
        municipalityId,
        platforms,
        event['account'] as AccountId,
        event['records'] as string[],
      ),
    'supervision.openTasks': (municipalityId, event) =>
      byAccount(event, (account, items) => openItemTasks(house, municipalityId, account, items)),
    'supervision.raiseTasks': (municipalityId, event) =>
      raiseTasks(house, municipalityId, event['records'] as string[]),
    'supervision.accountFailing': (municipalityId, event) =>
      openHealthTask(house, municipalityId, event['account'] as AccountId),
    'supervision.tellOwner': (municipalityId, event) =>
      tellOwner(
        house,
        municipalityId,
        event['account'] as AccountId,
        failingIn(event['about']),
        String(event['at']),
      ),
    'flags.tellNotifiers': (municipalityId) => tellNotifiers(house, municipalityId),
    'accounts.probe': async (municipalityId, event) => {
      await probeAccount(house, systemActor(municipalityId), platforms, event['account'] as AccountId)
    },
    'supervision.tellLacking': (municipalityId) => tellLacking(house, municipalityId),
    'supervision.tellUrgent': (municipalityId) => tellUrgent(house, municipalityId),
    'supervision.tellSunsets': (municipalityId) => tellSunsets(house, municipalityId, platforms),
    'supervision.escalate': (municipalityId, event) =>
      escalate(house, municipalityId, event as unknown as Escalation),
    'accounts.refreshAccess': (municipalityId, event) =>
      refreshAccess(house, systemActor(municipalityId), platforms, event['account'] as AccountId),
    'dialogue.mailReferral': (municipalityId, event) =>
      mailReferral(house, municipalityId, event['referral'] as RecordId),
    'dialogue.tellLate': async (municipalityId) => {
      await tellLate(house, municipalityId)
      await tellReferrals(house, municipalityId)
    },
    'diary.follow': (municipalityId, event) =>
      followMeasure(house, municipalityId, event['measure'] as MeasureId),
    'diary.tellWaiting': (municipalityId) => tellWaiting(house, municipalityId),
    'notices.send': (municipalityId) => sendNotices(house, municipalityId),
    'notices.tellMailbox': (municipalityId, event) =>
      byAccount(event, (account, items) => tellMailbox(house, municipalityId, account, items)),
    'notices.tellAbsence': (municipalityId, event) =>
      tellAbsence(house, municipalityId, absence(event), 'entered'),
    'notices.tellWithdrawn': (municipalityId, event) =>
      tellAbsence(house, municipalityId, absence(event), 'withdrawn'),
    'notices.tellShift': (municipalityId, event) =>
      tellShift(house, municipalityId, {
        shift: String(event['shift']),
        staff: event['staff'] as StaffId,
        weeks: Number(event['weeks']),
      }),
    'notices.tellShiftTaken': (municipalityId, event) =>
      tellShiftTaken(house, municipalityId, {
        shift: String(event['shift']),
        staff: event['staff'] as StaffId,
        account: event['account'] as AccountId | null,
        from: new Date(String(event['from'])),
        to: new Date(String(event['to'])),
        at: String(event['at']),
      }),
    'notices.tellByTheClock': (municipalityId) => tellByTheClock(house, municipalityId),
    'archive.removeWithdrawn': (municipalityId, event) =>
      removeWithdrawn(house, municipalityId, event['files'] as unknown as WithdrawnFile[]),
    'archive.recordPolicyChange': (municipalityId, event) =>
      recordPolicyChange(house, municipalityId, Number(event['version'])),
    'supervision.accountRecovered': async (municipalityId, event) => {
      await closeHealthTask(house, municipalityId, event['account'] as AccountId)
    },
    'vault.tellAsked': (municipalityId, event) =>
      tellOfVault(house, systemActor(municipalityId), event['opening'] as RecordId, 'asked'),
    'vault.tellOpened': (municipalityId, event) =>
      tellOfVault(house, systemActor(municipalityId), event['opening'] as RecordId, 'opened'),
    'vault.remind': (municipalityId) => remindOfVault(house, systemActor(municipalityId)),
    'compliance.judge': (municipalityId) => judgeAccounts(house, systemActor(municipalityId), platforms),
    'compliance.judgeAgain': (municipalityId, event) =>
      judgeAgain(house, municipalityId, event['account'] as AccountId | undefined),
    'publishing.sendDue': (municipalityId) => sendDue(house, municipalityId, { platforms, websiteHosts }),
    'publishing.fetchNews': (municipalityId) => fetchNews(house, municipalityId, newsReader),
    'publishing.remindOfLicences': (municipalityId) => remindOfLicences(house, municipalityId),
    'publishing.send': (municipalityId, event) =>
      send(
        house,
        municipalityId,
        { platforms, websiteHosts },
        {
          publicationId: event['publication'] as PublicationId,
          accountId: event['account'] as AccountId,
        },
      ),
    'insights.ask': (municipalityId) => askInsights(house, systemActor(municipalityId), platforms),
    'applications.tellNext': (municipalityId, event) =>
      tellNext(house, municipalityId, String(event['step'])),
    'applications.publishNotice': (municipalityId, event) =>
      publishNotice(house, municipalityId, platforms, String(event['step'])),
    'applications.remindOfChecklists': (municipalityId) => remindOfChecklists(house, municipalityId),
    'applications.remindOfFollowUps': (municipalityId) => remindOfFollowUps(house, municipalityId),
    'policeReports.remind': (municipalityId) => remindOfReports(house, municipalityId),
    'staffSafety.remind': (municipalityId) => remindOfSupport(house, municipalityId),
    'measures.carryOut': (municipalityId, event) =>
      runMeasure(house, platforms, municipalityId, event['measure'] as MeasureId),
  }
}

const records = (event: { readonly [key: string]: Json }): { record: string; version: number }[] =>
  event['records'] as unknown as { record: string; version: number }[]

type Screened = ScreenedItem & { readonly version: number }

interface ItemsOf {
  readonly account: AccountId
  readonly items: readonly Screened[]
}

/** Announcements that are handled together; a large import makes many. */
const atOnce = 10

/**
 * Announcements of items told together, or the one that was told: some of an account's at once, or each alone where that
 * fails. @throws what hindered it, so that it is tried again.
 */
async function byAccount(
  event: { readonly [key: string]: Json },
  work: (account: AccountId, items: readonly Screened[]) => Promise<void>,
): Promise<void> {
  const all = (event['all'] ?? [event]) as unknown as readonly ItemsOf[]
  const failures: unknown[] = []
  for (const [account, told] of Map.groupBy(all, (one) => one.account))
    for (let from = 0; from < told.length; from += atOnce) {
      const failed = await eachIfNotAll(told.slice(from, from + atOnce), (some) =>
        work(
          account,
          some.flatMap(({ items }) => items),
        ),
      )
      failures.push(...failed.values())
    }
  if (failures.length > 0) throw failures[0]
}

const absence = (event: { readonly [key: string]: Json }): Absence => ({
  absenceId: String(event['absence']),
  staffId: event['staff'] as StaffId,
  from: String(event['from']),
  to: String(event['to']),
})

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
