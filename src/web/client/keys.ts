import { all, nearest } from './page.ts'
import { choose } from './queue.ts'

/** Where letters are letters. A checkbox or radio takes none. */
const fields = 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])'

const rows = (): HTMLElement[] => all('.q-item > div > a, .tasks a.t')

/** The row with focus, else the one that is open. */
function at(list: readonly HTMLElement[]): number {
  const focused = list.findIndex((link) => (link.closest('li') ?? link).contains(document.activeElement))
  return focused >= 0 ? focused : list.findIndex((link) => link.ariaCurrent === 'true')
}

function move(steps: number): void {
  const list = rows()
  const to = Math.max(0, Math.min(list.length - 1, at(list) + steps))
  list[to]?.focus()
}

/** Presses what carries the shortcut: in the open dialog, if there is one, and only there. */
function press(shortcut: string): boolean {
  const within = document.querySelector('dialog[open]') ?? document
  const found = [...within.querySelectorAll<HTMLElement>(`[aria-keyshortcuts="${CSS.escape(shortcut)}"]`)]
  const shown = found.find((each) => each.checkVisibility())
  shown?.click()
  return shown !== undefined
}

function search(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-search]')
  field?.focus()
  return field !== null || press('Control+K')
}

const goMilliseconds = 1500
let wentAt = Number.NEGATIVE_INFINITY

/** The second letter after g. */
function goTo(letter: string): boolean {
  const link = all(`[data-g="${CSS.escape(letter)}"]`)[0]
  link?.click()
  return link !== undefined
}

function chooseRow(through: boolean): boolean {
  const list = rows()
  const row = list[at(list)]?.closest('.q-item')
  if (row) choose(row, through)
  return Boolean(row)
}

/** True when the letter did something here. */
function letter(key: string, shift: boolean): boolean {
  if (performance.now() - wentAt < goMilliseconds) {
    wentAt = Number.NEGATIVE_INFINITY
    if (goTo(key)) return true
  }
  if (key === 'g') {
    wentAt = performance.now()
    return true
  }
  if (key === 'j' || key === 'k') move(key === 'j' ? 1 : -1)
  else if (key === 'x') return chooseRow(shift)
  else if (key === '/') return search()
  else return press(key)
  return true
}

/** Ctrl+Enter sends the form that one writes in, by its first button. */
function send(event: Event): void {
  const form = nearest(event, 'form')
  if (!(form instanceof HTMLFormElement)) return
  const button = [...form.elements].find(
    (each) => each instanceof HTMLButtonElement && each.type === 'submit' && each.ariaDisabled !== 'true',
  )
  if (button instanceof HTMLElement) button.click()
}

document.addEventListener('keydown', (event) => {
  const command = event.ctrlKey || event.metaKey
  if (command && event.key === 'Enter') return send(event)
  if (command && event.key.toLowerCase() === 'k') {
    if (search()) event.preventDefault()
    return
  }
  if (command || event.altKey || event.isComposing || nearest(event, fields)) return
  if (event.key === 'Escape') {
    if (!document.querySelector('dialog[open]')) all('[data-back]')[0]?.click()
    return
  }
  if (document.documentElement.dataset['tangenter'] === 'av' || event.key.length !== 1) return
  if (letter(event.key.toLowerCase(), event.shiftKey)) event.preventDefault()
})
