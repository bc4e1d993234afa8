import { type Json, settableClock } from '../../../src/kernel/index.ts'
import { Listings } from '../../../src/modules/collection/listing.ts'
import { catalogue } from '../../../src/platforms/catalogue.ts'
import { reconcile } from '../../../src/platforms/conformance/world.ts'
import type {
  CollectedItem,
  Connection,
  Failure,
  ItemRef,
  Platform,
  RoundPage,
} from '../../../src/platforms/contract.ts'
import { randomFrom } from '../random.ts'
import { failed, type Kind, kinds, spoiler, told } from './spoil.ts'
import { type AnyStage, stages } from './stages.ts'

/** What went wrong, by its sort; empty when every platform keeps its word. */
export interface Campaign {
  readonly seed: number
  readonly scenarios: number
  /** Listings that were completed from where another round was cut. */
  readonly resumed: number
  /** Items that two rounds after the fault had not found, only the next listing of everything. */
  readonly late: number
  /** Spoiled answers, by platform and by kind. */
  readonly answers: Record<string, Partial<Record<Kind, number>>>
  readonly total: number
  readonly failures: Record<string, number>
  readonly broken: readonly string[]
}

const failureKinds: readonly string[] = ['reauthorise', 'rejected', 'gone', 'outcomeUnknown', 'retryLater']

/** What collection keeps: the last version of each item, the way modules/collection takes pages and confirms. */
class Book {
  readonly items = new Map<string, CollectedItem>()
  cursor: Json | null = null
  readonly listings = new Listings()

  take(page: RoundPage): void {
    for (const item of page.items) this.items.set(item.platformId, item)
    this.cursor = JSON.parse(JSON.stringify(page.cursor)) as Json
  }
}

class Scenario {
  readonly #platform: Platform
  readonly #name: string
  readonly #complain: (what: string) => void
  readonly #failures: Record<string, number>
  resumed = 0

  constructor(
    platform: Platform,
    name: string,
    complain: (what: string) => void,
    failures: Record<string, number>,
  ) {
    this.#platform = platform
    this.#name = name
    this.#complain = complain
    this.#failures = failures
  }

  complain = (what: string): void => this.#complain(`${this.#name}: ${what}`)

  failure(connection: Connection, failure: Failure): void {
    this.#failures[failure.kind] = (this.#failures[failure.kind] ?? 0) + 1
    if (!failureKinds.includes(failure.kind)) this.complain(`failure of the kind ${failure.kind}`)
    if (failure.kind === 'retryLater' && !(failure.at.getTime() > connection.clock.now().getTime() - 60_000))
      this.complain(`to be tried again at ${failure.at}`)
    this.#keepsSecret(connection, 'a failure', failure)
  }

  #keepsSecret(connection: Connection, where: string, value: unknown): void {
    const said = JSON.stringify(value)
    for (const [name, secret] of Object.entries(connection.secrets))
      if (secret.length > 5 && (said.includes(secret) || said.includes(encodeURIComponent(secret))))
        this.complain(`${name} in ${where}`)
  }

  /** One round into the book. @returns the failure, and whether it said that it was complete. */
  async round(connection: Connection, book: Book, mode: 'new' | 'reconcile') {
    const listing = book.listings.begin('book', book.cursor, connection.clock.now())
    let complete: RoundPage['complete']
    let failure: Failure | undefined
    let resumed = false
    let pages = 0
    const options = { cursor: book.cursor, mode, since: null }
    for await (const page of this.#platform.collection.round(connection, options)) {
      if (failure) this.complain('the round went on after its failure')
      if (!page.ok) {
        failure = page.error
        continue
      }
      book.take(page.value)
      listing.take(page.value)
      if (mode === 'reconcile') book.listings.keep('book', listing, page.value)
      resumed ||= page.value.resumed === true
      if (resumed && page.value.complete) this.resumed++
      for (const { raw } of page.value.items) this.#keepsSecret(connection, 'an answer', raw.answer)
      complete = page.value.complete ?? complete
      this.#keepsSecret(connection, 'a cursor', page.value.cursor)
      if (++pages > 1_000) {
        this.complain('a round without end')
        break
      }
    }
    if (failure) this.failure(connection, failure)
    if (failure && complete) this.complain(`complete, and yet cut by ${failure.kind}`)
    // As the collector has it: what is not remembered to have been listed is not missing (listing.ts).
    const ended = listing.whole ? complete : undefined
    if (!failure && ended) await this.#confirm(connection, book, ended, listing.seen)
    return { failure, complete: ended, resumed, listing }
  }

  async #confirm(
    connection: Connection,
    book: Book,
    complete: NonNullable<RoundPage['complete']>,
    seen: ReadonlySet<string>,
  ): Promise<void> {
    for (const [key, item] of [...book.items]) {
      if (seen.has(item.platformId) || !complete.kinds.includes(item.kind)) continue
      const { platformId, kind, parent } = item
      const ref = { platformId, kind, ...(parent === undefined ? {} : { parent }) }
      const one = await this.#platform.collection.fetchItem(connection, ref)
      // What is asked for by the id it is known by is answered with that item, or not at all.
      if (one.ok && one.value.platformId !== key)
        this.complain(`asked for ${key}, got ${one.value.platformId}`)
      if (one.ok) book.items.set(key, one.value)
      else this.failure(connection, one.error)
      if (!one.ok && one.error.kind === 'gone') book.items.delete(key)
      else if (!one.ok && one.error.kind !== 'rejected') return
    }
  }

  /** Everything else that reads, and an order that is repeated: nothing may throw. */
  async questions(connection: Connection, ref: ItemRef): Promise<void> {
    const { collection, moderation, insights } = this.#platform
    const metric = insights?.metrics[0]
    const period = { from: '2026-11-01', to: '2026-11-20' }
    const asked = [
      await this.#platform.check(connection),
      await collection.fetchItem(connection, ref),
      await this.#platform.probe?.(connection),
      metric && (await insights?.read(connection, metric.name, period, ref)),
      ref.kind === 'comment' ? await moderation?.hide?.(connection, ref) : undefined,
    ]
    for (const outcome of asked) if (outcome && !outcome.ok) this.failure(connection, outcome.error)
  }
}

const idsOf = (items: Iterable<CollectedItem>): string[] =>
  [...items].map((item) => `${item.kind} ${item.platformId} ${item.versionKey}`).sort()

/** People go on writing, editing and removing. */
export async function happen(
  stage: AnyStage,
  platform: Platform,
  known: ItemRef[],
  { chance, n, pass }: { readonly chance: () => number; readonly n: number; readonly pass: () => void },
): Promise<void> {
  pass()
  const post = await stage.post(`Inlägg nummer ${n} om snöröjningen på Storgatan`)
  known.push(post)
  const under = known.filter(({ kind }) => kind === 'post')
  for (let m = 0; m < 4 && platform.collects.comments; m++) {
    pass()
    const to = under[Math.floor(chance() * under.length)] ?? post
    known.push(await stage.comment(to, `Kommentar ${n}.${m} om plogbilen på Storgatan`))
  }
  pass()
  const chosen = known[Math.floor(chance() * known.length)]
  if (chosen && platform.collects.edits && chance() < 0.5)
    await stage.edit(chosen, `Ändrad text nummer ${n} om snön`)
  const comments = known.filter(({ kind }) => kind === 'comment')
  const removed = comments[Math.floor(chance() * comments.length)]
  if (removed && comments.length > 8) {
    await stage.remove(removed)
    known.splice(known.indexOf(removed), 1)
  }
}

interface Run {
  readonly seed: number
  readonly broken: string[]
  readonly failures: Record<string, number>
  scenarios: number
  resumed: number
  late: number
}

const minute = 60_000
/** A new double after so many, so that lists stay short. */
const scenariosPerDouble = 5

/** Doubles through as many scenarios as give `most` spoiled answers. */
async function trouble(id: string, most: number, run: Run): Promise<Partial<Record<Kind, number>>> {
  const platform = catalogue.get(id)
  const open = stages[id]
  if (!platform || !open) throw new Error(`no double of ${id}`)
  const chance = randomFrom(run.seed + [...id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7))
  const counts: Partial<Record<Kind, number>> = {}
  const total = () => Object.values(counts).reduce((sum, count) => sum + count, 0)
  for (let n = 0; total() < most && run.broken.length < 40; ) {
    const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
    const stage = await open(clock)
    const known: ItemRef[] = []
    const spoiling = spoiler(stage.connection.http, chance, clock)
    const connection = { ...stage.connection, http: spoiling.http }
    const book = new Book()
    for (let turn = 0; turn < scenariosPerDouble && total() < most; turn++, n++) {
      const kind = kinds[n % kinds.length] as Kind
      const before = { ...spoiling.counts }
      await happen(stage, platform, known, { chance, n, pass: () => clock.advance(minute) })
      await oneScenario({ stage, connection, platform, spoiling, book, kind, known, chance, run, n, id })
      for (const one of kinds)
        counts[one] = (counts[one] ?? 0) + (spoiling.counts[one] ?? 0) - (before[one] ?? 0)
      run.scenarios++
    }
    await stage.close()
  }
  return counts
}

interface Scene {
  readonly stage: AnyStage
  readonly connection: Connection
  readonly platform: Platform
  readonly spoiling: ReturnType<typeof spoiler>
  readonly book: Book
  readonly kind: Kind
  readonly known: readonly ItemRef[]
  readonly chance: () => number
  readonly run: Run
  readonly n: number
  readonly id: string
}

async function oneScenario(scene: Scene): Promise<void> {
  const { connection, platform, spoiling, book, kind, known, chance, run, n, id } = scene
  const complain = (what: string) => run.broken.push(what)
  const scenario = new Scenario(platform, `${id} ${kind} ${n}`, complain, run.failures)
  try {
    for (let time = 0; time < 2; time++) {
      spoiling.set(kind, [0.25, 0.6, 1][Math.floor(chance() * 3)])
      await scenario.round(connection, book, chance() < 0.5 ? 'new' : 'reconcile')
    }
    const ref = known[Math.floor(chance() * known.length)]
    if (ref) await scenario.questions(connection, ref)
    spoiling.set(undefined)
    await settles(scene, scenario)
    run.resumed += scenario.resumed
  } catch (thrown) {
    scenario.complain(`threw ${thrown instanceof Error ? thrown.stack?.slice(0, 400) : thrown}`)
  }
}

const within = (
  { since, kinds }: NonNullable<RoundPage['complete']>,
  { kind, publishedAt }: CollectedItem,
): boolean => kinds.includes(kind) && (since === null || publishedAt >= since)

/** In peace again: what was missed is found, what is said to be complete is, and the book ends as the double is. */
async function settles(scene: Scene, scenario: Scenario): Promise<void> {
  const { connection, book, kind, chance } = scene
  const there = await truth(scene)
  // One round ends a listing that was cut, the next finds what came meanwhile.
  const patient = chance() < 0.5
  for (let time = 0; patient && time < 2; time++) {
    const { failure } = await scenario.round(connection, book, 'new')
    if (failure) scenario.complain(`after the fault: ${failure.kind} ${failure.detail}`)
  }
  if (patient && failed.some((one) => one === kind))
    scene.run.late += there.filter(({ platformId }) => !book.items.has(platformId)).length
  for (let time = 0; time < 4; time++) {
    const before = JSON.stringify(idsOf(book.items.values()))
    const { failure, complete, resumed, listing } = await scenario.round(connection, book, 'reconcile')
    if (failure) scenario.complain(`after the fault: ${failure.kind} ${failure.detail}`)
    const unlisted = complete
      ? there.filter(
          (item) =>
            within(complete, item) &&
            item.publishedAt < listing.began.toISOString() &&
            !listing.seen.has(item.platformId),
        )
      : []
    // What was told untruly before the cut is missing from the listing as a whole; it is asked for singly.
    if (unlisted.length > 0 && !(resumed && told.some((one) => one === kind)))
      scenario.complain(`complete without ${unlisted.map(({ platformId }) => platformId)}`)
    // What has changed since the part before the cut is found by the next listing.
    if (complete && !resumed && JSON.stringify(idsOf(book.items.values())) === before) break
  }
  await compare(scene, scenario, there)
}

async function compare(scene: Scene, scenario: Scenario, there: readonly CollectedItem[]): Promise<void> {
  const { stage, platform, book } = scene
  const [have, wanted] = [idsOf(book.items.values()), idsOf(there)]
  const lost = wanted.filter((one) => !have.includes(one))
  const extra: string[] = []
  for (const item of book.items.values()) {
    const pair = idsOf([item]).join()
    if (wanted.includes(pair)) continue
    // What is hidden drops out of some platforms' lists, and answers when it is asked for.
    const single = await platform.collection.fetchItem(stage.connection, item)
    if (!(single.ok && single.value.state === 'hidden' && idsOf([single.value]).join() === pair))
      extra.push(pair)
  }
  if (lost.length + extra.length > 0) scenario.complain(`lost ${lost.slice(0, 3)} extra ${extra.slice(0, 3)}`)
}

/** What the double holds, read by a connection that remembers nothing and that nobody spoils. */
async function truth({ stage, platform }: Scene): Promise<readonly CollectedItem[]> {
  const { items, failure } = await reconcile(platform, { ...stage.connection, memory: new Map() })
  if (failure) throw new Error(`the double itself: ${failure.detail}`)
  return items
}

/** @param count spoiled answers, over the platforms alike. */
export async function spoilAnswers(
  count: number,
  seed: number,
  only: readonly string[] = Object.keys(stages),
): Promise<Campaign> {
  const run: Run = { seed, broken: [], failures: {}, scenarios: 0, resumed: 0, late: 0 }
  const answers: Campaign['answers'] = {}
  for (const id of only) answers[id] = await trouble(id, Math.ceil(count / only.length), run)
  const total = Object.values(answers)
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, one) => sum + one, 0)
  return {
    seed,
    scenarios: run.scenarios,
    resumed: run.resumed,
    late: run.late,
    answers,
    total,
    failures: run.failures,
    broken: run.broken,
  }
}
