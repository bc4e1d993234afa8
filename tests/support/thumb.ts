import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** A small phone that is touched. */
export const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true } as const

const pictures = process.env['UPPSIKT_PICTURES']

/** What a thumb has to hit (the whole row of a list is its link): WCAG 2.2, 2.5.8 asks for 24 px of all but links in running text; our buttons are 44 high. */
export async function assertThumb(page: Page, name: string): Promise<void> {
  if (pictures) {
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: `${pictures}/${name}.png` })
  }
  const small = await page.evaluate(() => {
    const scope = document.querySelector('dialog[open]') ?? document
    const targets = [
      ...scope.querySelectorAll<HTMLElement>(
        'a, button, input:not([type=hidden]), select, textarea, summary',
      ),
    ]
    return targets
      .filter(
        (each) =>
          each.checkVisibility() && !each.closest('p:not(:has([data-back])), .skip, .meta-row, dd, ol'),
      )
      .map((each) => ({ each, box: (each.closest('label, .q-item') ?? each).getBoundingClientRect() }))
      .filter(
        ({ each, box }) =>
          box.width > 0 &&
          (box.height < (each.matches('.btn, input.input, select, textarea') ? 44 : 24) || box.width < 24),
      )
      .map(
        ({ each, box }) =>
          `${each.outerHTML.slice(0, 90)} ${Math.round(box.width)}×${Math.round(box.height)}`,
      )
  })
  expect([name, small]).toEqual([name, []])
  expect([name, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([
    name,
    0,
  ])
}
