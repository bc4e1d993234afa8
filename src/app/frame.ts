import { type Actor, may, scopeOf } from '../access/index.ts'
import type { House } from '../infra/house.ts'
import { collectionHealth } from '../modules/collection/index.ts'
import { waitingFor } from '../modules/diary/index.ts'
import { waitingPublications } from '../modules/publishing/index.ts'
import { supervisionCoverage } from '../modules/supervision/index.ts'
import { taskCounts } from '../modules/tasks/index.ts'
import { countText, type FrameState } from '../web/index.ts'

/** For so long the frame's figures are shown again, to everyone who sees the same; milliseconds. */
const shownMilliseconds = 3_000
/** Far more than there are scopes in use; nothing is lost by beginning anew. */
const mostKept = 1_000

interface Kept {
  readonly at: number
  readonly state: Promise<FrameState>
}

/**
 * What the frame shows beside every screen. It counts all that a person sees, so that it is counted once every few
 * seconds rather than for each page; whoever has just done something sees it counted anew.
 */
export class Frames {
  readonly #house: House
  readonly #kept = new Map<string, Kept>()
  readonly #acted = new Map<string, number>()

  constructor(house: House) {
    this.#house = house
  }

  of(actor: Actor): Promise<FrameState> {
    const { municipalityId, staffId } = actor
    const scopes = (['overview.read', 'tasks.read', 'diary.register', 'publishing.write'] as const).map(
      (one) => scopeOf(actor, one),
    )
    const key = JSON.stringify([
      municipalityId,
      may(actor, 'overview.read'),
      may(actor, 'tasks.read'),
      may(actor, 'diary.register'),
      may(actor, 'publishing.write'),
      scopes,
    ])
    const now = performance.now()
    const kept = this.#kept.get(key)
    const since = Math.max(now - shownMilliseconds, this.#acted.get(`${municipalityId}/${staffId}`) ?? 0)
    if (kept && kept.at >= since) return kept.state
    if (this.#kept.size >= mostKept) this.#kept.clear()
    const state = frameOf(this.#house, actor)
    this.#kept.set(key, { at: now, state })
    state.catch(() => this.#kept.delete(key))
    return state
  }

  /** A person has changed something. */
  acted({ municipalityId, staffId }: Actor): void {
    if (this.#acted.size >= mostKept) this.#acted.clear()
    this.#acted.set(`${municipalityId}/${staffId}`, performance.now())
  }
}

async function frameOf(house: House, actor: Actor): Promise<FrameState> {
  // Somebody without a role yet has keys to add and a way out, but nothing to be told of.
  if (!may(actor, 'overview.read')) return { counts: {} }
  const counts: Record<string, { value: number; hot?: boolean }> = {}
  if (may(actor, 'tasks.read')) {
    const { todo, urgent, questions } = await taskCounts(house, actor)
    counts['ko'] = { value: todo, hot: urgent > 0 }
    counts['dialog'] = { value: questions }
  }
  if (may(actor, 'diary.register')) {
    const { count, late } = await waitingFor(house, actor)
    counts['diarium'] = { value: count, hot: late }
  }
  if (may(actor, 'publishing.write'))
    counts['publicering'] = { value: await waitingPublications(house, actor) }
  const failing = (await collectionHealth(house, actor)).filter((one) => one.state === 'failing').length
  if (failing > 0) counts['register'] = { value: failing }
  const { coveredToday, accounts } = await supervisionCoverage(house, actor, 1)
  return {
    counts,
    today: {
      text: `Uppsikt i dag: ${coveredToday} av ${countText(accounts.length, 'konto', 'konton')}`,
      href: '/oversikt#uppsikt',
    },
  }
}
