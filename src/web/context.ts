import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import type { Actor, Permission } from '../access/index.ts'
import { type Clock, isObject, type MunicipalityId, Stop } from '../kernel/index.ts'
import type { IconName } from './ui/atoms/icons.ts'

/** kommun: whom this host name belongs to. */
export interface Municipality {
  readonly id: MunicipalityId
  readonly name: string
}

/** Somebody who is signed in, as organisation knows them. */
export interface SignedIn {
  readonly actor: Actor
  /** What the person is, in Swedish: 'Kommunikatör, hela registret'. */
  readonly roleText: string
}

/** An entry of the menu. An entry that the person may not use is not shown. */
export interface NavEntry {
  readonly key: string
  readonly href: string
  readonly icon: IconName
  readonly label: string
  readonly group: 'Arbete' | 'Register' | 'Arkiv' | 'Uppföljning'
  readonly permission: Permission
  /** Short word in the bottom bar of a phone; without it only in its menu page. At most four entries. */
  readonly tab?: string
  /** After g: 'l' goes to the overview. */
  readonly letter?: string
  /** What its number counts. */
  readonly counts?: readonly [one: string, many: string]
}

/** A page of the settings, reached by a tab on all of them. signedIn: for everyone. */
export interface SettingsEntry {
  readonly href: string
  readonly text: string
  readonly permission: Permission | 'signedIn'
  /** For those who hold it in the whole municipality: the page is about all of it. */
  readonly whole?: true
}

/** What changes in the frame between two pages. */
export interface FrameState {
  /** Key of an entry → how many. hot: something urgent is among them. */
  readonly counts: Readonly<Record<string, { readonly value: number; readonly hot?: boolean }>>
  /** 'Uppsikt i dag: 9 av 14 konton' */
  readonly today?: { readonly text: string; readonly href: string }
}

/** What web needs to know and does not own; handed in by src/app. */
export interface WebDeps {
  readonly clock: Clock
  /** undefined: no municipality answers on this host name (port left out, lower case). */
  resolveMunicipality(host: string): Promise<Municipality | undefined>
  /** undefined: the session is unknown, has ended, or belongs to another municipality. */
  resolveSession(token: string, municipality: Municipality): Promise<SignedIn | undefined>
  readonly navigation: readonly NavEntry[]
  readonly settings?: readonly SettingsEntry[]
  frame(signedIn: SignedIn, municipality: Municipality): Promise<FrameState>
  /** A form of the person's has been answered: the frame counts anew. */
  acted?(signedIn: SignedIn): void
  /**
   * A broken promise, with the reference that the person was given. The route as it is written
   * (`/logga-in/lank/:token`), never an address: some let in whoever holds them.
   */
  report(
    reference: string,
    thrown: unknown,
    request: { readonly method: string; readonly route: string },
  ): void
  /** Each request that has been answered; the route, as for `report`. */
  answered?(request: {
    readonly method: string
    readonly route: string
    readonly status: number
    readonly seconds: number
  }): void
  /** Takes a file in to the disk as it comes; `content` is read from there until it is dropped. */
  receive(pieces: AsyncIterable<Uint8Array>): Promise<{ content(): Promise<Blob>; drop(): Promise<void> }>
  /** People reach us over https, so a proxy of ours ends TLS and says in X-Forwarded-For whom it speaks for. */
  readonly behindProxy: boolean
  /** Links on the person's own page: passkeys, for instance. */
  readonly ownLinks?: readonly { readonly href: string; readonly text: string }[]
}

/** What a person wrote, by the names of the fields, and where one sees how things are now, where that is known. */
interface KeptText {
  readonly fields: readonly string[]
  readonly back?: string | undefined
}

export interface WebEnv {
  Variables: {
    deps: WebDeps
    municipality: Municipality | undefined
    signedIn: SignedIn | undefined
    /** A form already read and checked by the guard. */
    form: FormData | undefined
    /** Room that the route gives its form (guard.ts). */
    formBytes: number | undefined
    /** Files of such a form, dropped when it has been answered. */
    received: { drop(): Promise<void> }[] | undefined
    csrfSecret: Buffer | undefined
    /** What a page that refuses the form gives back (forms.ts, keepText). */
    kept: KeptText | undefined
  }
}

export type WebContext = Context<WebEnv>

/** @throws Stop('notFound') when no municipality answers on the host name. */
export function municipalityOf(c: WebContext): Municipality {
  const municipality = c.get('municipality')
  if (!municipality) {
    throw new Stop(
      'notFound',
      'Ingen kommun svarar på den här adressen. Kontrollera att adressen är rätt skriven.',
    )
  }
  return municipality
}

/** @throws Error in a public route where nobody need be signed in: use c.get('signedIn') there. */
export function signedInOf(c: WebContext): SignedIn {
  const signedIn = c.get('signedIn')
  if (!signedIn) throw new Error('no one is signed in: the route is public')
  return signedIn
}

export const actorOf = (c: WebContext): Actor => signedInOf(c).actor

/**
 * Whether people's own connections are encrypted. No header is asked: a proxy that forgets to say so must not make a
 * session's cookie go out in the clear.
 */
export const isHttps = (c: WebContext): boolean =>
  c.get('deps').behindProxy || new URL(c.req.url).protocol === 'https:'

/** Host name and port as the person's browser wrote them. */
export const hostOf = (c: WebContext): string =>
  (c.req.header('host') ?? new URL(c.req.url).host).toLowerCase()

/**
 * Where the request came from, as far as limits go: the nearest proxy's word where there is one of ours and its word is an
 * address, otherwise the connection itself. Of IPv6 the first half, since every home has the other half to itself.
 */
export function addressOf(c: WebContext): string {
  const told = c.get('deps').behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1) : undefined
  const nearest = told === undefined ? undefined : networkOf(told)
  if (nearest) return nearest
  // A request that came over no connection (a test asks the application directly) has no address.
  if (!isObject(c.env) || !('incoming' in c.env)) return 'none'
  return networkOf(getConnInfo(c).remote.address ?? '') ?? 'unknown'
}

/** '203.0.113.7', '203.0.113.7:4711' → '203.0.113.7' · '[2001:db8:1:2::7]:443' → '2001:db8:1:2' · undefined for no address. */
function networkOf(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/u, '$1')
    .replace(/^([\d.]+):\d+$/u, '$1')
  if (!ipaddr.isValid(bare)) return undefined
  const address = ipaddr.process(bare)
  return address.kind() === 'ipv4' ? address.toString() : address.toByteArray().slice(0, 8).join('.')
}
