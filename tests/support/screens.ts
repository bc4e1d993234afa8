import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import { axeViolations, visit } from './browser.ts'

/** Whether there is time for what `npm test` leaves out. */
export const isThorough = process.env['THOROUGH'] === '1'

const everyWindow = [
  { name: '1440', viewport: { width: 1440, height: 900 } },
  { name: '320', viewport: { width: 320, height: 640 }, colorScheme: 'dark' as const },
  { name: '768', viewport: { width: 768, height: 1024 } },
  { name: 'dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const },
]

/**
 * The windows that screens are looked at in: the widest, and the narrowest in the dark. THOROUGH=1 adds those between,
 * which take as long again (CONTRIBUTING.md).
 */
export const windows = isThorough ? everyWindow : everyWindow.slice(0, 2)

const pictures = process.env['UPPSIKT_PICTURES']

/** Presses Tab until the focus stands on what is looked for. @throws Error when a whole turn does not find it. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let steps = 0; steps < 90; steps++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return
  }
  throw new Error(`the keyboard does not reach ${selector}`)
}

/**
 * Presses Tab through a page: where the focus stands on something of which nothing is seen, since it is hidden or lies
 * under a bar that stays (WCAG 2.4.7 and 2.4.11).
 */
export async function unseenStops(page: Page): Promise<string[]> {
  const unseen: string[] = []
  for (let steps = 0; steps < 120; steps++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const at = document.activeElement
      if (!at || at === document.body) return undefined
      const [box] = at.getClientRects()
      const places = box ? [box.left + 3, box.left + box.width / 2, box.right - 3] : []
      const seen = places.some((x) => {
        const top = document.elementFromPoint(x, (box?.top ?? 0) + (box?.height ?? 0) / 2)
        return top && (at.contains(top) || top.closest('label')?.contains(at))
      })
      return { name: at.textContent?.trim().slice(0, 40) || at.getAttribute('name') || at.tagName, seen }
    })
    if (!stop) return unseen
    if (!stop.seen) unseen.push(stop.name)
  }
  throw new Error(`the keyboard does not come through ${page.url()}`)
}

/** Presses Enter where the focus is, and waits for the page behind it. */
export async function enter(page: Page): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
}

/** Of many paths every other in each window, so that each is looked at in one; THOROUGH=1 looks at all in all. */
function pathsIn(name: string, paths: readonly string[]): readonly string[] {
  const window = windows.findIndex((one) => one.name === name)
  if (isThorough || window < 0 || paths.length < 4) return paths
  return paths.filter((_, at) => at % windows.length === window)
}

/**
 * Opens each path in a window: no axe violation, no sideways scroll, nothing that the browser complains of. With
 * UPPSIKT_PICTURES set to a folder a picture of each is left there.
 */
export async function lookThrough(
  browser: Browser,
  at: { readonly url: string; readonly session: string },
  { name, ...options }: { readonly name: string } & BrowserContextOptions,
  paths: readonly string[],
): Promise<void> {
  const { page, context, complaints } = await visit(browser, at.url, { session: at.session, ...options })
  for (const [n, path] of pathsIn(name, paths).entries()) {
    const answer = await page.goto(path, { waitUntil: 'load' })
    expect([path, answer?.status()]).toEqual([path, 200])
    if (pictures) {
      mkdirSync(pictures, { recursive: true })
      const file = `${name}-${n}-${path.replace(/[0-9a-f-]{36}/, 'X').replace(/[^\w-]/g, '_')}.png`
      await page.screenshot({ path: `${pictures}/${file}`, fullPage: true })
    }
    await assertAccessible(page, path)
    expect([path, complaints]).toEqual([path, []])
  }
  await context.close()
}

/** No axe violation, and no sideways scroll. @param path named where something is amiss. */
export async function assertAccessible(page: Page, path: string): Promise<void> {
  expect([path, await axeViolations(page)]).toEqual([path, []])
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect([path, wide <= 0]).toEqual([path, true])
}
