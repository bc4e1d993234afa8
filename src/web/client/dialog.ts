import { htmx, nearest } from './page.ts'

/** The page behind a link, as a dialog over this one. Whatever goes wrong, the link is followed. */
async function open(href: string): Promise<void> {
  const answer = await fetch(href, { headers: { 'HX-Request': 'true' } }).catch(() => undefined)
  if (!answer?.ok || answer.redirected) return location.assign(href)
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
    void open(link.href)
  }
})
