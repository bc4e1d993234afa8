import { type FacebookDouble, startFacebookDouble } from '../../../doubles/facebook/index.ts'
import { startWordPressDouble, type WordPressDouble } from '../../../doubles/wordpress/index.ts'
import { type Actor, systemActor } from '../../../src/access/index.ts'
import { createApp } from '../../../src/app/http.ts'
import { withMunicipality } from '../../../src/infra/db/index.ts'
import { type AccountId, type MeasureId, type RecordId, systemClock } from '../../../src/kernel/index.ts'
import { registerAccount } from '../../../src/modules/accounts/index.ts'
import { collectAccount } from '../../../src/modules/collection/index.ts'
import {
  approveReply,
  carryOut,
  historyOf,
  type ModerationKind,
  requestMeasure,
} from '../../../src/modules/measures/index.ts'
import {
  addMunicipality,
  addStaff,
  resolveSession,
  startSession,
} from '../../../src/modules/organisation/index.ts'
import { openItemTasks } from '../../../src/modules/supervision/index.ts'
import { catalogue } from '../../../src/platforms/catalogue.ts'
import type { Platform } from '../../../src/platforms/contract.ts'
import { testHouse } from '../house.ts'
import { wordsOf } from '../outside.ts'
import { platformOf } from '../platform.ts'
import { onlyPeopleHide } from '../policy.ts'

/** A page and a blog on which orders are given, with nobody at work but the test itself. */
export async function orderStage() {
  const place = await testHouse()
  const house = { ...place.house, clock: systemClock as typeof place.house.clock }
  const municipality = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  await onlyPeopleHide(house, municipality)
  const system = systemActor(municipality)
  const { staffId } = await addStaff(house, system, {
    email: 'maja@storlunda.test',
    name: 'Maja Lindqvist',
    roles: [{ role: 'communicator' }],
  })
  const { token } = await startSession(house, municipality, staffId)
  const maja = (await resolveSession(house, municipality, token))?.actor as Actor
  const blog = await startWordPressDouble({})
  const page = await startFacebookDouble()
  const register = (id: string, settings: Record<string, string>, secrets: Record<string, string>) => {
    const platform = platformOf(id)
    const account = { platform: id, name: id, department: 'Kommunledning', settings, secrets }
    return registerAccount(house, system, platform, account)
  }
  const accounts = {
    wordpress: await register(
      'wordpress',
      { url: blog.url, username: blog.username },
      { password: blog.password },
    ),
    facebook: await register(
      'facebook',
      { api: page.url, appId: page.appId, pageId: page.pageId },
      { token: page.token, appSecret: page.appSecret, verifyToken: page.verifyToken },
    ),
  }
  const app = createApp(house)
  return {
    house,
    municipality,
    maja,
    owner: place.database.owner,
    places: placesOf(blog, page),
    /** A comment that has been collected, and stands in the queue. */
    async arrived(place: PlaceName, write: () => string): Promise<Ordered> {
      const accountId: AccountId = accounts[place]
      write()
      await collectAccount(house, system, catalogue, accountId)
      const item = await withMunicipality(house.db, municipality, (tx) =>
        tx
          .selectFrom('item')
          .select(['record_id', 'platform_id'])
          .where('account_id', '=', accountId)
          .where('kind', '=', 'comment')
          // Our own answers are collected too, and may be of the same second.
          .where('direction', '=', 'received')
          .orderBy('collected_at', 'desc')
          .orderBy('published_at', 'desc')
          .limit(1)
          .executeTakeFirstOrThrow(),
      )
      await openItemTasks(house, municipality, accountId, [{ record: item.record_id, labels: ['threat'] }])
      const task = await withMunicipality(house.db, municipality, (tx) =>
        tx
          .selectFrom('task')
          .select('task_id')
          .where('record_id', '=', item.record_id)
          .executeTakeFirstOrThrow(),
      )
      return { recordId: item.record_id as RecordId, platformId: item.platform_id, taskId: task.task_id }
    },
    order: async (recordId: RecordId, kind: ModerationKind, groundId = 'must-unlawful-threat') =>
      (await requestMeasure(house, maja, catalogue, { recordId, kind, groundId, note: 'För provet' }))
        .measureId,
    answer: async (recordId: RecordId, text: string) =>
      (await approveReply(house, maja, catalogue, { recordId, text })).measureId,
    /** The answers that stand under a comment on the blog. */
    answersTo: (platformId: string): string[] =>
      blog
        .comments()
        .filter(({ parent }) => parent === numberIn(platformId))
        .map(({ content }) => content),
    carry: (measureId: MeasureId, platforms: ReadonlyMap<string, Platform> = catalogue) =>
      carryOut(house, system, platforms, measureId),
    async how(recordId: RecordId) {
      const last = (await historyOf(house, maja, recordId)).at(-1)
      return {
        state: last?.measure.state,
        steps: last?.steps.map(({ kind }) => kind),
        measure: last?.measure,
      }
    },
    async read(path: string): Promise<string> {
      const headers = { cookie: `uppsikt=${token}` }
      return wordsOf(await (await app.request(`http://storlunda.test${path}`, { headers })).text())
    },
    async close() {
      await blog.close()
      await page.close()
      await place.close()
    },
  }
}

export interface Ordered {
  readonly recordId: RecordId
  readonly platformId: string
  readonly taskId: string
}

export type PlaceName = 'wordpress' | 'facebook'

const numberIn = (platformId: string): number => Number(platformId.replace(/\D/g, ''))

/** What people do on the two platforms, and how a comment stands there. */
function placesOf(blog: WordPressDouble, page: FacebookDouble) {
  const article = blog.addPost({ title: 'Snöröjning', content: 'Vi plogar.' })
  const post = page.addPost({ text: 'Vi plogar.' })
  return {
    wordpress: {
      write: (text: string) => String(blog.addComment({ post: article, author: 'Roger', text })),
      remove: (id: string) => blog.removeComment(numberIn(id)),
      stands: (id: string) => blog.comments().find((one) => one.id === numberIn(id))?.status ?? 'gone',
    },
    facebook: {
      write: (text: string) => page.addComment({ to: post, as: 'Roger', text }),
      remove: (id: string) => page.remove(id),
      stands: (id: string) => {
        const thing = page.thing(id)
        return thing ? (thing.hidden ? 'hidden' : 'visible') : 'gone'
      },
    },
  }
}

/** The program dies as it writes that it has come to a step: what the platform has done by then stands. */
export async function dyingAt(
  owner: { query(text: string): Promise<unknown> },
  step: string,
  work: () => Promise<unknown>,
): Promise<void> {
  await owner.query(`CREATE OR REPLACE FUNCTION test_die() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.kind = '${step}' THEN RAISE EXCEPTION 'killed'; END IF; RETURN NEW; END $$;
    CREATE TRIGGER test_die BEFORE INSERT ON measure_step FOR EACH ROW EXECUTE FUNCTION test_die()`)
  try {
    await work()
  } finally {
    await owner.query('DROP TRIGGER test_die ON measure_step')
  }
}
