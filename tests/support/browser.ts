import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import { type ServerType, serve } from '@hono/node-server'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A real Chromium. @throws Error that says what to install; a missing browser is never a skipped test. */
export function launchBrowser(): Promise<Browser> {
  const found = [process.env['CHROMIUM'], ...places].find((path) => path && existsSync(path))
  if (!found)
    throw new Error('No Chromium was found. Run "npm test" once as root, or install the package chromium.')
  return chromium.launch({ executablePath: found, args: ['--no-sandbox'] })
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

/** What axe finds against WCAG 2.2 AA and its own best practice: rule and place, none when all is well. */
export async function axeViolations(page: Page): Promise<[string, string[]][]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))])
}
