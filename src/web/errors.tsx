import { routePath } from 'hono/route'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type Ending, readableCode, Stop } from '../kernel/index.ts'
import type { WebContext } from './context.ts'
import { isPartial, isSent } from './htmx.ts'
import { MessagePage } from './layout/public-page.tsx'
import { preferencesOf } from './preferences.ts'
import { TooMany } from './rate-limit.ts'
import { documentText } from './respond.tsx'
import { inlineIcons } from './ui/atoms/icon.tsx'
import { dayText, timeText } from './ui/atoms/words.ts'
import { Note } from './ui/panels/messages.tsx'

interface Problem {
  readonly status: ContentfulStatusCode
  readonly title: string
  /** What happened, why, what to do. */
  readonly detail: string
  /** Given to support; only for what we did not foresee. */
  readonly reference?: string
  readonly fields?: Stop['fields']
}

const endings: Readonly<Record<Ending, { status: ContentfulStatusCode; title: string }>> = {
  refused: { status: 403, title: 'Du har inte behörighet' },
  notFound: { status: 404, title: 'Sidan finns inte' },
  invalid: { status: 422, title: 'Något behöver rättas' },
  conflict: { status: 409, title: 'Någon hann före' },
  unavailable: { status: 503, title: 'Det går inte just nu' },
}

/** 'K7QF-2MXR': 40 bits, for a person to read over the telephone. */
const newReference = (): string => `${readableCode(4)}-${readableCode(4)}`

function problemOf(c: WebContext, thrown: unknown): Problem {
  if (thrown instanceof Stop)
    return { ...endings[thrown.ending], detail: thrown.message, fields: thrown.fields }
  if (thrown instanceof TooMany) {
    const until = `${dayText(thrown.retryAt, c.get('deps').clock.now())} ${timeText(thrown.retryAt)}`
    c.header('Retry-After', String(secondsUntil(c, thrown.retryAt)))
    return {
      status: 429,
      title: 'För många försök',
      detail: `Försök igen ${until}. Till dess tas inga fler försök emot.`,
    }
  }
  const reference = newReference()
  c.get('deps').report(reference, thrown, { method: c.req.method, route: routePath(c, -1) })
  return {
    status: 500,
    title: 'Något gick fel hos oss',
    detail:
      'Det du gjorde kanske inte sparades. Gå tillbaka, se efter och gör om det. Händer det igen, ge felkoden till supporten.',
    reference,
  }
}

const secondsUntil = (c: WebContext, at: Date): number =>
  Math.max(1, Math.ceil((at.getTime() - c.get('deps').clock.now().getTime()) / 1000))

const isApi = (c: WebContext): boolean => c.req.path === '/api' || c.req.path.startsWith('/api/')

const asProblemJson = (c: WebContext, { status, title, detail, reference, fields }: Problem): Response =>
  c.body(
    JSON.stringify({
      type: 'about:blank',
      title,
      status,
      detail,
      ...(reference && { reference }),
      ...(fields && Object.keys(fields).length > 0 && { errors: fields }),
    }),
    status,
    { 'content-type': 'application/problem+json' },
  )

const Reference = ({ reference }: { reference: string }) => (
  <p class="meta">
    Felkod <span class="mono">{reference}</span>
  </p>
)

/** Shown in the page that stands there (client/live.ts): what the person was doing is not lost. */
const asNote = (c: WebContext, { status, title, detail, reference }: Problem): Response => {
  c.header('X-Uppsikt-Besked', '1')
  const note = (
    <Note tone="bad">
      <p>
        <b>{title}.</b> {detail}
      </p>
      {reference && <Reference reference={reference} />}
    </Note>
  )
  return c.html(inlineIcons(note.toString() as string), status)
}

/** What a radio button or a menu sends: one word of ours, in a field that elsewhere is written in. */
const choice = /^[a-z\d]+(?:[A-Z-][a-z\d]*)*$/u

/** What the person wrote in the form that was refused: nobody is to write it twice. */
const Kept = ({ c }: { c: WebContext }) => {
  const [kept, form] = [c.get('kept'), c.get('form')]
  if (!kept) return null
  const texts = kept.fields.flatMap((name) => form?.getAll(name) ?? []).map(String)
  const written = texts.map((text) => text.trim()).filter((text) => text && !choice.test(text))
  return (
    <>
      {written.length > 0 && (
        <section aria-labelledby="skrev">
          <h2 id="skrev">Det du skrev</h2>
          <p class="hint">Det är inte sparat. Kopiera det om du vill använda det.</p>
          {written.map((text) => (
            <p class="written">{text}</p>
          ))}
        </section>
      )}
      {kept.back && (
        <p>
          <a href={kept.back}>{c.get('signedIn') ? 'Se hur det är nu' : 'Logga in'}</a>
        </p>
      )}
    </>
  )
}

/** The part of the menu that the address belongs to: two failures in different tabs are told apart by it. */
function placeOf(c: WebContext): string | undefined {
  const { navigation, settings = [], ownLinks = [] } = c.get('deps')
  const places = [...navigation.map(({ href, label }) => ({ href, text: label })), ...settings, ...ownLinks]
  return places
    .filter(({ href }) => `${c.req.path}/`.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0]?.text
}

const asPage = (c: WebContext, { status, title, detail, reference }: Problem): Response =>
  c.html(
    documentText(
      { csrf: '', now: c.get('deps').clock.now() },
      <MessagePage title={title} place={placeOf(c)} preferences={preferencesOf(c)}>
        <p>{detail}</p>
        {reference && <Reference reference={reference} />}
        <Kept c={c} />
        <p>
          <a href={c.get('signedIn') ? '/oversikt' : '/'}>
            {c.get('signedIn') ? 'Till lägesbilden' : 'Till startsidan'}
          </a>
        </p>
      </MessagePage>,
    ),
    status,
  )

const answer = (c: WebContext, problem: Problem): Response => {
  if (isApi(c)) return asProblemJson(c, problem)
  return isPartial(c) || isSent(c) ? asNote(c, problem) : asPage(c, problem)
}

/** Every failure of a request ends here: problem+json for the API, otherwise a page or a notice. No stack. */
export const onError = (thrown: unknown, c: WebContext): Response => answer(c, problemOf(c, thrown))

export const onNotFound = (c: WebContext): Response =>
  answer(c, {
    ...endings.notFound,
    detail: 'Adressen kan vara felskriven, eller så har sidan flyttat. Gå vidare från lägesbilden eller sök.',
  })

/** The address takes other methods than the one that came. */
export function onWrongMethod(c: WebContext, allowed: readonly string[]): Response {
  c.header('Allow', [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : [])].join(', '))
  return answer(c, {
    status: 405,
    title: 'Det går inte att göra så här',
    detail: 'Adressen finns, men den tar inte emot det som skickades. Gå till sidan och försök därifrån.',
  })
}

/** Nobody is signed in and somebody must be. A page goes by way of the sign-in, and back here. */
export function onSignedOut(c: WebContext): Response {
  const problem: Problem = {
    status: 401,
    title: 'Du är utloggad',
    detail: `Din inloggning har gått ut. ${
      isPartial(c) || isSent(c)
        ? 'Inget är sparat, men det du skrev står kvar här. Kopiera det, logga in och klistra in det.'
        : 'Det du skickade sparades inte. Logga in och gör om det.'
    }`,
  }
  if (isApi(c) || isPartial(c) || !['GET', 'HEAD'].includes(c.req.method)) return answer(c, problem)
  const { pathname, search } = new URL(c.req.url)
  const here = pathname + search
  return c.redirect(here === '/' ? '/logga-in' : `/logga-in?till=${encodeURIComponent(here)}`, 303)
}
