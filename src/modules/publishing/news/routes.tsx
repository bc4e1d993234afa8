import { z } from 'zod'
import { may } from '../../../access/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, asId, Stop } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import {
  actorOf,
  asked,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  many,
  page,
  type Route,
  seeOther,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { fetchNewsNow } from './fetch.ts'
import { FeedScreen, FeedsScreen } from './screens/feeds.tsx'
import { here, NewsScreen, perPage } from './screens/news.tsx'
import {
  addFeed,
  changeFeed,
  draftNews,
  readFeeds,
  readNews,
  removeFeed,
  requireFeed,
  skipNews,
} from './service.ts'

/** What news is shown by and read with. */
interface NewsDeps {
  readonly house: House
  readonly platforms: ReadonlyMap<string, Platform>
  /** The platform that reads feeds. */
  readonly newsReader: Platform
}

type Handler = (deps: NewsDeps, c: WebContext) => Promise<Response>

/** Before /publicering/:id, which would take /publicering/nyheter for a publication. */
export function newsRoutes(deps: NewsDeps): readonly Route[] {
  const route = (
    method: Route['method'],
    path: `/${string}`,
    permission: Route['permission'],
    handler: Handler,
  ): Route => ({ method, path, permission, handler: (c) => handler(deps, c) })
  return [
    route('GET', here, 'publishing.read', show),
    route('POST', `${here}/hamta`, 'publishing.write', fetchNow),
    route('GET', `${here}/floden`, 'news.administer', (d, c) => showFeeds(d, c, emptyForm())),
    route('POST', `${here}/floden`, 'news.administer', add),
    route('GET', `${here}/floden/:newsFeed`, 'news.administer', (d, c) => showFeed(d, c)),
    route('POST', `${here}/floden/:newsFeed`, 'news.administer', change),
    route('POST', `${here}/floden/:newsFeed/ta-bort`, 'news.administer', remove),
    route('POST', `${here}/:news/utkast`, 'publishing.write', draft),
    route('POST', `${here}/:news/hoppa-over`, 'publishing.write', skip(true)),
    route('POST', `${here}/:news/ta-fram`, 'publishing.write', skip(false)),
  ]
}

const current = 'publicering'

const doneTexts: Readonly<Record<string, string>> = {
  hamtat: 'Hämtat. Det som är nytt står överst.',
  hoppade: 'Nyheten är överhoppad. Den finns kvar under Alla.',
  framme: 'Nyheten står åter bland dem att ta ställning till.',
  tillagt: 'Flödet är tillagt. Nyheterna hämtas inom tio minuter.',
  sparat: 'Flödet är sparat.',
  borta: 'Flödet hämtas inte längre.',
}

const idIn = (c: WebContext, name: string, what: string): string =>
  asId<string>(c.req.param(name) ?? '') ??
  (() => {
    throw new Stop('notFound', `${what} finns inte. Gå tillbaka till nyheterna.`)
  })()

const show: Handler = async ({ house }, c) => {
  const actor = actorOf(c)
  const which = asked(c, 'visa') === 'alla' ? 'all' : 'undecided'
  const wanted = Math.floor(Number(asked(c, 'fran'))) || 0
  const from = Math.min(Math.max(0, wanted), 100_000)
  const news = await readNews(house, actor, { which, from, count: perPage })
  return page(
    c,
    { title: 'Nyheter från webbplatsen', current },
    <NewsScreen
      news={news}
      which={which}
      from={from}
      done={doneTexts[asked(c, 'gjort')]}
      may={{ write: may(actor, 'publishing.write'), administer: may(actor, 'news.administer', {}) }}
    />,
  )
}

const fetchNow: Handler = async ({ house, newsReader }, c) => {
  await fetchNewsNow(house, actorOf(c), newsReader)
  return seeOther(c, `${here}?gjort=hamtat`)
}

const draft: Handler = async ({ house }, c) =>
  seeOther(c, `/publicering/${await draftNews(house, actorOf(c), idIn(c, 'news', 'Nyheten'))}`)

const skip =
  (away: boolean): Handler =>
  async ({ house }, c) => {
    await skipNews(house, actorOf(c), idIn(c, 'news', 'Nyheten'), away)
    return seeOther(c, away ? `${here}?gjort=hoppade` : `${here}?gjort=framme`)
  }

async function showFeeds({ house }: NewsDeps, c: WebContext, state: FormState): Promise<Response> {
  const feeds = await readFeeds(house, actorOf(c))
  return page(
    c,
    { title: 'Nyhetsflöden', current, state },
    <FeedsScreen {...feeds} state={state} done={doneTexts[asked(c, 'gjort')]} />,
  )
}

const newFeed = z.object({
  adress: written('Skriv flödets adress, till exempel https://storlunda.se/nyheter.rss', 2_000),
  namn: z.string().trim().max(100, 'Skriv högst 100 tecken.').default(''),
})

const add: Handler = async (deps, c) => {
  const checked = await checkForm(c, newFeed)
  if (!checked.ok) return showFeeds(deps, c, checked.error)
  const { adress, namn } = checked.value
  try {
    const feedId = await addFeed(deps.house, actorOf(c), deps.newsReader, { name: namn, url: adress })
    return seeOther(c, `${here}/floden/${feedId}`)
  } catch (thrown) {
    return showFeeds(deps, c, await faultsOf(c, thrown))
  }
}

async function showFeed(
  { house, platforms }: NewsDeps,
  c: WebContext,
  faults?: FormState,
): Promise<Response> {
  const actor = actorOf(c)
  const feed = await requireFeed(house, actor, idIn(c, 'newsFeed', 'Flödet'))
  const { accounts } = await readFeeds(house, actor)
  const state = faults ?? emptyForm({ namn: feed.name, konton: feed.accounts })
  return page(
    c,
    { title: feed.name, current, state },
    <FeedScreen
      feed={feed}
      accounts={accounts.filter(({ platform }) => platforms.get(platform)?.publishing)}
      platformName={(id) => platforms.get(id)?.name ?? id}
      state={state}
    />,
  )
}

const feedForm = z.object({
  namn: written('Skriv vad flödet ska heta, till exempel Nyheter.', 100),
  konton: many(z.string()),
})

const change: Handler = async (deps, c) => {
  const checked = await checkForm(c, feedForm)
  if (!checked.ok) return showFeed(deps, c, checked.error)
  const accounts = checked.value.konton.flatMap((text) => asId<AccountId>(text) ?? [])
  try {
    const change = { name: checked.value.namn, accounts }
    await changeFeed(deps.house, actorOf(c), idIn(c, 'newsFeed', 'Flödet'), change)
  } catch (thrown) {
    return showFeed(deps, c, await faultsOf(c, thrown))
  }
  return seeOther(c, `${here}/floden?gjort=sparat`)
}

const remove: Handler = async ({ house }, c) => {
  await removeFeed(house, actorOf(c), idIn(c, 'newsFeed', 'Flödet'))
  return seeOther(c, `${here}/floden?gjort=borta`)
}
