import { createHash } from 'node:crypto'
import { municipalityOf, type PublicLook, publicPage, type WebContext } from '../../../web/index.ts'
import type { PublicLookOf } from '../types.ts'

type Screen = Parameters<typeof publicPage>[2]
type Options = Omit<Parameters<typeof publicPage>[1], 'links' | 'footer' | 'look'>

const links = [
  { href: '/konton', text: 'Våra konton' },
  { href: '/anmal', text: 'Anmäl en kommentar' },
  { href: '/paverka', text: 'Det här kan du påverka' },
  { href: '/om-personuppgifter', text: 'Så hanterar vi personuppgifter' },
] as const

/** Addresses that change when the settings do, so that colours and logotype may be kept. */
export function lookOf({ settings, hasLogotype, changedAt }: PublicLookOf): PublicLook | undefined {
  const version = changedAt ? `?v=${changedAt.getTime().toString(36)}` : ''
  if (!settings.colour && !hasLogotype) return undefined
  return {
    stylesheet: `/konton/farg.css${version}`,
    logotype: hasLogotype ? `/konton/logotyp${version}` : undefined,
  }
}

const Footer = ({ municipality, look: { settings } }: { municipality: string; look: PublicLookOf }) => (
  <>
    <p>
      {municipality}
      {settings.telephone && (
        <>
          , <a href={`tel:${settings.telephone.replace(/[^+\d]/g, '')}`}>{settings.telephone}</a>
        </>
      )}
      {settings.email && (
        <>
          , <a href={`mailto:${settings.email}`}>{settings.email}</a>
        </>
      )}
    </p>
    <p class="row no-print">
      {settings.website && <a href={settings.website}>Kommunens webbplats</a>}
      <a href="/tillganglighet">Så tillgängliga är sidorna</a>
      <a href="/konton#forhallningsregler">Förhållningsregler</a>
      <a href="/konton.json">Listan som JSON</a>
    </p>
  </>
)

/** A public page in the municipality's look, with the ways between the public pages. */
export const showPublic = (c: WebContext, look: PublicLookOf, options: Options, screen: Screen): Response =>
  publicPage(
    c,
    {
      ...options,
      links,
      look: lookOf(look),
      footer: <Footer municipality={municipalityOf(c).name} look={look} />,
    },
    screen,
  )

const seconds = 60

/**
 * The answer with an ETag and a minute's life, or 304 when the asker has it. A page that shows who is signed in, or that
 * sets a cookie, is nobody else's and is left as it is.
 */
export async function kept(c: WebContext, answer: Response): Promise<Response> {
  if (c.get('signedIn') || answer.status !== 200 || answer.headers.has('set-cookie')) return answer
  const body = Buffer.from(await answer.arrayBuffer())
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = new Headers(answer.headers)
  headers.set('etag', etag)
  headers.set('cache-control', `public, max-age=${seconds}`)
  // The theme is a cookie, and so is whether one is signed in.
  headers.set('vary', 'Cookie')
  const known = c.req
    .header('if-none-match')
    ?.split(',')
    .some((one) => one.trim() === etag)
  return known ? new Response(null, { status: 304, headers }) : new Response(body, { status: 200, headers })
}

/** For lists that other sites' programs read. */
export const forOthers = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const
