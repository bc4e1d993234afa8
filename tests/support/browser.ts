import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import type axeCore from 'axe-core'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type BrowserServer,
  chromium,
  type Page,
} from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

let launched: Promise<BrowserServer> | undefined

function launch(): Promise<BrowserServer> {
  const found = [process.env['CHROMIUM'], ...places].find((path) => path && existsSync(path))
  if (!found)
    throw new Error('No Chromium was found. Run "npm test" once as root, or install the package chromium.')
  return chromium.launchServer({ executablePath: found, args: ['--no-sandbox'] })
}

/**
 * A real Chromium. The files of a worker share the program, which ends with the worker; what is closed is one's own
 * connection, and with it all windows that were opened over it.
 * @throws Error that says what to install; a missing browser is never a skipped test.
 */
export async function launchBrowser(): Promise<Browser> {
  launched ??= launch()
  return chromium.connect((await launched).wsEndpoint())
}

/** Serves an app on a free port of this machine. */
export async function listen(fetch: (request: Request) => Response | Promise<Response>) {
  const server = await new Promise<ServerType>((resolve) => {
    const made = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made))
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  /** What the console and the page itself complained of, our content policy included. */
  readonly complaints: readonly string[]
}

/** A signed-in visitor with a window of a size. Everything the browser complains of is kept. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions & { session?: string } = {},
): Promise<Visit> {
  const { session, ...rest } = options
  const context = await browser.newContext({ baseURL: url, reducedMotion: 'reduce', ...rest })
  if (session) await context.addCookies([{ name: 'uppsikt', value: session, url }])
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (thrown) => complaints.push(String(thrown)))
  return { context, page, complaints }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const guidelines = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/**
 * Of the rules that axe itself calls experiments and leaves out, those that are true of our pages. Left out with reason:
 * focus-order-semantics and hidden-content ask a person to look and find no fault.
 */
const experiments = [
  'css-orientation-lock',
  'label-content-name-mismatch',
  'p-as-heading',
  'table-fake-caption',
  'td-has-header',
]

/**
 * What axe finds against WCAG 2.2 AA and its own best practice: rule and elements, none when all is well. What can be
 * opened is open meanwhile, for axe sees nothing of what is folded away; and bars that follow as one scrolls lie still, for
 * what happens to be under one is not too small to hit.
 * @throws Error for a page with frames: what lies in them would not be looked at.
 */
export async function axeViolations(page: Page): Promise<[rule: string, elements: string[]][]> {
  if (page.frames().length > 1) throw new Error(`${page.url()} has frames, which axe is not put into here`)
  await page.evaluate(axeSource)
  return page.evaluate(
    async ({ runOnly, rules }) => {
      const { axe } = window as unknown as { readonly axe: typeof axeCore }
      const folded = [...document.querySelectorAll('details')].map((each) => ({
        each,
        name: each.name,
        open: each.open,
      }))
      // Of those with one name only one can be open.
      for (const { each } of folded) Object.assign(each, { name: '', open: true })
      const following = [...document.querySelectorAll<HTMLElement>('body *')].filter(
        (each) => getComputedStyle(each).position === 'sticky',
      )
      for (const each of following) each.style.position = 'static'
      // Only what is wrong is told in full: the rest of a large page's answer is megabytes.
      const { violations } = await axe.run(document, { runOnly, rules, resultTypes: ['violations'] })
      for (const each of following) each.style.position = ''
      for (const { each, name, open } of folded) Object.assign(each, { open, name })
      return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))])
    },
    { runOnly: guidelines, rules: Object.fromEntries(experiments.map((id) => [id, { enabled: true }])) },
  )
}
