import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectionTo } from '../../doubles/wordpress/world.ts'
import { reconcile } from '../../src/platforms/conformance/world.ts'
import type { Connection } from '../../src/platforms/contract.ts'
import { filmFrom } from '../../src/platforms/films/pieces.ts'
import { wordpress } from '../../src/platforms/wordpress/platform.ts'
import { launchBrowser } from '../support/browser.ts'
import { shortFilm } from './film.ts'
import { follow } from './follow.ts'
import { startWordPress, type WordPressServer } from './wordpress-server.ts'
import { RealSite } from './wordpress-world.ts'

// What happens on a real WordPress from day to day, by its own hands, and is seen by the next quiet round.

let server: WordPressServer
let site: RealSite

beforeAll(async () => {
  server = await startWordPress()
  site = new RealSite(server)
}, 600_000)
afterAll(() => server.stop())
beforeEach(() => {
  site.empty()
})

const direct = (): Connection => connectionTo(server)

describe('a comment on a real WordPress', () => {
  test('is held, spam, in the bin and back again by the site’s own hands: each is seen by the next round', async () => {
    const post = await site.addPost('Torget')
    const id = await site.addComment(post, 'Vad händer?')
    const next = follow(wordpress, direct())
    await next()
    for (const [way, state] of [
      ['hold', 'held'],
      ['approve', 'visible'],
      ['spam', 'removed'],
      ['approve', 'visible'],
      ['trash', 'removed'],
      ['approve', 'visible'],
    ] as const) {
      server.php(`wp_set_comment_status(${id}, '${way}');`)
      const found = (await next()).map((item) => [item.platformId, item.state])
      expect([way, found]).toEqual([way, [[`comment/${id}`, state]]])
    }
    expect(await next()).toEqual([])
  })

  test('is edited by its author, and answered three levels down: the next round has it in its place', async () => {
    const post = await site.addPost('Torget')
    const first = await site.addComment(post, 'När börjar ni?')
    const next = follow(wordpress, direct())
    await next()
    server.php(`wp_update_comment(['comment_ID'=>${first}, 'comment_content'=>'När börjar ni gräva?']);`)
    const second = await site.addComment(post, 'På måndag.', first)
    const third = await site.addComment(post, 'Tack!', second)
    const found = new Map((await next()).map((item) => [item.platformId, item]))
    expect(found.get(`comment/${first}`)?.text).toBe('När börjar ni gräva?')
    expect(found.get(`comment/${second}`)?.parent).toBe(`comment/${first}`)
    expect(found.get(`comment/${third}`)?.parent).toBe(`comment/${second}`)
    expect(found.size).toBe(3)
  })

  test('is gone for good: the whole listing lacks it, and the site says so when it is asked for', async () => {
    const post = await site.addPost('Torget')
    const id = await site.addComment(post, 'Ångrar mig')
    server.php(`wp_delete_comment(${id}, true);`)
    const round = await reconcile(wordpress, direct())
    expect(round.items.map(({ platformId }) => platformId)).toEqual([`post/${post}`])
    const asked = await wordpress.collection.fetchItem(direct(), {
      platformId: `comment/${id}`,
      kind: 'comment',
    })
    expect(asked).toMatchObject({ ok: false, error: { kind: 'gone' } })
  })

  test('is one of a thousand on one post: all are found, and a quiet round afterwards asks five times at most', async () => {
    const post = await site.addPost('Torget')
    // A change is read once more in each round for five minutes; this one is older.
    server.sql(
      'update wp_posts set post_modified = post_modified - interval 1 hour, post_modified_gmt = post_modified_gmt - interval 1 hour',
    )
    const rows = Array.from(
      { length: 1_000 },
      (_, n) =>
        `(${post}, 'Person ${n}', 'p${n}@example.se', '2026-11-${String(1 + (n % 28)).padStart(2, '0')} 10:00:00', '2026-11-${String(1 + (n % 28)).padStart(2, '0')} 09:00:00', 'Kommentar ${n}', '${n % 50 === 0 ? '0' : '1'}')`,
    )
    server.sql(
      `insert into wp_comments (comment_post_ID, comment_author, comment_author_email, comment_date, comment_date_gmt, comment_content, comment_approved) values ${rows.join(',')}`,
    )
    let asked = 0
    const connection = direct()
    const counting: Connection = {
      ...connection,
      http: {
        request: (request) => {
          asked++
          return connection.http.request(request)
        },
      },
    }
    const next = follow(wordpress, counting)
    const found = new Set((await next()).map(({ text }) => text))
    expect(rows.every((_, n) => found.has(`Kommentar ${n}`))).toBe(true)
    expect(await next()).toEqual([])
    asked = 0
    expect(await next()).toEqual([])
    expect(asked).toBeLessThanOrEqual(5)
    const late = await site.addComment(post, 'Den sista')
    expect((await next()).map(({ platformId }) => platformId)).toEqual([`comment/${late}`])
  })
})

describe('what stands in a post of a real WordPress', () => {
  test('a picture that is put in the place of another is a new version with the new picture', async () => {
    const post = await site.addPost('Torget', { alt: 'Före' })
    const next = follow(wordpress, direct())
    await next()
    const after = await site.addPicture('Efter')
    await site.api(`posts/${post}`, { featured_media: after })
    expect(await next()).toMatchObject([{ platformId: `post/${post}`, media: [{ alt: 'Efter' }] }])
  })

  test('a film is published by an editor with its words beside it, and a visitor’s browser shows them', async () => {
    const vtt = 'WEBVTT\n\n00:00.000 --> 00:02.000\nTorget byggs om\n'
    const captions = { bytes: Buffer.from(vtt), mediaType: 'text/vtt', language: 'sv' } as const
    const video = { ...filmFrom(shortFilm), captions }
    const draft = { title: 'Torget', text: 'Se filmen', images: [], video, language: 'sv' }
    const done = await wordpress.publishing?.publish(connectionTo(site.person('editor')), draft, 'film')
    if (!done?.ok) throw new Error(JSON.stringify(done))
    // As any theme is given it: Debian's WordPress has none of its own.
    const shown = await fetch(`${server.url}/wp-json/wp/v2/posts/${done.value.platformId.split('/')[1]}`)
    const { content } = (await shown.json()) as { content: { rendered: string } }
    const browser = await launchBrowser()
    const page = await browser.newPage()
    await page.goto(`${server.url}/wp-login.php`)
    const words = await page.evaluate(async (html) => {
      document.body.innerHTML = html
      const track = document.querySelector('video track') as HTMLTrackElement
      track.track.mode = 'showing'
      await new Promise((loaded, failed) => {
        track.addEventListener('load', loaded)
        track.addEventListener('error', failed)
      })
      return [track.srclang, ...[...(track.track.cues ?? [])].map((cue) => (cue as VTTCue).text)]
    }, content.rendered)
    await browser.close()
    expect(words).toEqual(['sv', 'Torget byggs om'])
  })
})

describe('a real WordPress that is set up in other ways', () => {
  const plugin = (code: string | undefined): void => {
    const folder = join(server.folder, 'site/wp-content/mu-plugins')
    mkdirSync(folder, { recursive: true })
    const file = join(folder, 'closed.php')
    if (code === undefined) rmSync(file, { force: true })
    else writeFileSync(file, `<?php ${code}`)
  }
  const said = async (connection: Connection): Promise<string> => {
    const checked = await wordpress.check(connection)
    return checked.ok ? 'ok' : checked.error.detail
  }
  const at = (url: string): Connection => connectionTo({ ...server, url })

  test('with plain permalinks it is collected all the same', async () => {
    const pretty = server.php("echo get_option('permalink_structure');")
    server.php("update_option('permalink_structure', '');")
    try {
      const post = server.php(
        "echo wp_insert_post(['post_title'=>'Torget', 'post_content'=>'Hej', 'post_status'=>'publish']);",
      )
      expect(await said(direct())).toBe('ok')
      expect((await follow(wordpress, direct())()).map(({ platformId }) => platformId)).toEqual([
        `post/${post}`,
      ])
    } finally {
      server.php(
        `update_option('permalink_structure', '${pretty}'); global $wp_rewrite; $wp_rewrite->init(); $wp_rewrite->flush_rules(false);`,
      )
    }
  })

  test('an address that leads to something within it is mended in words', async () => {
    expect(await said(at(`${server.url}/wp-login.php`))).toContain(`egen adress: ${server.url}`)
    expect(await said(at(`${server.url}/wp-admin/`))).toContain(`egen adress: ${server.url}`)
    expect(await said(at(`${server.url}/`))).toBe('ok')
  })

  test('an interface that is closed to strangers is open to us; one that is closed to all is told in words', async () => {
    const closedTo = (whom: string) =>
      plugin(
        `add_filter('rest_authentication_errors', function ($said) { if (${whom}) return new WP_Error('rest_disabled', 'Closed', ['status' => 403]); return $said; }, 200);`,
      )
    try {
      closedTo('!is_user_logged_in()')
      expect(await said(direct())).toBe('ok')
      closedTo('true')
      expect(await said(direct())).toMatch(/säger nej \(403 rest_disabled\).*REST-gränssnittet/)
    } finally {
      plugin(undefined)
    }
  })

  test('an application password is taken with its spaces and without', async () => {
    const spaced = server.password.replace(/(.{4})(?=.)/g, '$1 ')
    expect(spaced).toContain(' ')
    expect(await said(connectionTo({ ...server, password: spaced }))).toBe('ok')
  })
})
