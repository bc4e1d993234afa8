import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DoubleServer, startDouble } from '../../doubles/server.ts'
import { connectionTo } from '../../doubles/wordpress/world.ts'
import { systemClock } from '../../src/kernel/index.ts'
import { reconcile, roundOf } from '../../src/platforms/conformance/world.ts'
import { conformance, type World } from '../../src/platforms/conformance.ts'
import type { CollectedItem, Connection, ItemRef } from '../../src/platforms/contract.ts'
import { importWxr } from '../../src/platforms/wordpress/imports.ts'
import { wordpress } from '../../src/platforms/wordpress/platform.ts'
import { startWordPress, type WordPressServer } from './wordpress-server.ts'
import { numberOf, pixel, RealSite } from './wordpress-world.ts'

let server: WordPressServer
let site: RealSite

beforeAll(async () => {
  server = await startWordPress()
  site = new RealSite(server)
  // So that the suite's comment of 200 000 characters has room; WordPress's own column ends at 65 535 bytes.
  server.sql('alter table wp_comments modify comment_content longtext not null')
}, 600_000)
afterAll(() => server.stop())

/** A date that WordPress itself would not write: put straight into its database. */
function redate(post: number, stated: string): void {
  const at = Number.isNaN(Date.parse(stated))
    ? '0000-00-00 00:00:00'
    : stated.replace('T', ' ').replace('Z', '')
  server.sql(`update wp_posts set post_date='${at}', post_date_gmt='${at}' where ID=${post}`)
}

const worldOf = (proxy: DoubleServer): World => ({
  addPost: async ({ text, publishedAt, image }) => {
    const id = await site.addPost(text, image)
    if (publishedAt !== undefined) redate(id, publishedAt)
    return { platformId: `post/${id}`, kind: 'post' }
  },
  addComment: async (to, text) => {
    const id = await site.addComment(numberOf(to), text)
    return { platformId: `comment/${id}`, kind: 'comment', parent: to.platformId }
  },
  editItem: async (ref, text) => {
    await site.api(`${ref.kind}s/${numberOf(ref)}`, { content: text })
  },
  removeItem: async (ref) => {
    server.php(
      ref.kind === 'post'
        ? `wp_delete_post(${numberOf(ref)}, true);`
        : `wp_delete_comment(${numberOf(ref)}, true);`,
    )
  },
  fault: (fault) => proxy.setFault(fault),
})

/** In front of the real server, so that it can be made to misbehave. */
const startProxy = (): Promise<DoubleServer> =>
  startDouble({
    handler: async ({ method, url, headers, body }) => {
      const { host: _h, connection: _c, 'content-length': _l, 'transfer-encoding': _t, ...sent } = headers
      const real = await fetch(`${server.url}${url.pathname}${url.search}`, {
        method,
        headers: { ...sent, 'accept-encoding': 'identity' },
        redirect: 'manual',
        ...(method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.from(body) }),
      })
      const { connection: _o, 'transfer-encoding': _e, ...answered } = Object.fromEntries(real.headers)
      return { status: real.status, headers: answered, body: Buffer.from(await real.arrayBuffer()) }
    },
  })

const direct = (): Connection => connectionTo(server)

conformance('a real WordPress', {
  platform: wordpress,
  start: async () => {
    site.empty()
    const proxy = await startProxy()
    const connection = connectionTo({ ...server, url: proxy.url }, systemClock)
    return { connection, world: worldOf(proxy), stop: () => proxy.close() }
  },
})

describe('a real WordPress', () => {
  beforeEach(() => {
    site.empty()
  })

  test('a comment that is hidden is held on the server, its sender unchanged, and no visitor sees it', async () => {
    const post = await site.addPost('Torget byggs om')
    const id = await site.addComment(post, 'Vad händer?')
    const ref: ItemRef = { platformId: `comment/${id}`, kind: 'comment' }
    const seen = async () => (await fetch(`${server.url}/wp-json/wp/v2/comments/${id}`)).status
    expect(await seen()).toBe(200)
    const row = () =>
      server
        .sql(
          `select comment_approved, comment_author_IP, comment_agent, comment_content from wp_comments where comment_ID=${id}`,
        )
        .trim()
        .split('\t')
    for (const [order, approved, status] of [
      ['hide', '0', 401],
      ['unhide', '1', 200],
    ] as const) {
      expect((await wordpress.moderation?.[order]?.(direct(), ref))?.ok).toBe(true)
      expect(row()).toEqual([approved, '192.0.2.17', 'Firefox', 'Vad händer?'])
      expect(await seen()).toBe(status)
    }
    for (const way of ['spam', 'trash'] as const) {
      expect((await wordpress.moderation?.remove?.(direct(), ref, way))?.ok).toBe(true)
      expect(row()[0]).toBe(way)
    }
  })

  test('what a visitor writes in the form is collected by the next round, in the state that WordPress gave it', async () => {
    const post = await site.addPost('Torget')
    const { cursor } = await roundOf(wordpress, direct())
    await site.writeInForm(post, 'Lo & Å', 'Köp <b>billigt</b> http://a.example http://b.example')
    const next = await roundOf(wordpress, direct(), { cursor })
    const found = next.items.find(({ kind }) => kind === 'comment')
    expect(found).toMatchObject({
      author: 'Lo & Å',
      text: 'Köp billigt http://a.example http://b.example',
      state: 'held',
      direction: 'received',
      parent: `post/${post}`,
    })
  })

  test('a post to the bin takes its comments with it; both are seen as removed', async () => {
    const post = await site.addPost('Torget')
    const comment = await site.addComment(post, 'Hej')
    const { cursor } = await roundOf(wordpress, direct())
    server.php(`wp_trash_post(${post});`)
    const next = await roundOf(wordpress, direct(), { cursor })
    expect(next.pages.flatMap(({ announcedGone = [] }) => announcedGone)).toContain(`post/${post}`)
    expect(next.items.find(({ platformId }) => platformId === `comment/${comment}`)?.state).toBe('removed')
    const asked = await wordpress.collection.fetchItem(direct(), { platformId: `post/${post}`, kind: 'post' })
    expect(asked.ok && asked.value.state).toBe('removed')
  })

  test('an item that is both exported and collected is the same item in the same version', async () => {
    const post = await site.addPost('<!-- wp:paragraph -->\n<p>Hej & hå</p>\n<!-- /wp:paragraph -->\n\nRad')
    const parent = await site.addComment(post, 'Rad ett\nrad två & <b>tre</b>')
    await site.api('comments', { post, parent, content: 'Svar från kommunen' })
    server.php(`wp_set_comment_status(${await site.addComment(post, 'Väntar')}, 'hold');`)
    await site.api('pages', { title: 'Om oss', content: 'Sida', status: 'publish' })
    const xml = server.php(
      "require_once ABSPATH.'wp-admin/includes/export.php'; export_wp(['content'=>'all']);",
    )
    const imported: CollectedItem[] = []
    const settings = { url: server.url, username: server.username }
    async function* bytes() {
      yield Buffer.from(xml)
    }
    for await (const event of importWxr(bytes(), { settings, clock: systemClock })) {
      if ('notice' in event) throw new Error(event.notice)
      imported.push(event.item)
    }
    const versions = (items: readonly CollectedItem[]) =>
      items
        .map(({ platformId, versionKey, direction, state }) => ({ platformId, versionKey, direction, state }))
        .sort((a, b) => a.platformId.localeCompare(b.platformId))
    expect(imported).toHaveLength(5)
    expect(versions(imported)).toEqual(versions((await reconcile(wordpress, direct())).items))
  })

  test('a news item is published with its pictures and their texts, and replied to as the account', async () => {
    const image = (alt: string) => ({ bytes: pixel, mediaType: 'image/png', alt })
    const draft = {
      title: 'Vägarbete på Ågatan & torget',
      text: 'Stycke ett <ok>\n\nStycke två',
      images: [image('En vält'), image('En "grävare"')],
      language: 'sv',
    }
    const done = await wordpress.publishing?.publish(direct(), draft, 'nyckel')
    if (!done?.ok) throw new Error(JSON.stringify(done))
    const item = await wordpress.collection.fetchItem(direct(), {
      platformId: done.value.platformId,
      kind: 'post',
    })
    if (!item.ok) throw new Error(item.error.detail)
    expect(item.value.text).toBe('Vägarbete på Ågatan & torget\n\nStycke ett <ok>\n\nStycke två')
    expect(item.value.media.map(({ alt }) => alt)).toEqual(['En vält', 'En "grävare"'])
    const to: ItemRef = { platformId: done.value.platformId, kind: 'post' }
    const said = 'Skriv <b>under</b> & "klart" på 5\' bred väg'
    const reply = await wordpress.reply?.public?.(direct(), to, said, 'svar')
    if (!reply?.ok) throw new Error(JSON.stringify(reply))
    const given = await wordpress.collection.fetchItem(direct(), {
      platformId: reply.value.platformId,
      kind: 'comment',
    })
    expect(given).toMatchObject({ ok: true, value: { text: said, direction: 'drawnUp', state: 'visible' } })
  })

  test('an editor is enough, an author is not, a wrong password is told', async () => {
    const named = (role: string): Connection => connectionTo(site.person(role))
    expect((await wordpress.check(named('editor'))).ok).toBe(true)
    const author = await wordpress.check(named('author'))
    expect(author.ok ? '' : author.error.detail).toContain('granska kommentarer')
    const wrong = await wordpress.check(connectionTo({ ...server, password: 'fel' }))
    expect(wrong).toMatchObject({ ok: false, error: { kind: 'reauthorise' } })
  })
})
