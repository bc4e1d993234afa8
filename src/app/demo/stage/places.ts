import { startBlueskyDouble } from '../../../../doubles/bluesky/index.ts'
import { startFeedDouble } from '../../../../doubles/feed/index.ts'
import type { Fault } from '../../../../doubles/server.ts'
import { startWordPressDouble } from '../../../../doubles/wordpress/index.ts'
import type { Http } from '../../../infra/http/index.ts'
import type { Clock } from '../../../kernel/index.ts'
import type { Picture } from '../story.ts'
import { us } from '../story.ts'
import { picture } from './picture.ts'

interface Written {
  readonly text: string
  readonly at: Date
}
interface WrittenPost extends Written {
  readonly title: string
  readonly picture: Picture | undefined
}
interface WrittenComment extends Written {
  readonly who: string
  /** Platform ids of the post and of the comment it answers. */
  readonly on: string
  readonly to: string | undefined
}

/** A platform's double as the stories use it, whichever platform it is. Ids are the platform's own. */
export interface Place {
  readonly url: string
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  post(post: WrittenPost): string
  comment(comment: WrittenComment): string
  /** Where people can write to the account alone. */
  message?(who: string, text: string): string
  /** The header of a request as the account. */
  authorization(http: Http): Promise<string>
  edit(id: string, text: string): void
  remove(id: string): void
  fault(fault: Fault | undefined): void
  close(): Promise<void>
}

export interface PlaceOptions {
  readonly port: number
  readonly clock: Clock
  readonly name: string
  /** The account's handle, where the platform has handles. */
  readonly handle: string
  readonly random: () => number
}

const numberIn = (id: string): number => Number(id.split('/')[1])

export async function blogPlace({ port, clock, name, random }: PlaceOptions): Promise<Place> {
  const site = await startWordPressDouble({ port, clock, siteName: name })
  const email = 'redaktion@storlunda.example'
  const writer = site.addUser({ login: 'skribent', name, email, role: 'editor', password: 'invented' })
  return {
    url: site.url,
    settings: { url: site.url, username: site.username },
    secrets: { password: site.password },
    authorization: async () => `Basic ${Buffer.from(`${site.username}:${site.password}`).toString('base64')}`,
    post: ({ title, text, at, picture: shown }) => {
      const image = shown && {
        alt: shown.alt,
        bytes: picture(shown.scene, random),
        mediaType: 'image/png',
      }
      const id = site.addPost({
        title,
        content: text,
        at: at.toISOString(),
        author: writer,
        ...(image && { image }),
      })
      return `post/${id}`
    },
    comment: ({ who, text, at, on, to }) => {
      const id = site.addComment({
        post: numberIn(on),
        author: who,
        text,
        at: at.toISOString(),
        ...(to?.startsWith('comment/') && { parent: numberIn(to) }),
        ...(who === us ? { user: writer } : { email: `${handleOf(who)}@example.se` }),
      })
      return `comment/${id}`
    },
    edit: (id, text) =>
      id.startsWith('post/')
        ? site.editPost(numberIn(id), { content: text })
        : site.editComment(numberIn(id), text),
    remove: (id) =>
      id.startsWith('post/') ? site.removePost(numberIn(id), true) : site.removeComment(numberIn(id)),
    fault: (fault) => site.fault(fault),
    close: () => site.close(),
  }
}

/** 'Birgitta Sörman' → 'birgitta-sorman'. */
export const handleOf = (who: string): string =>
  who
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')

export async function skyPlace({ port, clock, name, handle, random }: PlaceOptions): Promise<Place> {
  const sky = await startBlueskyDouble({ port, clock, name, handle, seed: 'storlunda' })
  return {
    url: sky.url,
    settings: { service: sky.url, appview: sky.url, handle },
    secrets: { password: sky.password },
    authorization: async (http) => {
      const session = await http.request({
        method: 'POST',
        url: `${sky.url}/xrpc/com.atproto.server.createSession`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ identifier: handle, password: sky.password }),
      })
      const body = session.ok ? (JSON.parse(Buffer.from(session.value.bytes).toString()) as object) : {}
      return `Bearer ${'accessJwt' in body ? String(body.accessJwt) : ''}`
    },
    post: ({ text, at, picture: shown }) => {
      const image = shown && {
        alt: shown.alt,
        bytes: picture(shown.scene, random),
        mediaType: 'image/png',
      }
      return sky.addPost({ text, at, ...(image && { image }) }).uri
    },
    comment: ({ who, text, at, on, to }) => {
      const as = who === us ? handle : `${handleOf(who)}.test`
      return sky.addReply({ to: to ?? on, as, ...(who !== us && { name: who }), text, at }).uri
    },
    edit: (id, text) => {
      sky.editPost(id, text)
    },
    remove: (id) => sky.removePost(id),
    fault: (fault) => sky.fault(fault),
    close: () => sky.close(),
  }
}

/** Items in each feed: as many as come in a few days. */
const feedWindow = 8

export async function newsPlace({ port, clock, name }: PlaceOptions): Promise<Place> {
  const feed = await startFeedDouble({ port, clock, title: name, window: feedWindow })
  return {
    url: feed.url,
    settings: { url: `${feed.url}/feed.xml`, comments: `${feed.url}/comments.xml` },
    secrets: {},
    authorization: async () => '',
    post: ({ title, text, at }) =>
      feed.addPost({ title, text, publishedAt: at.toISOString(), author: name }).id,
    comment: ({ who, text, at, on }) =>
      feed.addComment(on, { text, author: who, publishedAt: at.toISOString() }).id,
    edit: (id, text) => feed.editPost(id, text),
    remove: (id) => feed.removePost(id),
    fault: (fault) => feed.fault(fault),
    close: () => feed.close(),
  }
}
