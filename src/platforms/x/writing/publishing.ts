import { fail, ok } from '../../../kernel/index.ts'
import type { Connection, Draft, Outcome, Published, Publishing } from '../../contract.ts'
import { call, me } from '../client.ts'
import { forgetMedia, mediaOf, refusesFiles } from './media.ts'
import { lookIn, madeBy } from './sent.ts'
import { tooLong, weightOf } from './weight.ts'

const limits = {
  graphemes: 280,
  count: weightOf,
  images: 4,
  altRequired: true,
  video: true,
  captions: true,
} as const

function textOf({ text, link }: Draft): string {
  const clean = text.toWellFormed()
  return link === undefined || clean.includes(link) ? clean : `${clean}\n\n${link}`.trim()
}

function refuses(draft: Draft, text: string): string | undefined {
  if (draft.link !== undefined && !/^https?:\/\//.test(draft.link))
    return 'Länken är ingen webbadress (https).'
  return refusesFiles(draft) ?? tooLong(text)
}

async function publish(connection: Connection, draft: Draft, key: string): Promise<Outcome<Published>> {
  const text = textOf(draft)
  const refusal = refuses(draft, text)
  if (refusal) return fail({ kind: 'rejected', detail: refusal })
  const own = await me(connection)
  if (!own.ok) return own
  const before = await lookIn(connection, own.value, { text, to: '' }, 'post')
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  const media = await mediaOf(connection, draft, key)
  if (!media.ok) return media
  const withMedia = media.value.length > 0 ? { media: { media_ids: [...media.value] } } : {}
  const called = await call(connection, { path: '/2/tweets', body: { text, ...withMedia } })
  if (called.ok) return madeBy(connection, called.value, own.value, 'id')
  if (called.error.kind === 'rejected') forgetMedia(connection, key)
  return called
}

async function findPublished(
  connection: Connection,
  _key: string,
  draft: Draft,
): Promise<Outcome<Published>> {
  const own = await me(connection)
  if (!own.ok) return own
  const found = await lookIn(connection, own.value, { text: textOf(draft), to: '' }, 'post')
  if (!found.ok) return found
  if (found.value) return ok(found.value)
  return fail({
    kind: 'gone',
    detail: 'Inget inlägg med de här orden finns på X från de senaste två dygnen.',
  })
}

export const publishing: Publishing = { limits, publish, findPublished }
