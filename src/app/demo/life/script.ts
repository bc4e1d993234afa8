import { pick, randomFrom, shuffled } from '../random.ts'
import type { Stage } from '../stage/stage.ts'
import { type Happening, type PlaceKey, us } from '../story.ts'
import {
  firstNames,
  type LiveKey,
  type LiveLine,
  liveKeys,
  liveLines,
  passersBy,
  places,
  streets,
} from '../texts/live.ts'
import { type LivePost, livePosts } from '../texts/live-posts.ts'

type What = Happening['what']

/** One thing on its way: what it is, and in which turn it comes. */
interface Beat {
  readonly turn: number
  readonly account: PlaceKey
  readonly what: What
}

type Thread = { readonly post: LivePost } | { readonly account: LiveKey; readonly line: LiveLine }

const isPost = (thread: Thread): boolean => 'post' in thread
const isEarly = (thread: Thread): boolean => 'line' in thread && thread.line.early === true

/** An account's newest posts are those that people still write under. */
const fresh = 2

/**
 * What happens while one watches, without end: every post and line in an order of its own, then all of them again in
 * another order, with other streets, names and passers-by. The same for the same seed, turn by turn, so that it can be
 * played again.
 */
export class Script {
  readonly #stage: Stage
  readonly #random: () => number
  #deck: Thread[] = []
  #waiting: readonly Beat[] = []
  #turn = 0

  constructor(stage: Stage, seed: number) {
    this.#stage = stage
    this.#random = randomFrom(seed)
  }

  /** The next happening, at a time; it is up to the caller to put it on the stage before asking for another. */
  next(at: Date): Happening {
    this.#turn += 1
    const due = this.#waiting.find(({ turn }) => turn <= this.#turn)
    if (due) {
      this.#waiting = this.#waiting.filter((one) => one !== due)
      return { at, account: due.account, what: due.what }
    }
    const thread = this.#draw()
    return { at, ...('post' in thread ? this.#begin(thread.post) : this.#say(thread.account, thread.line)) }
  }

  #draw(): Thread {
    if (this.#deck.length === 0) {
      const lines = liveKeys.flatMap((account) => liveLines[account].map((line) => ({ account, line })))
      const all = shuffled<Thread>([...lines, ...livePosts.map((post) => ({ post }))], this.#random)
      const first = [...all.filter(isEarly), ...all.filter(isPost).slice(0, 3)]
      this.#deck = [...new Set([...shuffled(first, this.#random), ...all])]
    }
    const [first, ...rest] = this.#deck
    this.#deck = rest
    if (!first) throw new Error('the demo has nothing to tell')
    return first
  }

  #begin({ account, title, text, says }: LivePost): Omit<Happening, 'at'> {
    const key = `live.${this.#turn}`
    const told = this.#filledIn()
    const beats = says.map(([who, said], n) => {
      const what: What = { kind: 'comment', key: `${key}.${n}`, on: key, who, text: told(said) }
      // Our own answer stands under what was asked before it.
      const answers = who === us && n > 0 ? { ...what, to: `${key}.${n - 1}` } : what
      return { turn: this.#turn + 2 * (n + 1), account, what: answers }
    })
    this.#wait(beats)
    return { account, what: { kind: 'post', key, title: told(title), text: told(text) } }
  }

  #say(account: PlaceKey, { text, who, edit, gone }: LiveLine): Omit<Happening, 'at'> {
    const key = `live.${this.#turn}`
    const told = this.#filledIn()
    const on = pick(this.#stage.newest(account, fresh), this.#random).key
    const by = who ?? pick(passersBy, this.#random)
    const soon = this.#turn + 4
    if (edit) this.#wait([{ turn: soon, account, what: { kind: 'edit', key, text: told(edit) } }])
    if (gone) this.#wait([{ turn: soon, account, what: { kind: 'remove', key } }])
    return { account, what: { kind: 'comment', key, on, who: by, text: told(text) } }
  }

  #wait(beats: readonly Beat[]): void {
    this.#waiting = [...this.#waiting, ...beats].sort((a, b) => a.turn - b.turn)
  }

  /** The same street and name throughout one thread. */
  #filledIn(): (text: string) => string {
    const words: Readonly<Record<string, string>> = {
      gata: pick(streets, this.#random),
      plats: pick(places, this.#random),
      namn: pick(firstNames, this.#random),
      nummer: String(1 + Math.floor(this.#random() * 48)),
    }
    return (text) => text.replace(/\{(\w+)\}/g, (found, name: string) => words[name] ?? found)
  }
}
