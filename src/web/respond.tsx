import type { Child } from 'hono/jsx'
import { may } from '../access/index.ts'
import { municipalityOf, signedInOf, type WebContext } from './context.ts'
import { csrfToken } from './csrf.ts'
import { menuOf } from './layout/navigation.tsx'
import { type Frame, Page } from './layout/page.tsx'
import { FramedPage, type PublicLook, PublicPage, SignInPage } from './layout/public-page.tsx'
import { preferencesOf } from './preferences.ts'
import { inlineIcons, sprite } from './ui/atoms/icon.tsx'
import { type Rendering, RenderingContext } from './ui/atoms/rendering.ts'
import type { FormState } from './ui/forms/form.tsx'

interface PageOptions {
  title: string
  /** Key of the menu entry that the page belongs under. */
  current: string
  full?: boolean | undefined
  /** Of the page's form: with faults the title begins 'Fel:' and the status is 422. */
  state?: FormState | undefined
  status?: 200 | 404 | 409 | 422 | 503 | undefined
}

const hasFaults = (state: FormState | undefined): boolean =>
  state !== undefined && Object.keys(state.errors).length > 0

const faultyTitle = (title: string, state: FormState | undefined): string =>
  hasFaults(state) ? `Fel: ${title}` : title

/** The token is made for the forms that ask for it: a page that only is read sets no cookie, and may be kept. */
const renderingOf = (c: WebContext): Rendering => ({
  get csrf() {
    return csrfToken(c)
  },
  now: c.get('deps').clock.now(),
  unveiled: preferencesOf(c).unveiled,
  get settings() {
    return settingsOf(c)
  },
})

function settingsOf(c: WebContext): Rendering['settings'] {
  const { actor } = signedInOf(c)
  return (c.get('deps').settings ?? [])
    .filter(
      ({ permission, whole }) =>
        permission === 'signedIn' || (whole ? may(actor, permission, {}) : may(actor, permission)),
    )
    .map(({ href, text }) => ({
      href,
      text,
      current: c.req.path === href || c.req.path.startsWith(`${href}/`),
    }))
}

/** The text of a tree. Components are synchronous, so nothing of another request comes between. */
function text(rendering: Rendering, child: Child): string {
  const html = (<RenderingContext.Provider value={rendering}>{child}</RenderingContext.Provider>).toString()
  if (typeof html !== 'string') throw new Error('a component is asynchronous: load first, render afterwards')
  return html
}

/** A whole document as text, with the symbols that it uses first in its body. */
export function documentText(rendering: Rendering, child: Child): string {
  const html = text(rendering, child)
  return `<!doctype html>${html.replace(/<body[^>]*>/u, (body) => body + sprite(html))}`
}

async function frameOf(c: WebContext): Promise<Frame> {
  const { navigation, frame } = c.get('deps')
  const municipality = municipalityOf(c)
  const signedIn = signedInOf(c)
  const state = await frame(signedIn, municipality)
  const { pathname, search } = new URL(c.req.url)
  return {
    municipality,
    signedIn,
    state,
    menu: menuOf(navigation, signedIn, state),
    preferences: preferencesOf(c),
    path: pathname + search,
  }
}

/** A screen of the control room as a whole page. */
export async function page(c: WebContext, options: PageOptions, screen: Child): Promise<Response> {
  const { current, full, state } = options
  const frame = await frameOf(c)
  const html = documentText(
    renderingOf(c),
    <Page frame={frame} title={faultyTitle(options.title, state)} current={current} full={full}>
      {screen}
    </Page>,
  )
  return c.html(html, options.status ?? (hasFaults(state) ? 422 : 200))
}

/** A part, for htmx and dialogs. It carries its own icons. 422 when the form in it has faults. */
export const fragment = (c: WebContext, part: Child, state?: FormState): Response =>
  c.html(inlineIcons(text(renderingOf(c), part)), hasFaults(state) ? 422 : 200)

interface PublicOptions {
  title: string
  links?: readonly { readonly href: string; readonly text: string }[]
  footer?: Child
  state?: FormState | undefined
  look?: PublicLook | undefined
  status?: 200 | 404 | 429 | undefined
}

/** A page that everyone may read. A signed-in visitor is shown the way in to the control room. */
export function publicPage(c: WebContext, options: PublicOptions, screen: Child): Response {
  const municipality = municipalityOf(c)
  const staffLink = c.get('signedIn') ? [{ href: '/register', text: 'Till förteckningen i Uppsikt' }] : []
  const html = documentText(
    renderingOf(c),
    <PublicPage
      municipality={municipality.name}
      title={faultyTitle(options.title, options.state)}
      preferences={preferencesOf(c)}
      links={[...(options.links ?? []), ...staffLink]}
      footer={options.footer ?? <p>{municipality.name}</p>}
      look={options.look}
    >
      {screen}
    </PublicPage>,
  )
  return c.html(html, options.status ?? (hasFaults(options.state) ? 422 : 200))
}

/** A public page to stand in another site's frame: nothing but its content. */
export const framedPage = (
  c: WebContext,
  options: { title: string; look?: PublicLook | undefined },
  screen: Child,
): Response =>
  c.html(
    documentText(
      renderingOf(c),
      <FramedPage municipality={municipalityOf(c).name} preferences={preferencesOf(c)} {...options}>
        {screen}
      </FramedPage>,
    ),
  )

/** The sign-in page and what belongs to it. */
export function signInPage(
  c: WebContext,
  options: { title: string; state?: FormState | undefined; status?: 200 | 403 | 410 | 503 },
  screen: Child,
): Response {
  const html = documentText(
    renderingOf(c),
    <SignInPage
      municipality={c.get('municipality')?.name ?? ''}
      title={faultyTitle(options.title, options.state)}
      preferences={preferencesOf(c)}
    >
      {screen}
    </SignInPage>,
  )
  return c.html(html, options.status ?? (hasFaults(options.state) ? 422 : 200))
}
