import { nearest } from './page.ts'

const root = document.documentElement
const yearMilliseconds = 31_536_000_000

/** At once, without asking the server. Where the browser cannot keep it for us, the form does it. */
document.addEventListener('click', (event) => {
  if (!nearest(event, '[data-tema-byt]') || !('cookieStore' in window)) return
  event.preventDefault()
  const dark = root.dataset['tema']
    ? root.dataset['tema'] === 'morkt'
    : matchMedia('(prefers-color-scheme: dark)').matches
  const value = dark ? 'ljust' : 'morkt'
  root.dataset['tema'] = value
  const expires = performance.timeOrigin + yearMilliseconds
  void cookieStore.set({ name: 'tema', value, path: '/', expires, sameSite: 'lax' })
})
