import { createHash } from 'node:crypto'
import type { Measure } from '../measures/index.ts'
import { isModeration, isOpen, needsGround } from '../measures/index.ts'
import type { GroundGroup } from '../policy/index.ts'
import type { Task } from '../tasks/index.ts'
import type { FlagAnswer, FlagReason, FlagState, NewFlag, PublicWhy } from './types.ts'

/** The queue's label for what the notifier says it is. */
const labels: Readonly<Record<FlagReason, readonly string[]>> = {
  threat: ['threat'],
  hate: ['hateAgainstGroup'],
  private: ['personalData'],
  harm: ['sexual'],
  copyright: ['copyright'],
  other: [],
}
export const labelsOf = (reason: FlagReason): readonly string[] => labels[reason]

/** Of what somebody outside has notified us of; beside what screening says. */
export const flagged = 'flagged'

/**
 * What may be a threat, hate or violence on an account of ours cannot wait, whoever says so. A link that leads to nothing
 * of ours does not wake anybody. Of an item in the queue the rest is a reason among others: only questions have urgency 1.
 */
export const urgencyOf = (reason: FlagReason, isFound: boolean, isInQueue: boolean): 0 | 1 | 2 =>
  isPressing(reason) && isFound ? 0 : isInQueue ? 2 : 1

/** Whether somebody should look at once, and not only before the response target. */
export const isPressing = (reason: FlagReason): boolean => ['threat', 'hate', 'harm'].includes(reason)

/** What links carry for counting visitors; never part of what they point at. */
const counting = /^(utm_\w+|fbclid|gclid|igsh|igshid|mibextid|si)$/

function cleaned(link: string): URL | undefined {
  const url = URL.parse(link.trim())
  if (!url || !['https:', 'http:'].includes(url.protocol)) return undefined
  for (const name of [...url.searchParams.keys()]) if (counting.test(name)) url.searchParams.delete(name)
  return url
}

const bareHost = (host: string): string => host.replace(/^(www|m|mobile)\./, '')

/** The ways that an item's own address may be written, when somebody has copied it: at most a dozen. */
export function linkForms(link: string): string[] {
  const url = cleaned(link)
  if (!url) return []
  const host = bareHost(url.host)
  const path = url.pathname.replace(/\/+$/, '')
  const rest = `${url.search}${url.hash}`
  const forms = [host, `www.${host}`, url.host].flatMap((each) =>
    ['https', 'http'].flatMap((scheme) => [
      `${scheme}://${each}${path}${rest}`,
      `${scheme}://${each}${path}/${rest}`,
    ]),
  )
  return [...new Set([link.trim(), url.href, ...forms])]
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** What a notice is about, when no item of ours is found: the same link, or the same words, is the same thing. */
export function subjectOf({ link, text, accountId }: Omit<NewFlag, 'reason'>): string {
  const url = cleaned(link)
  if (url) {
    const path = url.pathname.replace(/\/+$/, '')
    return `link:${sha256(`${bareHost(url.host)}${path}${url.search}${url.hash}`.toLowerCase())}`
  }
  const words = `${link} ${text}`.toLocaleLowerCase('sv').replace(/\s+/g, ' ').trim()
  return `words:${sha256(`${accountId ?? ''}\n${words}`)}`
}

/** Tasks about what we cannot find ourselves: past this many, the rest share one, so that a flood never hides the queue. */
export const mostUnfound = 200
export const theRest = 'rest'

const dayMilliseconds = 24 * 60 * 60_000

/** Whether what was decided the same day also answers a notice that says nothing new of the same thing. */
export const stillAnswers = (task: Pick<Task, 'doneAt'>, text: string, now: Date): boolean =>
  text === '' && task.doneAt !== null && now.getTime() - task.doneAt.getTime() < dayMilliseconds

/** Whoever opened the comment before the notice came has not seen the notice. */
export const seenSince = (receivedAt: Date, state: FlagState): FlagState =>
  state.kind === 'waiting' && state.seenAt && state.seenAt < receivedAt ? { ...state, seenAt: null } : state

const whys: Readonly<Record<GroundGroup, PublicWhy>> = {
  must: 'crime',
  secret: 'details',
  data: 'details',
  house: 'rules',
}

/**
 * What became of a notice, from its task, what staff answered, and what has been done with the item it is about.
 * @param measures those of the item, oldest first · @param groupOf a ground's group by its id.
 */
export function stateOf(
  task: Pick<Task, 'seenAt' | 'doneAt' | 'outcome'>,
  answer: FlagAnswer | undefined,
  measures: readonly Pick<Measure, 'kind' | 'state' | 'groundId' | 'requestedAt' | 'finishedAt'>[],
  groupOf: (groundId: string) => GroundGroup | undefined,
): FlagState {
  if (!task.doneAt) return { kind: 'waiting', seenAt: task.seenAt }
  const at = task.doneAt
  if (task.outcome === 'answered' && answer) return { kind: answer.outcome, text: answer.text, at: answer.at }
  if (task.outcome === 'gone') return { kind: 'gone', text: '', at }
  if (task.outcome === 'replied') return { kind: 'replied', at }
  const last = measures.filter(isModeration).at(-1)
  if (task.outcome !== 'measured' || !last || !needsGround(last.kind)) return { kind: 'stands', text: '', at }
  if (last.state === 'overtaken') return { kind: 'gone', text: '', at: last.finishedAt ?? at }
  const why = whys[groupOf(last.groundId ?? '') ?? 'house']
  if (last.state === 'done') return { kind: 'takenAway', why, at: last.finishedAt ?? at }
  // An order that the platform refused is tried in another way; until then it is not done.
  return { kind: isOpen(last.state) || last.state === 'refused' ? 'takingAway' : 'takenAway', why, at }
}
