import { afterEach, expect, test } from 'vitest'
import { imported, memoryFile, zipOf } from '../../../tests/support/export-files.ts'
import { commentRef, type YoutubeStage, youtubeStage } from '../../../tests/support/youtube-stage.ts'
import { reconcile } from '../conformance/world.ts'
import type { CollectedItem } from '../contract.ts'
import { importYouTube } from './imports.ts'
import { youtube } from './platform.ts'

let started: YoutubeStage | undefined
afterEach(async () => {
  await started?.double.close()
  started = undefined
})

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`
const row = (...fields: readonly string[]): string => `${fields.map(cell).join(',')}\n`

/** The channel's Takeout, as Google would write it of what stands there. */
async function takeoutOf({ double, connection }: YoutubeStage): Promise<Buffer> {
  const channel = connection.settings['channelId'] ?? ''
  const own = double.comments().filter(({ author }) => author.channelId === channel)
  const comments = own.map(({ id, publishedAt, parentId, videoId, text }) =>
    row(id, channel, publishedAt, '0', parentId ?? '', '', videoId, JSON.stringify({ text }), parentId ?? ''),
  )
  const videos = double
    .videos()
    .map(({ id, title, description, publishedAt }) =>
      row(id, '60000', 'Swedish', 'People', description, channel, title, 'Public', 'Live', publishedAt),
    )
  return zipOf({
    'Takeout/YouTube/comments/comments.csv': `Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Post ID,Video ID,Comment Text,Top-Level Comment ID\n${comments.join('')}`,
    'Takeout/YouTube/video metadata/videos.csv': `Video ID,Approx Duration (ms),Video Audio Language,Video Category,Video Description (Original),Channel ID,Video Title (Original),Privacy,Video State,Video Create Timestamp\n${videos.join('')}`,
  })
}

const identity = ({ platformId, kind, direction, parent, permalink, versionKey, text }: CollectedItem) => ({
  platformId,
  kind,
  direction,
  parent,
  permalink,
  versionKey,
  text,
})

test('what is imported and then collected is the same item in the same version', async () => {
  started = await youtubeStage()
  const { double, connection } = started
  const video = double.addPost({ title: 'Torget', text: 'Vi bygger om torget' })
  const question = double.addComment({ as: '@anna', to: video.id, text: 'När?' })
  await youtube.reply?.public?.(connection, commentRef(question.id), 'I maj', 'a')
  const collected = (await reconcile(youtube, connection)).items.filter((one) => one.direction === 'drawnUp')
  const got = await imported(
    importYouTube,
    [memoryFile('takeout.zip', await takeoutOf(started))],
    connection.settings,
  )
  const byId = (items: readonly CollectedItem[]) =>
    items.map(identity).sort((a, b) => (a.platformId < b.platformId ? -1 : 1))
  expect(collected.map(({ kind }) => kind).sort()).toEqual(['comment', 'post'])
  expect(byId(got.items)).toEqual(byId(collected))
})
