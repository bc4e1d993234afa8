import { afterEach, expect, test } from 'vitest'
import { mastodonArchive } from '../../../tests/support/archives.ts'
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
    [memoryFile('outbox.json', mastodonArchive(started.double))],
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
  const archive = mastodonArchive(started.double)
  for (const settings of [
    { server: started.double.url, handle: 'annan' },
    { server: 'https://annan.example', handle: started.double.handle },
  ]) {
    const got = await imported(importMastodon, [memoryFile('outbox.json', archive)], settings)
    expect(got.items).toEqual([])
    expect(got.notices.join(' ')).toMatch(/hör till ett annat konto/)
  }
})
