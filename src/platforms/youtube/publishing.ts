import { createHash } from 'node:crypto'
import { fail, isObject, numberText, ok } from '../../kernel/index.ts'
import type { Connection, Draft, ItemRef, Outcome, Published, Publishing, Reply } from '../contract.ts'
import { rawOf } from '../raw.ts'
import { cost } from './budget.ts'
import { type Called, call } from './client.ts'
import { notUnderstood } from './failures.ts'
import { embed } from './film/embed.ts'
import { ensureCaptions, setThumbnail, uploadVideo } from './film/upload.ts'
import { readComment, readVideo, type VideoFacts, videoAddress, wordsOf } from './mapping.ts'
import { commentById, paths, repliesPage, type SeenComment, uploadsPage, videosOf } from './reading.ts'

const limits = {
  bytes: 5_000,
  images: 0,
  altRequired: false,
  video: true,
  captions: true,
  thumbnail: true,
  schedules: true,
  needs: 'video',
} as const
/** YouTube's own bound for a thumbnail. */
const thumbnailBytes = 2 * 1_024 * 1_024
const titleLength = 100
const replyLength = 10_000

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

/**
 * The film carries its key as one of its tags, which YouTube does not show with the film: videos.insert has no key of
 * its own, and title and time alone would take two films with the same name for one.
 */
const tagOf = (key: string): string =>
  `uppsikt-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`

const titleOf = ({ title, text }: Draft): string =>
  (title?.trim() || (text.trim().split('\n')[0] ?? '')).toWellFormed()

const descriptionOf = ({ text, link }: Draft): string => {
  const clean = text.toWellFormed()
  return link === undefined || clean.includes(link) ? clean : `${clean}\n\n${link}`.trim()
}

/** A time that has passed is published at once by YouTube, which nobody has asked for. */
function refusesTime({ publishAt }: Draft, now: Date): string | undefined {
  if (publishAt === undefined || Date.parse(publishAt) > now.getTime()) return undefined
  return 'Tiden då filmen ska visas har redan passerat. Välj en senare tid.'
}

function refusesThumbnail({ video }: Draft): string | undefined {
  const { thumbnail } = video ?? {}
  if (!thumbnail) return undefined
  if (!['image/jpeg', 'image/png'].includes(thumbnail.mediaType))
    return 'YouTube tar emot omslagsbilder som JPEG eller PNG. Spara om bilden.'
  return thumbnail.bytes.length > thumbnailBytes
    ? 'Omslagsbilden är större än 2\u00a0MB. Minska den.'
    : undefined
}

/** Why YouTube would refuse it, in words for the one who wrote it; undefined when it would not. */
function refuses(draft: Draft): string | undefined {
  const [title, description] = [titleOf(draft), descriptionOf(draft)]
  if (draft.video === undefined) return 'På YouTube går det bara att publicera film. Lägg till en film.'
  if (draft.images.length > 0) return 'YouTube tar inte emot bilder. Ta bort bilderna ur utkastet.'
  if (title === '') return 'Filmen saknar titel. Skriv en rubrik.'
  if ([...title].length > titleLength) {
    return `Titeln är ${[...title].length} tecken och YouTube tar emot ${titleLength}. Skriv en kortare rubrik.`
  }
  const bytes = Buffer.byteLength(description)
  if (bytes > limits.bytes) {
    return `Texten är ${numberText(bytes)} byte och YouTube tar emot ${numberText(limits.bytes)}. Korta den.`
  }
  return /[<>]/.test(title + description)
    ? 'YouTube tar inte emot tecknen < och > i titel och text. Byt ut dem.'
    : refusesThumbnail(draft)
}

/** Pages of the newest uploads that are looked through for a key: 150 films. */
const longestSearch = 3

/** The film that carries the key, open to the public or not, among the newest. */
async function look(
  connection: Connection,
  key: string,
): Promise<Outcome<{ called: Called; video: VideoFacts } | undefined>> {
  const tag = tagOf(key)
  let token: string | undefined
  for (let page = 0; page < longestSearch; page++) {
    const uploads = await uploadsPage(connection, 'order', { token })
    if (!uploads.ok) return uploads
    const { ids, next } = uploads.value
    if (ids.length > 0) {
      const videos = await videosOf(connection, ids, 'order')
      if (!videos.ok) return videos
      const video = videos.value.facts.find(({ tags }) => tags.includes(tag))
      if (video) return ok({ called: videos.value.called, video })
    }
    if (next === undefined) break
    token = next
  }
  return ok(undefined)
}

const publishedAs = (called: Called, { id }: VideoFacts): Published => ({
  platformId: id,
  permalink: videoAddress(id),
  answer: rawOf(called.answer, called.part),
})

/**
 * A project that YouTube has not audited gets its films locked as private: that is not published. One that YouTube is to
 * show at a time is private until then.
 */
function asPublic(called: Called, video: VideoFacts): Outcome<Published> {
  if (video.privacy !== 'private' || video.publishAt !== undefined) return ok(publishedAs(called, video))
  return rejected(
    'Filmen är uppladdad, men YouTube har låst den som privat. Det händer när kommunens Google-projekt inte är granskat av YouTube. Publicera filmen för hand i YouTube Studio, och ansök om granskning (se sidan om YouTube i driftdokumentationen).',
  )
}

async function publish(connection: Connection, draft: Draft, key: string): Promise<Outcome<Published>> {
  const refusal = refuses(draft)
  if (refusal !== undefined || draft.video === undefined) return rejected(refusal ?? '')
  const before = await look(connection, key)
  if (!before.ok) return before
  const late = before.value ? undefined : refusesTime(draft, connection.clock.now())
  if (late !== undefined) return rejected(late)
  const sent = before.value ? ok(before.value) : await send(connection, draft, draft.video, key)
  if (!sent.ok) return sent
  const { called, video } = sent.value
  const { captions, thumbnail } = draft.video
  if (captions) {
    const there = await ensureCaptions(connection, video.id, captions)
    // The film is there: trying again with the same key finds it, and sees to the captions.
    if (!there.ok) {
      return fail({
        ...there.error,
        detail: `Filmen är uppladdad, men inte undertexterna. ${there.error.detail}`,
      })
    }
  }
  if (thumbnail) {
    const set = await setThumbnail(connection, video.id, thumbnail)
    if (!set.ok)
      return fail({
        ...set.error,
        detail: `Filmen är uppladdad, men inte omslagsbilden. Kanalen kan behöva vara bekräftad med telefonnummer. ${set.error.detail}`,
      })
  }
  return asPublic(called, video)
}

async function send(
  connection: Connection,
  draft: Draft,
  film: NonNullable<Draft['video']>,
  key: string,
): Promise<Outcome<{ called: Called; video: VideoFacts }>> {
  const sent = await uploadVideo(connection, film, {
    snippet: {
      title: titleOf(draft),
      description: descriptionOf(draft),
      tags: [tagOf(key)],
      defaultLanguage: draft.language,
      defaultAudioLanguage: draft.language,
    },
    // What a municipality publishes is for everybody, and not made for children in YouTube's sense.
    status: {
      ...(draft.publishAt === undefined
        ? { privacyStatus: 'public' }
        : { privacyStatus: 'private', publishAt: new Date(draft.publishAt).toISOString() }),
      selfDeclaredMadeForKids: false,
    },
  })
  if (!sent.ok) return sent
  const video = readVideo(sent.value.json?.value)
  return video ? ok({ called: sent.value, video }) : fail(notUnderstood('order', connection.clock.now()))
}

async function findPublished(connection: Connection, key: string): Promise<Outcome<Published>> {
  const found = await look(connection, key)
  if (!found.ok) return found
  return found.value
    ? asPublic(found.value.called, found.value.video)
    : fail({ kind: 'gone', detail: 'Ingen film med den här nyckeln finns bland kanalens senaste.' })
}

/** Own replies with the same words that are older than this were written for something else. */
const sameReplyWithin = 24 * 3_600_000
const memoryKey = 'youtube.replies'

/** Which key each reply was sent under, as far as this process knows. */
const keysOf = ({ memory }: Connection): Readonly<Record<string, unknown>> => {
  const known = memory.get(memoryKey)
  return isObject(known) ? known : {}
}

function remember(connection: Connection, replyId: string, key: string): void {
  const newest = Object.entries(keysOf(connection)).slice(-200)
  connection.memory.set(memoryKey, { ...Object.fromEntries(newest), [replyId]: key } as Record<
    string,
    string
  >)
}

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

/**
 * The channel's own reply with these words in the thread. comments.insert takes no key, so it is known by what it says
 * and when; one that was sent under another key is another.
 */
async function sentBefore(
  connection: Connection,
  threadId: string,
  text: string,
  key: string,
): Promise<Outcome<SeenComment | undefined>> {
  const [keys, own] = [keysOf(connection), connection.settings['channelId']]
  const earliest = connection.clock.now().getTime() - sameReplyWithin
  let token: string | undefined
  for (let page = 0; page < longestSearch; page++) {
    const got = await repliesPage(connection, threadId, 'order', token)
    if (!got.ok) return got
    const found = got.value.replies.find(({ facts }) => {
      const at = Date.parse(String(facts.snippet['publishedAt']))
      const ours = facts.authorId === own && plain(wordsOf(facts)) === plain(text) && at >= earliest
      return ours && (keys[facts.id] ?? key) === key
    })
    if (found || got.value.next === undefined) return ok(found)
    token = got.value.next
  }
  return ok(undefined)
}

function repliedAs(called: Called, id: string, videoId: string | undefined): Published {
  const permalink = videoId === undefined ? {} : { permalink: `${videoAddress(videoId)}&lc=${id}` }
  return { platformId: id, ...permalink, answer: rawOf(called.answer, called.part) }
}

async function answerPublicly(
  connection: Connection,
  to: ItemRef,
  text: string,
  key: string,
): Promise<Outcome<Published>> {
  const clean = text.toWellFormed().trim()
  if (clean === '') return rejected('Svaret är tomt.')
  if ([...clean].length > replyLength) {
    return rejected(
      `Svaret är ${numberText([...clean].length)} tecken och YouTube tar emot ${numberText(replyLength)}. Korta det.`,
    )
  }
  if (to.kind !== 'comment') return rejected('Svar på YouTube ges under en kommentar.')
  const comment = await commentById(connection, to.platformId, 'order')
  if (!comment.ok) return comment
  const { seen } = comment.value
  if (seen === undefined) return fail({ kind: 'gone', detail: 'YouTube har inte kvar kommentaren.' })
  // YouTube has one level of answers: what answers an answer stands in the same thread.
  const threadId = seen.facts.parentId ?? seen.facts.id
  const before = await sentBefore(connection, threadId, clean, key)
  if (!before.ok) return before
  if (before.value) {
    remember(connection, before.value.facts.id, key)
    return ok(repliedAs(before.value.called, before.value.facts.id, seen.facts.videoId))
  }
  const sent = await call(connection, {
    method: 'POST',
    path: paths.comments,
    query: { part: 'snippet' },
    body: { snippet: { parentId: threadId, textOriginal: clean } },
    quota: { units: cost.write, use: 'order' },
    intent: 'order',
  })
  if (!sent.ok) return sent
  const made = readComment(sent.value.json?.value)
  if (made === undefined) return fail(notUnderstood('order', connection.clock.now()))
  remember(connection, made.id, key)
  return ok(repliedAs(sent.value, made.id, made.videoId ?? seen.facts.videoId))
}

export const publishing: Publishing = { limits, embed, publish, findPublished }

/** YouTube has no direct messages, so there is no private reply. */
export const reply: Reply = { public: answerPublicly }
