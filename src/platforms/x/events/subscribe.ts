import { fail, isObject, ok } from '../../../kernel/index.ts'
import type { Answer, Connection, Failure, Outcome } from '../../contract.ts'
import { rawOf } from '../../raw.ts'
import { type Called, call } from '../client.ts'
import { notUnderstood } from '../failures.ts'

export const lacks = ({ settings, secrets }: Connection): string | undefined =>
  settings['userId'] && secrets['bearerToken']
    ? undefined
    : 'X kan inte ombes att skicka händelser förrän både kontots nummer (userId) och appens nyckel (bearerToken) är inlagda. Innehållet hämtas ändå med jämna mellanrum.'

/**
 * X Activity API: the address is the app's, and asked for with the app's own token; what happens to an account is asked
 * for with the account's, since mentions, answers and messages are private events there. (The Account Activity API,
 * which sent everything by one subscription, is being taken away by X.)
 */
export async function subscribe(
  connection: Connection,
  callback: string,
  wanted: readonly string[],
): Promise<Outcome<Answer>> {
  const user = connection.settings['userId'] ?? ''
  const webhook = await webhookAt(connection, callback)
  if (!webhook.ok) return webhook
  const listed = await call(connection, {
    path: '/2/activity/subscriptions',
    query: { max_results: '1000' },
    asApp: true,
  })
  if (!listed.ok) return fail(ofApp(listed.error))
  const held = typesIn(listed.value, user, webhook.value)
  let answer = rawOf(listed.value.answer, listed.value.part)
  const refused: Failure[] = []
  for (const type of wanted) {
    if (held.has(type)) continue
    const body = { event_type: type, filter: { user_id: user }, webhook_id: webhook.value, tag: 'uppsikt' }
    const asked = await call(connection, { path: '/2/activity/subscriptions', body })
    if (asked.ok) answer = rawOf(asked.value.answer, asked.value.part)
    // Without permission for messages the rest is still told of.
    else if (asked.error.kind === 'rejected') refused.push(asked.error)
    else return asked
  }
  const [first] = refused
  return first && refused.length === wanted.length ? fail(first) : ok(answer)
}

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

/** What X says against the app's token, where there is one. */
export async function appRefused(connection: Connection): Promise<Outcome<never> | undefined> {
  if (!connection.secrets['bearerToken']) return undefined
  const called = await call(connection, { path: '/2/webhooks', asApp: true })
  // Another answer than that the token is bad says only that events do not come; the rest works without them.
  return !called.ok && called.error.kind === 'reauthorise' ? fail(ofApp(called.error)) : undefined
}

/** The app's token is no sign-in of a person's, so connecting the account again would mend nothing. */
const ofApp = (failure: Failure): Failure =>
  failure.kind === 'reauthorise'
    ? {
        kind: 'rejected',
        detail: 'X godtar inte appens Bearer Token. Hämta en ny i X utvecklarportal och lägg in den.',
      }
    : failure

const notReached = (failure?: Failure): Outcome<never> =>
  rejected(
    `X fick inte rätt svar från Uppsikts adress${failure ? ` (${failure.detail})` : ''}. Kontrollera att den går att nå från internet med https utan portnummer, och att appens hemligheter är rätt inlagda.`,
  )

/**
 * The id of our address at X: the one that is there, or a new one. X has left an address that failed its challenges, so
 * such a one is tried again; the answer comes once X has asked us.
 */
async function webhookAt(connection: Connection, url: string): Promise<Outcome<string>> {
  const listed = await call(connection, {
    path: '/2/webhooks',
    query: { 'webhook_config.fields': 'id,url,valid' },
    asApp: true,
  })
  if (!listed.ok) return fail(ofApp(listed.error))
  const known = (listed.value.json.get('data')?.elements() ?? [])
    .map((one) => one.value)
    .find((one) => isObject(one) && one['url'] === url)
  if (!isObject(known)) {
    const made = await call(connection, { path: '/2/webhooks', body: { url }, asApp: true })
    return made.ok ? idOf(connection, made.value.json.get('data')?.value) : refusedAddress(made.error)
  }
  if (known['valid'] === true) return idOf(connection, known)
  const id = idOf(connection, known)
  if (!id.ok) return id
  const path = `/2/webhooks/${encodeURIComponent(id.value)}`
  const tried = await call(connection, { path, method: 'PUT', intent: 'order', asApp: true })
  if (!tried.ok) return refusedAddress(tried.error)
  return tried.value.json.get('data')?.get('valid')?.value === true ? id : notReached()
}

const refusedAddress = (failure: Failure): Outcome<never> =>
  failure.kind === 'rejected' ? notReached(failure) : fail(ofApp(failure))

function idOf(connection: Connection, webhook: unknown): Outcome<string> {
  const id = isObject(webhook) ? webhook['id'] : undefined
  return typeof id === 'string' ? ok(id) : fail(notUnderstood('read', connection.clock.now()))
}

/** What is already sent of the account to the address. */
function typesIn(listed: Called, user: string, webhook: string): ReadonlySet<unknown> {
  const all = (listed.json.get('data')?.elements() ?? []).map((one) => one.value).filter(isObject)
  const ours = all.filter(
    ({ filter, webhook_id }) => isObject(filter) && filter['user_id'] === user && webhook_id === webhook,
  )
  return new Set(ours.map(({ event_type }) => event_type))
}
