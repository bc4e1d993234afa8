import { afterEach, expect, test } from 'vitest'
import { html } from '../../../doubles/mastodon/shapes.ts'
import { imported, memoryFile } from '../../../tests/support/export-files.ts'
import { type MastodonStage, mastodonStage } from '../../../tests/support/mastodon-stage.ts'
import { reconcile } from '../conformance/world.ts'
import type { CollectedItem } from '../contract.ts'
import { importMastodon } from './imports.ts'
import { mastodon } from './platform.ts'

let started: MastodonStage | undefined
afterEach(async () => {
  await started?.double.close()
  started = undefined
})

const everybody = 'https://www.w3.org/ns/activitystreams#Public'

/** The account's archive, as its server would write it of what stands there. */
function archiveOf({ double }: MastodonStage): string {
  const actor = `${double.url}/users/${double.handle}`
  const address = (id: string): string => `${actor}/statuses/${id}`
  const own = double.statuses().filter(({ author }) => author.username === double.handle)
  const orderedItems = own.map((status) => ({
    type: 'Create',
    actor,
    object: {
      id: address(status.id),
      type: 'Note',
      summary: status.spoiler === '' ? null : status.spoiler,
      sensitive: status.spoiler !== '',
      inReplyTo: status.replyTo === undefined ? null : address(status.replyTo),
      published: new Date(status.createdAt).toISOString().replace(/\.\d+Z/, 'Z'),
      ...(status.editedAt ? { updated: status.editedAt.toISOString().replace(/\.\d+Z/, 'Z') } : {}),
      url: `${double.url}/@${double.handle}/${status.id}`,
      attributedTo: actor,
      to: status.visibility === 'public' ? [everybody] : [`${double.url}/users/anna`],
      cc: status.visibility === 'public' ? [`${actor}/followers`] : [],
      content: html(double.url, status),
      attachment: status.media.map(({ id, description }) => ({
        url: `/system/media_attachments/files/${id}/original.png`,
        name: description,
      })),
    },
  }))
  return JSON.stringify({ type: 'OrderedCollection', orderedItems })
}

const identity = ({ platformId, kind, direction, parent, versionKey, text }: CollectedItem) => ({
  platformId,
  kind,
  direction,
  parent,
  versionKey,
  text,
})

test('what is imported and then collected is the same item in the same version', async () => {
  started = await mastodonStage()
  const { double, connection, clock } = started
  const post = double.addPost({ text: 'Torget byggs om', image: { alt: 'Torget' } })
  const edited = double.addPost({ text: 'Badet stänger' })
  clock.set(new Date(clock.now().getTime() + 60_123))
  double.editPost(edited.id, 'Badet öppnar')
  const question = double.addReply({ as: 'anna', to: post.id, text: 'När är det klart' })
  await mastodon.reply?.public?.(connection, { platformId: question.id, kind: 'comment' }, 'I maj', 'a')
  await mastodon.reply?.private?.(
    connection,
    { platformId: question.id, kind: 'comment' },
    'Bara till dig',
    'b',
  )
  const collected = (await reconcile(mastodon, connection)).items.filter((one) => one.direction === 'drawnUp')
  const got = await imported(
    importMastodon,
    [memoryFile('outbox.json', archiveOf(started))],
    connection.settings,
  )
  const byId = (items: readonly CollectedItem[]) =>
    items.map(identity).sort((a, b) => (a.platformId < b.platformId ? -1 : 1))
  expect(collected).toHaveLength(4)
  expect(byId(got.items)).toEqual(byId(collected))
})

test("another account's archive is refused, and it is told whose it is", async () => {
  started = await mastodonStage()
  started.double.addPost({ text: 'Hej' })
  const archive = archiveOf(started)
  for (const settings of [
    { server: started.double.url, handle: 'annan' },
    { server: 'https://annan.example', handle: started.double.handle },
  ]) {
    const got = await imported(importMastodon, [memoryFile('outbox.json', archive)], settings)
    expect(got.items).toEqual([])
    expect(got.notices.join(' ')).toMatch(/hör till ett annat konto/)
  }
})
