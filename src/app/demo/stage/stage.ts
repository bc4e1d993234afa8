import type { House } from '../../../infra/house.ts'
import { type Clock, describeError } from '../../../kernel/index.ts'
import { randomFrom } from '../random.ts'
import type { Order } from '../state.ts'
import { type Happening, type PlaceKey, placeKeys } from '../story.ts'
import { demoAccounts } from '../town.ts'
import { mastodonPlace, xPlace, youtubePlace } from './channels.ts'
import { facebookPlace, instagramPlace, linkedinPlace, threadsPlace } from './pages.ts'
import { blogPlace, newsPlace, type Place, skyPlace } from './places.ts'

/** The doubles' clock: held still while something happens on them, so that it can be done again to the second. */
interface StageClock extends Clock {
  /** @returns what lets it go. */
  hold(at: Date): () => void
  follow(clock: Clock): void
}

function stageClock(clock: Clock): StageClock {
  let followed = clock
  let held: { readonly at: Date }[] = []
  return {
    now: () => held.at(-1)?.at ?? followed.now(),
    hold: (at) => {
      const one = { at }
      held = [...held, one]
      return () => {
        held = held.filter((other) => other !== one)
      }
    },
    follow: (next) => {
      followed = next
    },
  }
}

interface Posted {
  readonly key: string
  readonly at: Date
}

/** The doubles, and what has happened on them so far. */
export class Stage {
  readonly places: ReadonlyMap<PlaceKey, Place>
  readonly clock: StageClock
  /** How many happenings there have been. */
  happened = 0
  readonly #ids = new Map<string, string>()
  readonly #posts = new Map<PlaceKey, Posted[]>()

  constructor(places: ReadonlyMap<PlaceKey, Place>, clock: StageClock) {
    this.places = places
    this.clock = clock
  }

  place(account: PlaceKey): Place {
    const place = this.places.get(account)
    if (!place) throw new Error(`the stage has no ${account}`)
    return place
  }

  /** A post's or comment's id on its platform. */
  idOf(key: string): string {
    const id = this.#ids.get(key)
    if (id === undefined) throw new Error(`nothing on the stage is called ${key}`)
    return id
  }

  /** The newest posts of an account, newest last. */
  newest(account: PlaceKey, count: number): readonly Posted[] {
    return (this.#posts.get(account) ?? []).slice(-count)
  }

  apply(happening: Happening): void {
    const release = this.clock.hold(happening.at)
    try {
      this.#carryOut(happening)
    } finally {
      release()
    }
    this.happened += 1
  }

  #carryOut({ account, at, what }: Happening): void {
    const place = this.place(account)
    switch (what.kind) {
      case 'post': {
        this.#ids.set(what.key, place.post({ title: what.title, text: what.text, picture: what.picture, at }))
        this.#posts.set(account, [...(this.#posts.get(account) ?? []), { key: what.key, at }])
        break
      }
      case 'comment': {
        const to = what.to === undefined ? undefined : this.idOf(what.to)
        this.#ids.set(
          what.key,
          place.comment({ who: what.who, text: what.text, on: this.idOf(what.on), to, at }),
        )
        break
      }
      case 'message': {
        const id = place.message?.(what.who, what.text)
        if (id === undefined) throw new Error(`nobody can write to ${account} alone`)
        this.#ids.set(what.key, id)
        break
      }
      case 'edit':
        place.edit(this.idOf(what.key), what.text)
        break
      case 'remove':
        place.remove(this.idOf(what.key))
        break
      case 'access':
        place.fault(what.works ? undefined : { kind: what.busy ? 'error' : 'revoked' })
        break
    }
  }

  get origins(): readonly string[] {
    return [...this.places.values()].map((place) => place.url)
  }

  /** Whose double answers at an address. */
  accountAt(origin: string): PlaceKey | undefined {
    return [...this.places].find(([, place]) => place.url === origin)?.[0]
  }

  async close(): Promise<void> {
    await Promise.all([...this.places.values()].map((place) => place.close()))
  }
}

const makers = {
  wordpress: blogPlace,
  bluesky: skyPlace,
  feed: newsPlace,
  facebook: facebookPlace,
  instagram: instagramPlace,
  threads: threadsPlace,
  linkedin: linkedinPlace,
  youtube: youtubePlace,
  x: xPlace,
  mastodon: mastodonPlace,
} as const

/** Starts the doubles on the ports they had, or on others where those are taken. */
export async function openStage(
  seed: number,
  since: Date,
  ports: Readonly<Partial<Record<PlaceKey, number>>>,
): Promise<Stage> {
  const clock = stageClock({ now: () => since })
  const places = new Map<PlaceKey, Place>()
  for (const [index, key] of placeKeys.entries()) {
    const { platform, name, handle } = demoAccounts[key]
    const options = { clock, name, handle, random: randomFrom(seed + index) }
    const start = (port: number): Promise<Place> => makers[platform]({ ...options, port })
    try {
      places.set(key, await start(ports[key] ?? 0))
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE')) throw thrown
      places.set(key, await start(0))
    }
  }
  return new Stage(places, clock)
}

/** Builds up again what was on the doubles: everything that happened, and in between what was done through Uppsikt. */
export async function replay(
  house: Pick<House, 'http'>,
  stage: Stage,
  happenings: readonly Happening[],
  orders: readonly Order[],
): Promise<void> {
  let next = 0
  const ordersUntil = async (happened: number): Promise<void> => {
    for (let order = orders[next]; order && order.after <= happened; order = orders[next]) {
      await repeat(house, stage, order)
      next += 1
    }
  }
  for (const happening of happenings) {
    await ordersUntil(stage.happened)
    stage.apply(happening)
  }
  await ordersUntil(stage.happened)
}

async function repeat(house: Pick<House, 'http'>, stage: Stage, order: Order): Promise<void> {
  const place = stage.place(order.account)
  const release = stage.clock.hold(new Date(order.at))
  const http = house.http(stage.origins)
  const answer = await http
    .request({
      method: order.method,
      url: place.url + order.path,
      headers: { ...order.headers, authorization: await place.authorization(http) },
      ...(order.body && { body: order.isBase64 ? Buffer.from(order.body, 'base64') : order.body }),
    })
    .finally(release)
  if (!answer.ok || answer.value.status >= 300) {
    const why = answer.ok ? String(answer.value.status) : describeError(answer.error.detail)
    throw new Error(`what was ordered of ${order.account} could not be ordered again: ${why}`)
  }
}
