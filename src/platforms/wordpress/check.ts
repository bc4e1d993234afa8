import { BlockList, isIP } from 'node:net'
import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, Failure, Outcome, Profile } from '../contract.ts'
import { htmlText } from '../html-text.ts'
import { textOf } from '../json-slice.ts'
import { call, findRoot, membersOf } from './client.ts'

const rejected = (detail: string): { readonly ok: false; readonly error: Failure } =>
  fail({ kind: 'rejected', detail })

/** What is used, and what a person without it cannot do (Swedish). */
const needed: Readonly<Record<string, string>> = {
  moderate_comments: 'granska kommentarer',
  edit_others_posts: 'läsa alla inlägg',
  edit_others_pages: 'läsa alla sidor',
  edit_published_posts: 'läsa publicerade inlägg',
  publish_posts: 'publicera inlägg',
  upload_files: 'ladda upp bilder',
}

const near = new BlockList()
near.addSubnet('127.0.0.0', 8)
near.addSubnet('10.0.0.0', 8)
near.addSubnet('172.16.0.0', 12)
near.addSubnet('192.168.0.0', 16)
near.addAddress('::1', 'ipv6')
near.addSubnet('fc00::', 7, 'ipv6')

/** A host on the own machine or network, where a test site may do without encryption. */
function isNear(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  const family = isIP(host)
  return family !== 0 && near.check(host, family === 6 ? 'ipv6' : 'ipv4')
}

/** Whether the address may be used at all, before anything is sent to it. */
function addressFault(address: string): string | undefined {
  if (!URL.canParse(address)) {
    return 'Adressen är ingen webbadress. Skriv den som den står i webbläsaren, med https:// först.'
  }
  const url = new URL(address)
  if (url.protocol === 'http:' && !isNear(url.hostname)) {
    return 'Adressen börjar med http://. Då skulle applösenordet skickas oskyddat, så inget skickades. Använd https://.'
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'Adressen ska börja med https://.'
  return undefined
}

/** How far up from an address that was copied with too much at its end. */
const furthestUp = 3

/** Where the WordPress is, when the address leads to something within it: its sign-in page, its administration, a post. */
async function foundAbove(connection: Connection): Promise<string | undefined> {
  const { origin, pathname } = new URL(connection.settings['url'] ?? '')
  const steps = pathname.split('/').filter(Boolean)
  for (let up = 1; up <= Math.min(steps.length, furthestUp); up++) {
    const url = [origin, ...steps.slice(0, -up)].join('/')
    const found = await findRoot({
      ...connection,
      settings: { ...connection.settings, url },
      memory: new Map(),
    })
    if (found.ok && found.value) return url
  }
  return undefined
}

/** No WordPress at the address itself. */
async function notThere(connection: Connection, failure: Failure): Promise<{ ok: false; error: Failure }> {
  const above = failure.kind === 'rejected' ? await foundAbove(connection) : undefined
  return above ? elsewhere(above) : fail(failure)
}

const elsewhere = (url: string): { readonly ok: false; readonly error: Failure } =>
  rejected(`Adressen leder till något inne på webbplatsen. Ange dess egen adress: ${url}`)

/** The site's own address, where the given one is a page on it: WordPress answers for itself on each of its pages. */
function ownAddress(given: string, home: unknown): string | undefined {
  const own = URL.parse(typeof home === 'string' ? home : '')
  const asked = new URL(given)
  const path = ({ pathname }: URL): string => pathname.replace(/\/+$/, '')
  return own && own.origin === asked.origin && path(own) !== path(asked) ? own.href : undefined
}

const noWordPress: Failure = {
  kind: 'rejected',
  detail: 'Adressen svarar, men inte som en WordPress-webbplats. Kontrollera den.',
}

/**
 * Signs in and looks at what the user may do.
 * @returns the site's own address and name; a failure says in Swedish what is missing and what to do.
 */
export async function check(connection: Connection): Promise<Outcome<{ url: string; name: string }>> {
  const fault = addressFault(connection.settings['url'] ?? '')
  if (fault !== undefined) return rejected(fault)
  const found = await findRoot(connection)
  if (!found.ok) return notThere(connection, found.error)
  if (!found.value) return notThere(connection, noWordPress)
  const index = membersOf(found.value.index)
  const own = ownAddress(connection.settings['url'] ?? '', index['home'])
  if (own !== undefined) return elsewhere(own)
  const ways = index['authentication']
  const me = await call(connection, { path: 'wp/v2/users/me', query: { context: 'edit' } })
  if (!me.ok) {
    const offered = isObject(ways) && isObject(ways['application-passwords'])
    if (me.error.kind !== 'reauthorise' || offered) return me
    return rejected(
      'WordPress tar inte emot applösenord på den här webbplatsen. De kräver https, och kan vara avstängda av ett tillägg.',
    )
  }
  const may = membersOf(me.value.json)['capabilities']
  const lacking = Object.entries(needed).filter(([right]) => !(isObject(may) && may[right] === true))
  if (lacking.length > 0) {
    const list = lacking.map(([, words]) => words).join(', ')
    return rejected(`Användaren får inte ${list}. Ge den rollen Redaktör i WordPress och försök igen.`)
  }
  const name = index['name']
  const home = index['home']
  return ok({
    url: typeof home === 'string' && URL.canParse(home) ? home : (connection.settings['url'] ?? ''),
    name: htmlText(typeof name === 'string' && name !== '' ? name : 'WordPress'),
  })
}

/** What WordPress and its users call the page where a site tells about itself. */
const aboutPages = ['om', 'om-bloggen', 'om-oss', 'om-webbplatsen', 'about']
const longestAbout = 10_000

/** The text of the site's pages about itself, as everyone reads them; '' where there are none, or they are not told. */
async function aboutText(connection: Connection): Promise<string> {
  const got = await call(connection, {
    path: 'wp/v2/pages',
    query: { slug: aboutPages.join(','), status: 'publish', _fields: 'content', per_page: '5' },
  })
  const pages = got.ok && Array.isArray(got.value.json.value) ? got.value.json.value : []
  return pages
    .map((page: unknown) => (isObject(page) ? htmlText(textOf(page['content'], 'rendered')) : ''))
    .join('\n\n')
    .slice(0, longestAbout)
}

/** The site's own name and tagline, and its page about itself. What other pages and its footer say is not told. */
export async function profile(connection: Connection): Promise<Outcome<Profile>> {
  const root = await call(connection, {
    path: '',
    query: { _fields: 'name,description,home,site_icon_url' },
  })
  if (!root.ok) return root
  const { value } = root.value.json
  const home = textOf(value, 'home')
  const icon = textOf(value, 'site_icon_url')
  return ok({
    name: htmlText(textOf(value, 'name')),
    ...(URL.canParse(home) && { handle: new URL(home).hostname }),
    description: [htmlText(textOf(value, 'description')), await aboutText(connection)]
      .filter(Boolean)
      .join('\n\n'),
    links: [],
    contacts: [],
    picture: icon,
    // A blog follows nobody.
    follows: 0,
    whole: false,
  })
}
