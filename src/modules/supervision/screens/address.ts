import { type AccountId, asId, type RecordId, type TaskId } from '../../../kernel/index.ts'
import { asked, firstOf, queryOf, type WebContext } from '../../../web/index.ts'
import { labels } from '../../screening/index.ts'
import type { ItemPlace } from '../queue-store.ts'
import type { QueueQuestion } from '../service/queue.ts'

export type View = 'todo' | 'mine' | 'second' | 'incoming' | 'done'

/** What of the queue is shown: it lives in the address, so that a view can be sent to a colleague. */
export interface QueueAddress {
  readonly view: View
  readonly accountId: AccountId | undefined
  readonly label: string | undefined
  /** 'mina': the languages that the reader reads beside Swedish. */
  readonly language: 'mina' | undefined
  /** The items of a group with the same text, by its first. */
  readonly sameAs: RecordId | undefined
  /** The last row of the page before, as placeText() wrote it. */
  readonly after: string | undefined
  /** Number of the first row of the page, from 1. */
  readonly from: number
  /** The round that the person came from and goes back to. */
  readonly round: { readonly accountId: AccountId; readonly seen: RecordId | undefined } | undefined
}

const views: Readonly<Record<View, string>> = {
  todo: '',
  mine: 'mina',
  second: 'andra',
  incoming: 'inkommet',
  done: 'klart',
}

function roundOf(account: string, seen: string): QueueAddress['round'] {
  const accountId = asId<AccountId>(account)
  return accountId && { accountId, seen: asId<RecordId>(seen) }
}

/** Reads an address; what it does not understand it passes over. */
export function addressOf(c: WebContext): QueueAddress {
  const query = queryOf(c)
  const view =
    (Object.keys(views) as View[]).find((each) => views[each] === firstOf(query['urval'])) ?? 'todo'
  const label = firstOf(query['skal'])
  const from = Number(firstOf(query['fran']))
  return {
    view,
    accountId: asId<AccountId>(firstOf(query['konto'])),
    label: labels.find((each) => each === label),
    language: firstOf(query['sprak']) === 'mina' ? 'mina' : undefined,
    sameAs: asId<RecordId>(firstOf(query['samma'])),
    after: firstOf(query['efter']) || undefined,
    from: Number.isSafeInteger(from) && from > 0 ? from : 1,
    round: roundOf(firstOf(query['runda']), firstOf(query['sedd'])),
  }
}

/** '?urval=mina&konto=…', or '' for the queue as it is from the start. */
export function queryText(
  address: Partial<QueueAddress>,
  more: Readonly<Record<string, string>> = {},
): string {
  const { view, accountId, label, language, sameAs, after, from, round } = address
  const query = new URLSearchParams({
    ...(view && views[view] && { urval: views[view] }),
    ...(accountId && { konto: accountId }),
    ...(label && { skal: label }),
    ...(language && { sprak: language }),
    ...(sameAs && { samma: sameAs }),
    ...(after && { efter: after, fran: String(from ?? 1) }),
    ...(round && { runda: round.accountId, ...(round.seen && { sedd: round.seen }) }),
    ...more,
  })
  const text = query.toString()
  return text && `?${text}`
}

/** The queue, or an item in it with the list kept as it was. */
export const queueHref = (
  address: Partial<QueueAddress>,
  taskId?: TaskId,
  more?: Record<string, string>,
): string => `${taskId ? `/ko/${taskId}` : '/ko'}${queryText(address, more)}`

export const placeText = (place: {
  readonly urgency: number
  readonly dueAt: Date
  readonly taskId: TaskId
}): string => `${place.urgency}_${place.dueAt.toISOString()}_${place.taskId}`

export const itemPlaceText = (place: ItemPlace): string =>
  `${place.publishedAt.toISOString()}_${place.recordId}`

function instant(text: string | undefined): Date | undefined {
  const at = new Date(text ?? '')
  return Number.isNaN(at.getTime()) ? undefined : at
}

/** The address as the question that the service takes. */
export function questionOf(address: QueueAddress): QueueQuestion {
  const [urgency, due, id] = (address.after ?? '').split('_')
  const dueAt = instant(due)
  const taskId = asId<TaskId>(id ?? '')
  const isUrgency = /^[0-9]$/.test(urgency ?? '')
  return {
    selection: address.view === 'incoming' ? 'todo' : address.view,
    accountId: address.accountId,
    label: address.label,
    language: address.language,
    sameAs: address.sameAs,
    after: isUrgency && dueAt && taskId ? { urgency: Number(urgency), dueAt, taskId } : undefined,
  }
}

export function itemPlaceOf(address: QueueAddress): ItemPlace | undefined {
  const [published, id] = (address.after ?? '').split('_')
  const publishedAt = instant(published)
  const recordId = asId<RecordId>(id ?? '')
  return publishedAt && recordId ? { publishedAt, recordId } : undefined
}

/** A time that the page was given, to ask what has come since. */
export const sinceOf = (c: WebContext): Date | undefined => instant(asked(c, 'sedan'))

/** An act on a task ('atgard', 'lat-sta'), with the list kept as it was. */
export const actHref = (
  address: Partial<QueueAddress>,
  taskId: TaskId,
  act: string,
  more?: Record<string, string>,
): string => `/ko/${taskId}/${act}${queryText(address, more)}`

/** A round, gone through up to an item. */
export const roundHref = (accountId: AccountId, seen: RecordId | undefined): string =>
  `/ko/runda/${accountId}${seen ? `?sedd=${seen}` : ''}`

/** Where "Avbryt" goes: the round that the person came from, otherwise the item. */
export const backHref = (address: QueueAddress, taskId: TaskId): string =>
  address.round ? roundHref(address.round.accountId, address.round.seen) : queueHref(address, taskId)

/** Where one goes on after an act: past the item in its round, otherwise to the item, where one sees how it goes. */
export const onwardHref = (address: QueueAddress, taskId: TaskId, recordId: RecordId): string =>
  address.round ? roundHref(address.round.accountId, recordId) : queueHref(address, taskId)
