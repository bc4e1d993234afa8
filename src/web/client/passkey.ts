import { startAuthentication, startRegistration } from '@simplewebauthn/browser'

/**
 * <form data-passkey="authenticate|register" data-options="/path" hidden action=… method=post>: shown where
 * the browser has passkeys. On send: options are fetched, the person confirms, and the answer goes in the
 * field "svar" with the form itself. Faults are told in the form's [data-passkey-fel].
 */
async function confirm(form: HTMLFormElement): Promise<void> {
  const token = new FormData(form).get('_csrf')
  const answer = await fetch(form.dataset['options'] ?? '', {
    method: 'POST',
    headers: { 'x-csrf-token': String(token) },
  })
  if (!answer.ok) throw new Error(`options: ${answer.status}`)
  const optionsJSON = await answer.json()
  const start = form.dataset['passkey'] === 'register' ? startRegistration : startAuthentication
  const field = document.createElement('input')
  Object.assign(field, { type: 'hidden', name: 'svar', value: JSON.stringify(await start({ optionsJSON })) })
  form.append(field)
  form.submit()
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
  if (!('PublicKeyCredential' in window)) continue
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    confirm(form).catch(() => {
      const fault = form.querySelector('[data-passkey-fel]')
      if (fault) {
        fault.textContent = 'Nyckeln gick inte att använda. Försök igen, eller begär en länk till din e-post.'
      }
    })
  })
}
