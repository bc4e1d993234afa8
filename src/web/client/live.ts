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

/** A failure stands in the page until something works again; what the person was doing stands too. */
function tell(html: string): void {
  const region = document.getElementById('besked')
  if (region && region.innerHTML !== html) region.innerHTML = html
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
document.addEventListener('htmx:sendError', () =>
  tell(note('Vi når inte servern. Det du ser kan vara gammalt. Kontrollera nätet, vi försöker igen.')),
)
document.addEventListener('htmx:afterOnLoad', (event) => {
  const request: XMLHttpRequest | undefined = event instanceof CustomEvent ? event.detail?.xhr : undefined
  if (request && request.status < 400) tell('')
})
