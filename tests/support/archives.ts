import { createHash } from 'node:crypto'
import { decode, encode } from '@ipld/dag-cbor'
import type { BlueskyDouble } from '../../doubles/bluesky/index.ts'
import type { MastodonDouble } from '../../doubles/mastodon/index.ts'
import { html } from '../../doubles/mastodon/shapes.ts'
import type { WordPressDouble } from '../../doubles/wordpress/index.ts'
import type { XDouble } from '../../doubles/x/index.ts'
import { zipOf } from './export-files.ts'

/** The official exports of what stands at a double, as its platform would write them. */

type Loose = Readonly<Record<string, unknown>>

const everybody = 'https://www.w3.org/ns/activitystreams#Public'
const seconds = (at: Date): string => at.toISOString().replace(/\.\d+Z/, 'Z')

/** outbox.json of a Mastodon archive. */
export function mastodonArchive(double: MastodonDouble): string {
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
      published: seconds(new Date(status.createdAt)),
      ...(status.editedAt ? { updated: seconds(status.editedAt) } : {}),
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

const read = async (url: string, authorization: string): Promise<Loose[]> => {
  const answer = (await (await fetch(url, { headers: { authorization } })).json()) as Loose | Loose[]
  const list = Array.isArray(answer) ? answer : answer['data']
  return (Array.isArray(list) ? list : []) as Loose[]
}

/** "Sat Feb 18 19:45:15 +0000 2023" */
const xTime = (iso: unknown): string => {
  const [day, date, month, year, time] = new Date(String(iso)).toUTCString().replace(',', '').split(' ')
  return `${day} ${month} ${date} ${time} +0000 ${year}`
}

/** The urls that are the text's own, and those of its media, which stand apart in an archive. */
const urlsIn = (item: Loose, media: boolean): Loose[] => {
  const { urls = [] } = (item['entities'] ?? {}) as { urls?: Loose[] }
  return urls.filter((one) => (one['media_key'] !== undefined) === media)
}

/** An edited post stands there once for each version, the older ones with the words they had. */
function xPosts(post: Loose): object[] {
  const versions = post['edit_history_post_ids'] as string[]
  const [answered] = (post['referenced_posts'] ?? []) as Loose[]
  return versions.map((id, at) => ({
    tweet: {
      id_str: id,
      id,
      full_text: at === versions.length - 1 ? post['text'] : `Förr: ${String(post['text'])}`,
      created_at: xTime(post['created_at']),
      entities: { urls: urlsIn(post, false), media: urlsIn(post, true) },
      edit_info:
        at === 0
          ? { initial: { editTweetIds: versions } }
          : { edit: { initialTweetId: versions[0], editControlInitial: { editTweetIds: versions } } },
      ...(answered ? { in_reply_to_status_id_str: answered['id'] } : {}),
    },
  }))
}

/** The zip of an X archive. */
export async function xArchive(double: XDouble): Promise<Buffer> {
  const { url, userId, username } = double
  const authorization = `Bearer ${double.issue().accessToken}`
  const posts = await read(`${url}/2/users/${userId}/tweets?max_results=100`, authorization)
  const messages = await read(`${url}/2/dm_events?max_results=100`, authorization)
  const script = (name: string, list: readonly unknown[]): string =>
    `window.YTD.${name}.part0 = ${JSON.stringify(list)}`
  const conversations = messages.map((message) => ({
    dmConversation: {
      conversationId: message['dm_conversation_id'],
      messages: [
        {
          messageCreate: {
            id: message['id'],
            senderId: message['sender_id'],
            text: message['text'],
            createdAt: message['created_at'],
            urls: urlsIn(message, false).map((one) => ({
              url: one['url'],
              expanded: one['expanded_url'],
              display: one['display_url'],
            })),
          },
        },
      ],
    },
  }))
  const media = posts.flatMap((post) =>
    urlsIn(post, true).map(
      (one) => [`data/tweets_media/${String(post['id'])}-${String(one['media_key'])}.gif`, 'bild'] as const,
    ),
  )
  return zipOf({
    'data/account.js': script('account', [{ account: { accountId: userId, username } }]),
    'data/tweets.js': script('tweets', posts.flatMap(xPosts)),
    'data/direct-messages.js': script('direct_messages', conversations),
    ...Object.fromEntries(media),
  })
}

const rawIn = (value: unknown): string => String((value as { raw?: string } | undefined)?.raw ?? '')
const wpTime = (iso: unknown): string => String(iso).replace('T', ' ')
const approved: Readonly<Record<string, string>> = { approved: '1', hold: '0' }

/** WXR of a WordPress blog. */
export async function wordPressArchive(double: WordPressDouble): Promise<string> {
  const credentials = Buffer.from(`${double.username}:${double.password}`).toString('base64')
  const all = (what: string): Promise<Loose[]> =>
    read(`${double.url}/wp-json/wp/v2/${what}context=edit&per_page=100`, `Basic ${credentials}`)
  const [users, posts] = [await all('users?'), await all('posts?status=any&')]
  const comments = await all('comments?status=all&')
  const authors = users.map(
    ({ id, slug, name }) =>
      `<wp:author><wp:author_id>${id}</wp:author_id><wp:author_login>${slug}</wp:author_login><wp:author_display_name><![CDATA[${name}]]></wp:author_display_name></wp:author>`,
  )
  const commentOf = (one: Loose): string =>
    `<wp:comment><wp:comment_id>${one['id']}</wp:comment_id><wp:comment_author><![CDATA[${one['author_name']}]]></wp:comment_author><wp:comment_date_gmt>${wpTime(one['date_gmt'])}</wp:comment_date_gmt><wp:comment_content><![CDATA[${rawIn(one['content'])}]]></wp:comment_content><wp:comment_approved>${approved[String(one['status'])] ?? one['status']}</wp:comment_approved><wp:comment_parent>${one['parent']}</wp:comment_parent><wp:comment_user_id>${one['author']}</wp:comment_user_id></wp:comment>`
  const items = posts.map((post) => {
    const creator = users.find(({ id }) => id === post['author'])?.['slug'] ?? ''
    const under = comments.filter((one) => one['post'] === post['id']).map(commentOf)
    return `<item><title><![CDATA[${rawIn(post['title'])}]]></title><link>${post['link']}</link><dc:creator>${creator}</dc:creator><content:encoded><![CDATA[${rawIn(post['content'])}]]></content:encoded><wp:post_id>${post['id']}</wp:post_id><wp:post_date_gmt>${wpTime(post['date_gmt'])}</wp:post_date_gmt><wp:status>${post['status']}</wp:status><wp:post_type>post</wp:post_type>${under.join('')}</item>`
  })
  return `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>${double.url}</wp:base_site_url><wp:base_blog_url>${double.url}</wp:base_blog_url>
${authors.join('\n')}
${items.join('\n')}
</channel></rss>`
}

interface Block {
  readonly cid: Buffer
  readonly bytes: Uint8Array
}

const blockOf = (value: unknown): Block => {
  const bytes = encode(value)
  const digest = createHash('sha256').update(bytes).digest()
  return { cid: Buffer.concat([Uint8Array.of(1, 0x71, 0x12, 0x20), digest]), bytes }
}

/** A link as DAG-CBOR has them: tag 42 over the CID, which begins with a zero byte. */
const linkTo = ({ cid }: Block): unknown =>
  decode(Buffer.concat([Uint8Array.of(0xd8, 0x2a, 0x58, cid.length + 1, 0), cid]))

const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)]

const section = (...parts: readonly Uint8Array[]): Buffer => {
  const bytes = Buffer.concat(parts)
  return Buffer.concat([Uint8Array.from(varint(bytes.length)), bytes])
}

/** The CAR file of a Bluesky account's repository, with all its posts in one node of the tree. */
export function blueskyArchive(double: BlueskyDouble): Buffer {
  const own = double.posts().filter(({ uri }) => uri.startsWith(`at://${double.did}/`))
  const records = own
    .map(({ uri, value }) => ({ key: uri.split('/').slice(3).join('/'), block: blockOf(value) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const entries = records.map(({ key, block }) => ({
    p: 0,
    k: Buffer.from(key),
    v: linkTo(block),
    t: null,
  }))
  const node = blockOf({ l: null, e: entries })
  const commit = { did: double.did, version: 3, data: linkTo(node), rev: '3lapzfplu722x', prev: null }
  const root = blockOf({ ...commit, sig: new Uint8Array(64) })
  const header = section(encode({ version: 1, roots: [linkTo(root)] }))
  const blocks = [root, node, ...records.map(({ block }) => block)]
  return Buffer.concat([header, ...blocks.map(({ cid, bytes }) => section(cid, bytes))])
}
