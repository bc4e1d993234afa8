import { type FacebookDouble, startFacebookDouble } from '../../doubles/facebook/index.ts'
import { type Apart, apart, whenApart } from './apart.ts'

type Page = Pick<FacebookDouble, 'url' | 'pageId' | 'appId' | 'appSecret' | 'verifyToken' | 'token'>

export interface Writing {
  /** Where webhooks are sent. */
  readonly address: string
  readonly perSecond: number
  readonly count: number
  /** One comment in so many is caught by the word filter. */
  readonly oneIn: number
  /** How long the platform takes for each answer, milliseconds. */
  readonly answerMilliseconds: number
}

export interface Written {
  /** From each caught comment's webhook being sent to the order to hide it coming, milliseconds. */
  readonly toHide: readonly number[]
  /** From each webhook being sent to its answer. */
  readonly answers: readonly number[]
  /** Caught comments that nobody hid in time. */
  readonly missed: number
}

/**
 * A page on Facebook's double, in a process of its own, where many write at once and some write what is caught: comments
 * at an even rate, each told of by a signed webhook, answered when what is caught is hidden.
 */
export const facebookCrowd = (): Promise<Apart<Page, Writing, Written>> => apart(import.meta.url)

const longestWait = 60_000
const plain = 'Vad fint det blev vid bron, tack för att ni lagade räcket så fort'
const caught = 'Jag ska döda dig, jag vet var du bor'

async function write(double: FacebookDouble, post: string, asked: Writing): Promise<Written> {
  const { address, perSecond, count, oneIn, answerMilliseconds } = asked
  double.fault(answerMilliseconds > 0 ? { kind: 'slow', seconds: answerMilliseconds / 1_000 } : undefined)
  const [toHide, answers, sending]: [number[], number[], Promise<void>[]] = [[], [], []]
  const begun = performance.now()
  let expected = 0
  for (let n = 0; n < count; n += 1) {
    const early = begun + (n * 1_000) / perSecond - performance.now()
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early))
    const isCaught = n % oneIn === 0
    const id = double.addComment({
      to: post,
      text: isCaught ? caught : `${plain} ${n}`,
      as: `Person ${n % 50}`,
    })
    const sentAt = performance.now()
    if (isCaught) {
      expected += 1
      whenHidden(double, id, () => toHide.push(performance.now() - sentAt))
    }
    const value = { item: 'comment', verb: 'add', comment_id: id, post_id: post, parent_id: post }
    const payload = {
      object: 'page',
      entry: [{ id: double.pageId, time: n, changes: [{ field: 'feed', value }] }],
    }
    sending.push(
      double.deliver(address, payload).then((status) => {
        if (status !== 200) throw new Error(`answered ${status}`)
        answers.push(performance.now() - sentAt)
      }),
    )
  }
  await Promise.all(sending)
  const until = performance.now() + longestWait
  while (toHide.length < expected && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 50))
  return { toHide, answers, missed: expected - toHide.length }
}

/** The moment in which the order comes. */
function whenHidden(double: FacebookDouble, id: string, tell: () => void): void {
  const thing = double.thing(id)
  if (!thing) throw new Error('the comment is gone')
  let hidden = false
  Object.defineProperty(thing, 'hidden', {
    get: () => hidden,
    set: (value: boolean) => {
      if (value && !hidden) tell()
      hidden = value
    },
  })
}

await whenApart(import.meta.url, async () => {
  const double = await startFacebookDouble()
  const post = double.addPost({ text: 'Bron är öppen igen.' })
  const { url, pageId, appId, appSecret, verifyToken, token } = double
  return {
    told: { url, pageId, appId, appSecret, verifyToken, token },
    work: (asked: Writing) => write(double, post, asked),
    end: () => double.close(),
  }
})
