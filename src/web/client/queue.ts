import { all, nearest } from './page.ts'

/** An item was swapped into the pane: mark its row, and move focus to its heading. */
document.addEventListener('htmx:afterSwap', (event) => {
  const pane = nearest(event, '#pane')
  if (!pane) return
  pane.closest('.q')?.classList.add('opened')
  for (const link of all('.q-item a')) {
    const current = link instanceof HTMLAnchorElement && link.pathname === location.pathname
    const row = link.closest('.q-item')
    row?.classList.toggle('on', current)
    if (!current) link.removeAttribute('aria-current')
    else {
      link.setAttribute('aria-current', 'true')
      row?.classList.add('seen')
    }
  }
  pane.scrollTop = 0
  const heading = pane.querySelector<HTMLElement>('h2')
  heading?.focus()
  if (heading) document.title = `${heading.textContent} – Uppsikt`
})

// A row opened in another tab or window is the browser's own business.
document.addEventListener(
  'click',
  (event) => {
    if ((event.ctrlKey || event.metaKey || event.shiftKey) && nearest(event, 'a[hx-get]'))
      event.stopPropagation()
  },
  true,
)

const boxes = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>('.q-item .box')]

function tellChosen(): void {
  const count = boxes().filter((box) => box.checked).length
  for (const place of all('[data-chosen]')) place.textContent = `${count} ${count === 1 ? 'vald' : 'valda'}`
}

document.addEventListener('change', (event) => {
  if (nearest(event, '.q-item .box')) tellChosen()
})
document.addEventListener('click', (event) => {
  if (!nearest(event, '[data-unchoose]')) return
  for (const box of boxes()) box.checked = false
  tellChosen()
})
tellChosen()

let lastChosen = -1

/** Chooses a row; with `through`, all rows from the last chosen up to it. */
export function choose(row: Element, through: boolean): void {
  const list = boxes()
  const at = list.findIndex((box) => row.contains(box))
  const box = list[at]
  if (!box) return
  if (through && lastChosen >= 0) {
    for (const each of list.slice(Math.min(at, lastChosen), Math.max(at, lastChosen) + 1)) each.checked = true
  } else box.checked = !box.checked
  lastChosen = at
  tellChosen()
}
