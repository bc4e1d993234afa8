import { afterEach, expect, test } from 'vitest'
import { startXDouble, type XDouble } from '../../../../doubles/x/index.ts'
import { connectionTo } from '../../../../tests/support/x-stage.ts'
import { settableClock } from '../../../kernel/index.ts'
import { roundOf } from '../../conformance/world.ts'
import type { Draft } from '../../contract.ts'
import { filmFrom } from '../../films/pieces.ts'
import { x } from '../platform.ts'

const open: XDouble[] = []
afterEach(async () => {
  for (const double of open.splice(0)) await double.close()
})

async function stage() {
  const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
  const double = await startXDouble({ clock })
  open.push(double)
  return { clock, double, connection: connectionTo(double, clock) }
}

const film = (bytes: Uint8Array | string, more: Partial<NonNullable<Draft['video']>> = {}): Draft => ({
  text: 'Så plogar vi',
  images: [],
  video: { ...filmFrom(Buffer.from(bytes)), ...more },
  language: 'sv',
})
const captions = (language: string) => ({
  captions: { bytes: Buffer.from('1\n'), mediaType: 'application/x-subrip' as const, language },
})

test('a film is sent in pieces with its subtitles, waited for, and shown once it is done', async () => {
  const { clock, double, connection } = await stage()
  const whole = Buffer.alloc(7_000_001, 'film')
  const draft = film(whole, captions('sv-SE'))
  const first = await x.publishing?.publish(connection, draft, 'k')
  expect(first).toMatchObject({
    error: { kind: 'retryLater', at: new Date(clock.now().getTime() + 1_000) },
  })
  const sent = double.server.log.length
  expect(await x.publishing?.publish(connection, draft, 'k')).toMatchObject({ ok: true })
  const paths = double.server.log.map(({ url }) => url.pathname)
  expect(paths.filter((path) => path.endsWith('/append'))).toHaveLength(4)
  expect(paths.slice(sent).filter((path) => path.includes('/append'))).toEqual([])
  const [kept] = double.posts()[0]?.media ?? []
  expect(kept?.bytes.equals(whole)).toBe(true)
  expect(kept?.subtitles?.language).toBe('SV')
  expect(double.media(kept?.subtitles?.id ?? '')?.bytes.toString()).toBe('1\n')
  const { items } = await roundOf(x, connection)
  expect(items).toMatchObject([{ text: 'Så plogar vi', media: [{ mediaType: 'video/mp4' }] }])
})

test('a film that X cannot use is told, and is sent anew the next time', async () => {
  const { double, connection } = await stage()
  const draft = film('trasig film')
  for (let time = 0; time < 2; time++) {
    expect(await x.publishing?.publish(connection, draft, 'k')).toMatchObject({
      error: { kind: 'rejected', detail: expect.stringContaining('MP4') },
    })
  }
  expect(double.server.log.filter(({ url }) => url.pathname.endsWith('/initialize'))).toHaveLength(2)
})

test('what X has thrown away in the meantime is sent anew after the refusal', async () => {
  const { double, connection } = await stage()
  const image = { bytes: Buffer.from('bild'), mediaType: 'image/png', alt: 'En vält' }
  const draft = { text: 'Torget', images: [image], language: 'sv' }
  connection.memory.set('x.media.k', { ids: ['1'], film: false })
  expect(await x.publishing?.publish(connection, draft, 'k')).toMatchObject({ error: { kind: 'rejected' } })
  expect(await x.publishing?.publish(connection, draft, 'k')).toMatchObject({ ok: true })
  expect(double.posts()[0]?.media).toMatchObject([{ alt: 'En vält' }])
})

test.each([
  [film('x', { mediaType: 'video/ogg' }), 'Spara den som MP4'],
  [film('x', captions('smj')), 'undertexter på språket smj'],
  [
    { ...film('x'), images: [{ bytes: Buffer.from('x'), mediaType: 'image/png', alt: 'a' }] },
    'antingen bilder eller en film',
  ],
  [{ ...film('x'), link: 'storlunda.se' }, 'ingen webbadress'],
])('what X would not take is told before anything is sent (%#)', async (draft, word) => {
  const { double, connection } = await stage()
  expect(await x.publishing?.publish(connection, draft, 'k')).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining(word) },
  })
  expect(double.server.log.filter(({ method }) => method !== 'GET')).toEqual([])
})

test('what has links is found again after a restart, however X writes them', async () => {
  const { double, connection } = await stage()
  const draft = {
    text: 'Läs på storlunda.se/plogning & mer < här',
    link: 'https://storlunda.se/en/lang/adress/som/X/kortar',
    images: [],
    language: 'sv',
  }
  const published = await x.publishing?.publish(connection, draft, 'k')
  expect(published).toMatchObject({ ok: true })
  const fresh = { ...connection, memory: new Map() }
  const id = double.posts()[0]?.ids[0]
  expect(await x.publishing?.findPublished(fresh, 'k', draft)).toMatchObject({ value: { platformId: id } })
  expect(await x.publishing?.publish(fresh, draft, 'k')).toMatchObject({ value: { platformId: id } })
  expect(double.posts()).toHaveLength(1)
})
