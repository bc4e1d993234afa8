import { settableClock } from '../../../src/kernel/index.ts'
import { draftFor } from '../../../src/platforms/conformance/orders.ts'
import { roundOf } from '../../../src/platforms/conformance/world.ts'
import type {
  Connection,
  Failure,
  ItemRef,
  ItemState,
  Outcome,
  Platform,
  Published,
} from '../../../src/platforms/contract.ts'
import { platformOf } from '../platform.ts'
import { randomFrom } from '../random.ts'
import { failed, type Kind, kinds, spoiler } from './spoil.ts'
import { type AnyStage, stages } from './stages.ts'

/** What went wrong when answers to orders were spoiled; empty when every platform keeps its word. */
export interface OrderCampaign {
  readonly seed: number
  readonly scenarios: number
  /** Spoiled answers, by platform. */
  readonly answers: Readonly<Record<string, number>>
  readonly total: number
  readonly failures: Readonly<Record<string, number>>
  readonly broken: readonly string[]
}

type OrderName = 'hide' | 'unhide' | 'hold' | 'approve' | 'remove' | 'reply' | 'privateReply' | 'publish'

interface Scene {
  readonly platform: Platform
  readonly stage: AnyStage
  readonly connection: Connection
  readonly spoiling: ReturnType<typeof spoiler>
  readonly kind: Kind
  readonly chance: () => number
  readonly comment: ItemRef | undefined
  readonly n: number
  readonly failures: Record<string, number>
  complain(what: string): void
}

const isFailed = (kind: Kind): boolean => failed.some((one) => one === kind)

/** Who gives the order hears an error that is no error of the order's: it may have been carried out. */
function heard(scene: Scene, failure: Failure): void {
  scene.failures[failure.kind] = (scene.failures[failure.kind] ?? 0) + 1
  const said = JSON.stringify(failure)
  for (const [name, secret] of Object.entries(scene.connection.secrets))
    if (secret.length > 5 && said.includes(secret)) scene.complain(`${name} in a failure`)
  if (isFailed(scene.kind) && (failure.kind === 'rejected' || failure.kind === 'gone'))
    scene.complain(`${failure.kind} though nothing true was answered: ${failure.detail}`)
}

const wanted: Readonly<Record<string, readonly ItemState[]>> = {
  hide: ['hidden', 'held'],
  hold: ['held', 'hidden'],
  unhide: ['visible'],
  approve: ['visible'],
  remove: ['removed'],
}

/** Spoiled, then in peace: the second time it succeeds, and the item is as it should be. */
async function moderate(scene: Scene, name: keyof typeof wanted): Promise<void> {
  const { platform, comment, connection, spoiling } = scene
  const { moderation } = platform
  const { remove } = moderation ?? {}
  const order =
    name === 'remove'
      ? remove && ((ref: ItemRef) => remove(connection, ref, 'trash'))
      : ((given) => given && ((ref: ItemRef) => given(connection, ref)))(moderation?.[name as 'hide'])
  if (!order || !comment) return
  spoiling.set(scene.kind, scene.chance() < 0.5 ? 0.6 : 1)
  const first = await order(comment)
  if (!first.ok) heard(scene, first.error)
  spoiling.set(undefined)
  if (!first.ok) {
    const again = await order(comment)
    if (!again.ok) scene.complain(`${name} again: ${again.error.kind} ${again.error.detail}`)
  }
  if (moderation?.answerConfirms && name !== 'remove') return
  const seen = await platform.collection.fetchItem(connection, comment)
  const state = seen.ok ? seen.value.state : seen.error.kind
  const right: readonly string[] = [...(wanted[name] ?? []), ...(name === 'remove' ? ['gone'] : [])]
  if (!right.includes(state)) scene.complain(`${name} is done, and it is ${state}`)
}

/** Ids of what the double holds with these words; messages are not listed anew everywhere, only as new. */
async function standing({ platform, stage }: Scene, text: string): Promise<string[]> {
  const ids = new Set<string>()
  for (const mode of ['reconcile', 'new'] as const) {
    const { items, failure } = await roundOf(platform, { ...stage.connection, memory: new Map() }, { mode })
    if (failure) throw new Error(`the double itself: ${failure.detail}`)
    for (const item of items) if (item.text.includes(text)) ids.add(item.platformId)
  }
  return [...ids]
}

/** What is said once is there once, whatever became of the answers; and what is told to stand there does. */
async function say(
  scene: Scene,
  text: string,
  way: { first(): Promise<Outcome<Published>>; again(): Promise<Outcome<Published>> },
): Promise<void> {
  const { spoiling, kind } = scene
  spoiling.set(kind, scene.chance() < 0.5 ? 0.6 : 1)
  const first = await way.first()
  if (!first.ok) heard(scene, first.error)
  spoiling.set(undefined)
  const isFinal = !first.ok && ['rejected', 'gone'].includes(first.error.kind)
  const last = first.ok || isFinal ? first : await way.again()
  if (!last.ok && !isFinal) scene.complain(`again: ${last.error.kind} ${last.error.detail}`)
  const there = await standing(scene, text)
  if (there.length > 1) scene.complain(`said ${there.length} times`)
  if (last.ok && !there.includes(last.value.platformId))
    scene.complain(`told to be ${JSON.stringify(last.value.platformId)}, is ${there}`)
  // What the platform has refused for good is not looked for again.
  if (isFinal && there.length > 0)
    scene.complain(`told to be refused, and stands there: ${last.ok ? '' : last.error.detail}`)
}

const restarted = (connection: Connection): Connection => ({ ...connection, memory: new Map() })

async function reply(scene: Scene, name: 'public' | 'private'): Promise<void> {
  const { platform, comment, connection, n } = scene
  const order = platform.reply?.[name]
  if (!order || !comment) return
  const text = `Hej, svar nummer ${n} om torget kommer på måndag.`
  const key = `svar-${n}`
  const later = scene.chance() < 0.5 ? connection : restarted(connection)
  await say(scene, text, {
    first: () => order(connection, comment, text, key),
    again: () => order(later, comment, text, key),
  })
}

async function publish(scene: Scene): Promise<void> {
  const { publishing } = scene.platform
  if (!publishing) return
  const { connection, n } = scene
  const draft = { ...draftFor(publishing.limits), text: `Torget nummer ${n} stängs på måndag` }
  const key = `inlagg-${n}`
  const later = scene.chance() < 0.5 ? connection : restarted(connection)
  await say(scene, draft.text, {
    first: () => publishing.publish(connection, draft, key),
    async again() {
      // As who publishes has it: looked for before it is sent anew, also when the look is troubled.
      scene.spoiling.set(scene.kind, 0.5)
      const troubled = await publishing.findPublished(later, key, draft)
      scene.spoiling.set(undefined)
      const found = await publishing.findPublished(later, key, draft)
      if (!troubled.ok && (found.ok || troubled.error.kind !== 'gone')) heard(scene, troubled.error)
      if (found.ok || found.error.kind !== 'gone') return found
      return publishing.publish(later, draft, key)
    },
  })
}

const orders: Readonly<Record<OrderName, (scene: Scene) => Promise<void>>> = {
  hide: (scene) => moderate(scene, 'hide'),
  unhide: (scene) => moderate(scene, 'unhide'),
  hold: (scene) => moderate(scene, 'hold'),
  approve: (scene) => moderate(scene, 'approve'),
  remove: (scene) => moderate(scene, 'remove'),
  reply: (scene) => reply(scene, 'public'),
  privateReply: (scene) => reply(scene, 'private'),
  publish,
}

function possible({ moderation, reply: replies, publishing }: Platform): OrderName[] {
  return (Object.keys(orders) as OrderName[]).filter((name) => {
    if (name === 'publish') return publishing
    if (name === 'reply') return replies?.public
    return name === 'privateReply' ? replies?.private : moderation?.[name]
  })
}

/** A new double after so many, so that what is used up of a day lasts. */
const scenariosPerDouble = 4
const minute = 60_000

/** @param count spoiled answers, over the platforms alike. */
export async function spoilOrders(
  count: number,
  seed: number,
  only: readonly string[] = Object.keys(stages),
): Promise<OrderCampaign> {
  const broken: string[] = []
  const failures: Record<string, number> = {}
  const answers: Record<string, number> = {}
  let scenarios = 0
  const able = only.filter((id) => possible(platformOf(id)).length > 0)
  for (const id of able) {
    const platform = platformOf(id)
    const names = possible(platform)
    const chance = randomFrom(seed + [...id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 11))
    let spoiled = 0
    for (let n = 0; spoiled < count / able.length && broken.length < 40; ) {
      const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
      const stage = await (stages[id] as (typeof stages)[string])(clock)
      const spoiling = spoiler(stage.connection.http, chance, clock)
      const connection = { ...stage.connection, http: spoiling.http }
      const post = await stage.post('Vi bygger om torget')
      const before = () => Object.values(spoiling.counts).reduce((sum, one) => sum + one, 0)
      for (let turn = 0; turn < scenariosPerDouble; turn++, n++, scenarios++) {
        clock.advance(minute)
        const name = names[n % names.length] as OrderName
        // Each order meets each kind, whatever their numbers have in common.
        const kind = kinds[Math.floor(n / names.length) % kinds.length] as Kind
        const complain = (what: string) => broken.push(`${id} ${name} ${kind} ${n}: ${what}`)
        const comment = platform.collects.comments && (await stage.comment(post, `Kommentar ${n} om torget`))
        clock.advance(minute)
        const scene = { platform, stage, connection, spoiling, kind, chance, n, failures, complain }
        try {
          await orders[name]({ ...scene, comment: comment || undefined })
        } catch (thrown) {
          complain(`threw ${thrown instanceof Error ? thrown.stack?.slice(0, 400) : thrown}`)
        }
        spoiling.set(undefined)
      }
      spoiled += before()
      await stage.close()
    }
    answers[id] = spoiled
  }
  const total = Object.values(answers).reduce((sum, one) => sum + one, 0)
  return { seed, scenarios, answers, total, failures, broken }
}
