import { tell, unreached } from './live.ts'
import { htmx, nearest } from './page.ts'

// What a dialog's form got back: its faults take the focus, over the field that htmx gives it back to.
document.addEventListener('htmx:afterSettle', (event) => {
  if (event.target instanceof Element) event.target.querySelector<HTMLElement>('.err-sum')?.focus()
})

/** The page behind a link, as a dialog over this one. On a lost line this one stands; else the link is followed. */
async function open(href: string): Promise<void> {
  const answer = await fetch(href, { headers: { 'HX-Request': 'true' } }).catch(() => undefined)
  if (!answer) return tell(unreached)
  if (!answer.ok || answer.redirected) return location.assign(href)
  tell('')
  const dialog = document.createElement('dialog')
  dialog.className = 'dialog'
  dialog.setAttribute('aria-labelledby', 'd-h')
  dialog.innerHTML = await answer.text()
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  htmx().process(dialog)
  dialog.showModal()
}

document.addEventListener('click', (event) => {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  const shut = nearest(event, 'dialog [data-close]')
  const link = nearest(event, 'a[data-dialog]')
  if (shut) {
    event.preventDefault()
    shut.closest('dialog')?.close()
  } else if (link instanceof HTMLAnchorElement) {
    event.preventDefault()
    // A shortcut may have opened it: focus comes back to the button all the same.
    link.focus()
    void open(link.href)
  }
})
