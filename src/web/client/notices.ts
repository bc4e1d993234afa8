/**
 * <form data-notiser="key" hidden>: shown where the browser has push. On send: the person is asked, the browser
 * subscribes, and the form goes with what it gave. Faults are told in the form's [data-notiser-fel].
 */
async function subscribe(form: HTMLFormElement): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error('denied')
  const registration = await navigator.serviceWorker.register('/notiser.js')
  const made = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: form.dataset['notiser'] ?? '',
  })
  const { endpoint, keys } = made.toJSON()
  const values = { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'], namn: browserName() }
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name)
    if (field instanceof HTMLInputElement) field.value = value ?? ''
  }
  form.submit()
}

function browserName(): string {
  const { userAgent } = navigator
  const browser = ['Edg', 'Firefox', 'Chrome', 'Safari'].find((name) => userAgent.includes(name))
  const device = /Android|iPhone|iPad/.test(userAgent) ? 'mobilen' : 'datorn'
  return `${browser === 'Edg' ? 'Edge' : (browser ?? 'Webbläsaren')} i ${device}`
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-notiser]')) {
  if (!('PushManager' in window && 'serviceWorker' in navigator)) continue
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    subscribe(form).catch(() => {
      const fault = form.querySelector('[data-notiser-fel]')
      if (fault)
        fault.textContent =
          'Webbläsaren släpper inte fram notiser. Tillåt notiser för den här sidan i webbläsarens inställningar och försök igen.'
    })
  })
}
