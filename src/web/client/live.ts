const quietMilliseconds = 60_000
let lastSaid = Number.NEGATIVE_INFINITY
let waiting: string | undefined

/** Into the polite region, never more than once a minute; what waits is the newest. */
function say(text: string): void {
  const first = waiting === undefined
  waiting = text
  if (!first) return
  const wait = Math.max(0, lastSaid + quietMilliseconds - performance.now())
  setTimeout(() => {
    const region = document.getElementById('sag')
    if (region) region.textContent = waiting ?? ''
    waiting = undefined
    lastSaid = performance.now()
  }, wait)
}

/**
 * A failure stands in the page, or in the dialog that lies over it, until something works again; what the person was
 * doing stands too.
 */
export function tell(html: string): void {
  const inDialog = document.querySelector('dialog[open] [data-besked]')
  const region = html && inDialog ? inDialog : document.getElementById('besked')
  if (region && region.innerHTML !== html) region.innerHTML = html
  if (!html && inDialog) inDialog.innerHTML = ''
  if (html) region?.scrollIntoView({ block: 'nearest' })
}

const note = (text: string): string => `<div class="note bad plain"><p>${text}</p></div>`

// htmx tells of what happened with events of its own names.
document.addEventListener('sag', (event) => {
  if (event instanceof CustomEvent) say(String(event.detail?.text ?? ''))
})
document.addEventListener('htmx:responseError', (event) => {
  const request: XMLHttpRequest | undefined = event instanceof CustomEvent ? event.detail?.xhr : undefined
  if (request?.getResponseHeader('X-Uppsikt-Besked')) tell(request.responseText)
  else tell(note('Svaret gick inte att läsa. Ladda om sidan och försök igen.'))
})
/** Something that was sent got no answer: it may have arrived, and may be sent again. */
export const lost = note('Vi når inte servern. Det du har skrivit står kvar. Tryck igen när du har nät.')

/** Something that was asked for did not come. */
export const unreached = note(
  'Vi når inte servern. Det du ser kan vara gammalt. Kontrollera nätet och försök igen.',
)

for (const failure of ['htmx:sendError', 'htmx:timeout'])
  document.addEventListener(failure, (event) => {
    const verb = event instanceof CustomEvent ? event.detail?.requestConfig?.verb : undefined
    if (verb === 'post') tell(lost)
    else tell(unreached)
  })
document.addEventListener('htmx:afterOnLoad', (event) => {
  const request: XMLHttpRequest | undefined = event instanceof CustomEvent ? event.detail?.xhr : undefined
  if (request && request.status < 400) tell('')
})
