import { addDays, dayOf, instantOf } from '../../../../kernel/index.ts'
import {
  addFeed,
  approve,
  changeFeed,
  fetchNews,
  handOn,
  readNews,
  sendTo,
  skipNews,
} from '../../../../modules/publishing/index.ts'
import { newsReader } from '../../../../platforms/catalogue.ts'
import type { PlaceKey } from '../../story.ts'
import { demoAccounts } from '../../town.ts'
import type { Act } from '../act.ts'
import { collect, drain, type Past } from '../past.ts'
import { around } from '../publications.ts'
import { aMinuteLater } from './within.ts'

const hour = 3_600_000

/** The feeds of the website, and where their news become drafts by themselves. */
const feeds: readonly { readonly from: PlaceKey; readonly to: readonly PlaceKey[] }[] = [
  { from: 'nyheter', to: ['sidan', 'kommunen'] },
  { from: 'raddning', to: [] },
]

const news = (past: Past) =>
  readNews(past.house, past.actors.maja, { which: 'all', from: 0, count: 50 }).then(({ rows }) => rows)

const read = ({ house, municipalityId }: Past): Promise<void> => fetchNews(house, municipalityId, newsReader)

/** What stood in the feeds before they were added here is no news. */
async function begin(past: Past): Promise<void> {
  const { house, actors, accounts, stage } = past
  for (const { from, to } of feeds) {
    const { name } = demoAccounts[from]
    const url = stage.place(from).settings['url'] ?? ''
    const feedId = await addFeed(house, actors.maja, newsReader, { name, url })
    await changeFeed(house, actors.maja, feedId, { name, accounts: to.map((key) => accounts[key]) })
  }
  await read(past)
  aMinuteLater(past)
  for (const { newsId } of await news(past)) await skipNews(house, actors.maja, newsId, true)
}

/** The draft that the program made of the newest news goes out on its accounts. */
async function sendNewest(past: Past): Promise<void> {
  const { house, actors, accounts, municipalityId } = past
  const draft = (await news(past)).find(({ publication }) => publication?.state === 'draft')?.publication
  if (!draft) throw new Error('no draft was made of the news')
  aMinuteLater(past)
  await handOn(house, actors.maja, around, draft.id, 1)
  await approve(house, actors.petra, around, draft.id, 1)
  await drain(past)
  for (const { to } of feeds)
    for (const key of to) {
      await sendTo(house, municipalityId, around, draft.id, accounts[key])
      await collect(past, key, false)
    }
  await drain(past)
}

/** The news of the website on their way to the accounts: one is out, and the newest waits as a draft. */
export function website(base: Date): readonly Act[] {
  const day = (back: number, hours: number): Date => instantOf(addDays(dayOf(base), -back), hours * hour)
  return [
    { at: day(12, 9.2), carryOut: begin },
    {
      at: day(10, 11.1),
      async carryOut(past) {
        await read(past)
        await sendNewest(past)
      },
    },
    { at: day(2, 10.3), carryOut: read },
  ]
}
