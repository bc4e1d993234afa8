import { fail, isObject, type Json, ok } from '../../kernel/index.ts'
import type { Answer, Connection, ItemRef, Moderation, Outcome } from '../contract.ts'
import { rawOf } from '../raw.ts'
import { type Called, callWhole, type Refusal, type Session, sessionOf } from './client.ts'
import { replyOf } from './mapping.ts'
import { fetchPost, gateCollection, hiddenIn, listOwn, ownRecord } from './reading.ts'
import { isDid, type PostUri, parsePostUri, postUri } from './syntax.ts'

/** Most that a threadgate can hide (app.bsky.feed.threadgate, hiddenReplies). */
const mostHidden = 300

const answerOf = ({ answer, part }: Called): Answer => rawOf(answer, part)

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

/** The own post in whose thread an answer stands: only there can the account hide it. */
async function rootOf(connection: Connection, session: Session, ref: ItemRef): Promise<Outcome<PostUri>> {
  if (parsePostUri(ref.platformId)?.did === session.did) {
    return rejected('Det är kontots eget inlägg. Egna inlägg döljs inte, de tas bort i Bluesky.')
  }
  const post = await fetchPost(connection, session.did, ref.platformId)
  if (!post.ok) return post
  const root = parsePostUri(replyOf(post.value.facts.record)?.root ?? '')
  if (root?.did === session.did) return ok(root)
  return rejected(
    'Inlägget står inte i en tråd som kontot har börjat, och Bluesky låter bara den som börjat tråden dölja svar. Anmäl det till Bluesky i stället.',
  )
}

interface Gate {
  readonly called: Called | undefined
  readonly record: Readonly<Record<string, Json>>
  readonly cid: string | null
}

async function gateOf(connection: Connection, root: PostUri): Promise<Outcome<Gate>> {
  const got = await ownRecord(connection, root.did, gateCollection, root.rkey)
  if (!got.ok) return got
  const value = got.value?.json.get('value')?.value
  const cid = got.value?.json.get('cid')?.value
  const begun = {
    $type: gateCollection,
    post: postUri(root.did, root.rkey),
    createdAt: connection.clock.now().toISOString(),
  }
  // What is there is kept: who may answer is not ours to change by the way.
  const record = isObject(value) ? (value as Readonly<Record<string, Json>>) : begun
  return ok({ called: got.value, record, cid: typeof cid === 'string' ? cid : null })
}

/** Writes the threadgate if it is still as it was read. */
const putGate = (connection: Connection, root: PostUri, gate: Gate, hidden: readonly string[]) =>
  callWhole(connection, {
    host: 'pds',
    method: 'com.atproto.repo.putRecord',
    signedIn: true,
    body: {
      repo: root.did,
      collection: gateCollection,
      rkey: root.rkey,
      record: { ...gate.record, hiddenReplies: [...hidden] },
      swapRecord: gate.cid,
    },
  })

/**
 * Hides or shows an answer by the thread's threadgate. When somebody else changes the threadgate at the same moment
 * it is read once more: the second writing rests on what they wrote.
 */
async function setHidden(connection: Connection, ref: ItemRef, hide: boolean): Promise<Outcome<Answer>> {
  const session = await sessionOf(connection)
  if (!session.ok) return session
  const root = await rootOf(connection, session.value, ref)
  if (!root.ok) return root
  let refusal: Refusal | undefined
  for (let time = 0; time < 2; time++) {
    const gate = await gateOf(connection, root.value)
    if (!gate.ok) return gate
    const before = hiddenIn(gate.value.record)
    if (before.includes(ref.platformId) === hide) return already(connection, gate.value, root.value)
    const after = hide ? [...before, ref.platformId] : before.filter((uri) => uri !== ref.platformId)
    if (after.length > mostHidden) {
      return rejected(
        `Tråden har redan ${mostHidden} dolda svar, och fler tar Bluesky inte emot. Anmäl svaret till Bluesky, eller stäng tråden för nya svar.`,
      )
    }
    const put = await putGate(connection, root.value, gate.value, after)
    if (put.ok) return ok(answerOf(put.value))
    refusal = put.error
    if (refusal.code !== 'InvalidSwap') break
  }
  return refusal ? fail(refusal.failure) : rejected('Svaret gick inte att dölja.')
}

/** The order is carried out since before: the threadgate says so, or that there is none does. */
async function already(connection: Connection, gate: Gate, root: PostUri): Promise<Outcome<Answer>> {
  if (gate.called) return ok(answerOf(gate.called))
  const post = await fetchPost(connection, root.did, postUri(root.did, root.rkey))
  return post.ok ? ok(answerOf(post.value.called)) : post
}

const blockCollection = 'app.bsky.graph.block'

/** The block that the account already has on this author. */
async function blockOf(
  connection: Connection,
  did: string,
  author: string,
): Promise<Outcome<Called | undefined>> {
  let cursor: string | undefined
  do {
    const page = await listOwn(connection, did, blockCollection, cursor)
    if (!page.ok) return page
    const { called, records, next } = page.value
    if (records.some((record) => record.get('value')?.get('subject')?.value === author)) return ok(called)
    cursor = next
  } while (cursor !== undefined)
  return ok(undefined)
}

async function blockAuthor(connection: Connection, author: string): Promise<Outcome<Answer>> {
  if (!isDid(author)) return rejected(`${author.slice(0, 100)} är inte ett konto-id hos Bluesky (did:…).`)
  const session = await sessionOf(connection)
  if (!session.ok) return session
  const { did } = session.value
  if (author === did) return rejected('Kontot kan inte blockera sig självt.')
  const before = await blockOf(connection, did, author)
  if (!before.ok) return before
  if (before.value) return ok(answerOf(before.value))
  const createdAt = connection.clock.now().toISOString()
  const put = await callWhole(connection, {
    host: 'pds',
    method: 'com.atproto.repo.createRecord',
    signedIn: true,
    body: {
      repo: did,
      collection: blockCollection,
      record: { $type: blockCollection, subject: author, createdAt },
    },
  })
  return put.ok ? ok(answerOf(put.value)) : fail(put.error.failure)
}

export const moderation: Moderation = {
  hide: (connection, ref) => setHidden(connection, ref, true),
  unhide: (connection, ref) => setHidden(connection, ref, false),
  blockAuthor,
}
