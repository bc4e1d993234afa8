/** Runs beside the pages: shows what the push service brings, and opens its page. It keeps nothing and fetches nothing. */

interface PushMessage extends Event {
  readonly data: { json(): { title?: unknown; href?: unknown } } | null
  waitUntil(work: Promise<unknown>): void
}
interface Click extends Event {
  readonly notification: Notification
  waitUntil(work: Promise<unknown>): void
}
const worker = globalThis as unknown as {
  readonly registration: ServiceWorkerRegistration
  readonly clients: { openWindow(url: string): Promise<unknown> }
  addEventListener(name: 'push', handler: (event: PushMessage) => void): void
  addEventListener(name: 'notificationclick', handler: (event: Click) => void): void
}

worker.addEventListener('push', (event) => {
  const { title, href } = event.data?.json() ?? {}
  const shown = worker.registration.showNotification(String(title ?? 'Uppsikt'), {
    body: 'Öppna Uppsikt för att se mer.',
    data: String(href ?? '/oversikt'),
    lang: 'sv',
  })
  event.waitUntil(shown)
})

worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  // Only our own pages, whatever was sent.
  const { pathname, search, hash } = new URL(String(event.notification.data), 'https://x.invalid')
  event.waitUntil(worker.clients.openWindow(pathname + search + hash))
})
