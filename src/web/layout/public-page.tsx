import type { Child } from 'hono/jsx'
import type { Preferences } from '../preferences.ts'
import { Icon, Mark } from '../ui/atoms/icon.tsx'
import { Document, SkipLink } from './document.tsx'

interface Link {
  readonly href: string
  readonly text: string
}

/** The municipality's own look on its public pages. */
export interface PublicLook {
  /** A style sheet of ours with its colours. */
  readonly stylesheet: string
  /** Its picture; the name stands beside it all the same. */
  readonly logotype: string | undefined
}

interface PublicPageProps {
  municipality: string
  title: string
  preferences: Preferences
  /** Pages that stand now; none is promised that is not there. */
  links: readonly Link[]
  footer: Child
  look?: PublicLook | undefined
  children: Child
}

/** What everyone may read. No script: it has nothing to do here. The screen brings its own h1. */
export const PublicPage = ({
  municipality,
  title,
  preferences,
  links,
  footer,
  look,
  children,
}: PublicPageProps) => (
  <Document
    title={title}
    of={municipality}
    preferences={preferences}
    bodyClass="pub"
    stylesheet={look?.stylesheet}
  >
    <SkipLink />
    <header class="pub-top">
      <div class="wrap">
        <a class="brand" href="/konton">
          {look?.logotype ? <img src={look.logotype} alt="" /> : <Icon name="globe" size="l" />}
          {municipality}
        </a>
        {links.length > 0 && (
          <nav aria-label="Sidor om sociala medier">
            {links.map(({ href, text }) => (
              <a href={href}>{text}</a>
            ))}
          </nav>
        )}
      </div>
    </header>
    <main id="innehall" tabindex={-1}>
      <div class="wrap">{children}</div>
    </main>
    <footer>
      <div class="wrap stack-s">{footer}</div>
    </footer>
  </Document>
)

/** The same content without head and foot, for another site's frame. Its links leave the frame. */
export const FramedPage = ({
  municipality,
  title,
  preferences,
  look,
  children,
}: Pick<PublicPageProps, 'municipality' | 'title' | 'preferences' | 'look' | 'children'>) => (
  <Document
    title={title}
    of={municipality}
    preferences={preferences}
    bodyClass="pub"
    stylesheet={look?.stylesheet}
    leavesFrame
  >
    <main class="framed">{children}</main>
  </Document>
)

interface SignInPageProps {
  municipality: string
  title: string
  preferences: Preferences
  children: Child
}

/** The door: one narrow panel, with the script for theme and passkeys. The screen brings its own h1. */
export const SignInPage = ({ municipality, title, preferences, children }: SignInPageProps) => (
  <Document title={title} of="Uppsikt" preferences={preferences} script="sign-in.js">
    <main class="center" id="innehall">
      <div class="stack panel door">
        <div class="brand">
          <Mark />
          <span>Uppsikt{municipality && <small>{municipality}</small>}</span>
        </div>
        {children}
      </div>
    </main>
  </Document>
)

interface MessagePageProps {
  title: string
  /** What the page would have been about, for the document's title. */
  place: string | undefined
  preferences: Preferences
  children: Child
}

/** A page that says that something went wrong. Needs nothing but the style sheet. */
export const MessagePage = ({ title, place, preferences, children }: MessagePageProps) => (
  <Document title={place ? `${title}: ${place}` : title} of="Uppsikt" preferences={preferences}>
    <main class="center" id="innehall">
      <div class="stack panel door">
        <div class="brand">
          <Mark />
          <span>Uppsikt</span>
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  </Document>
)
