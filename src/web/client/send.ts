import { uploadMilliseconds } from '../../kernel/limits.ts'
import { lost, tell } from './live.ts'

const longestWait = 20_000

/**
 * Forms marked data-send are sent from within the page. On a line that is lost the page stands, with all that was
 * written in it; a thumb that presses twice sends once.
 */
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.dataset['send'] === undefined) return
  event.preventDefault()
  if (form.ariaBusy !== 'true') void send(form, event.submitter)
})

async function send(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  const data = new FormData(form, button)
  const carriesFiles = form.enctype === 'multipart/form-data'
  const fields = new URLSearchParams()
  for (const [name, value] of data) fields.append(name, String(value))
  form.ariaBusy = 'true'
  try {
    const to =
      button instanceof HTMLButtonElement && button.hasAttribute('formaction')
        ? button.formAction
        : form.action
    const answer = await fetch(to, {
      method: 'POST',
      body: carriesFiles ? data : fields,
      headers: { 'X-Uppsikt-Skickat': '1' },
      signal: AbortSignal.timeout(carriesFiles ? uploadMilliseconds : longestWait),
    })
    const onward = answer.headers.get('X-Uppsikt-Vidare')
    if (onward) return location.assign(onward)
    const html = await answer.text()
    if (answer.headers.get('X-Uppsikt-Besked')) return tell(html)
    // The same page with its faults, under the address of the page that it was.
    document.open()
    document.write(html)
    document.close()
  } catch {
    tell(lost)
  } finally {
    form.ariaBusy = null
  }
}
