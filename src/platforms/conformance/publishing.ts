import { expect, test } from 'vitest'
import type { Draft, Outcome, Platform, Published, Publishing } from '../contract.ts'
import { filmFrom } from '../films/pieces.ts'
import { onePixel } from './orders.ts'
import { roundOf, type Stage } from './world.ts'

const text = 'Torget stängs på måndag 🚧 åäö'
const link = 'https://www.storlunda.se/torget'

const picture = (alt: string): Draft['images'][number] => ({
  bytes: onePixel,
  mediaType: 'image/png',
  publicUrl: 'https://example.se/torget.png',
  alt,
})
const film = {
  ...filmFrom(Buffer.alloc(150_000, 'film')),
  publicUrl: 'https://example.se/torget.mp4',
}
const vtt = 'WEBVTT\n\n00:01.000 --> 00:02.500\nTorget byggs om\n'
const captions = { bytes: Buffer.from(vtt), mediaType: 'text/vtt', language: 'sv' } as const

const draft = (more: Partial<Draft>): Draft => ({
  title: 'Torget byggs om',
  text,
  images: [],
  language: 'sv',
  ...more,
})

/** Everything that a platform's limits say that it takes. */
function taken({ images, video, captions: subtitles, needs }: Publishing['limits']): [string, Draft][] {
  const wants =
    needs === 'video' ? { video: film } : needs === 'image' ? { images: [picture('Ett torg')] } : {}
  return [
    ['a link', draft({ ...wants, link })],
    ...(needs === undefined ? [['words alone', draft({})] as [string, Draft]] : []),
    ...(images > 0 ? [['a picture', draft({ images: [picture('Torget')] })] as [string, Draft]] : []),
    ...(images > 1
      ? [
          ['two pictures', draft({ images: [picture('Torget'), picture('En "grävare" & <en> vält')] })] as [
            string,
            Draft,
          ],
        ]
      : []),
    ...(video ? [['a film', draft({ video: film })] as [string, Draft]] : []),
    ...(video && subtitles
      ? [['a film with its words beside it', draft({ video: { ...film, captions } })] as [string, Draft]]
      : []),
  ]
}

/** What it does not take, so that nobody believes that it was published. */
function refused({ images, video, captions: subtitles }: Publishing['limits']): [string, Draft][] {
  const many = Array.from({ length: images + 1 }, (_, at) => picture(`Bild ${at}`))
  const wordless = draft({ images: [picture(' ')] })
  return [
    ['more pictures than it takes', draft({ images: many })],
    ...(images > 0 ? [['a picture without words', wordless] as [string, Draft]] : []),
    ...(video ? [] : [['a film', draft({ video: film })] as [string, Draft]]),
    ...(video && !subtitles
      ? [['a film with its words beside it', draft({ video: { ...film, captions } })] as [string, Draft]]
      : []),
  ]
}

/** Platforms work on a file for a while, and say when to come back. */
async function untilDone(publishing: Publishing, started: Stage, one: Draft): Promise<Outcome<Published>> {
  let done = await publishing.publish(started.connection, one, 'nyckel-7')
  for (let time = 0; time < 5 && !done.ok && done.error.kind === 'retryLater'; time++) {
    started.later?.(done.error.at)
    done = await publishing.publish(started.connection, one, 'nyckel-7')
  }
  return done
}

export function conformsInPublishing(platform: Platform, stage: () => Promise<Stage>): void {
  const { publishing } = platform
  if (publishing === undefined) return
  test.each(taken(publishing.limits))('%s is published as it was given, once', async (_, given) => {
    const started = await stage()
    const done = await untilDone(publishing, started, given)
    expect(done).toMatchObject({ ok: true })
    const again = await untilDone(publishing, started, given)
    expect(again.ok && again.value.platformId).toBe(done.ok && done.value.platformId)
    const { items, failure } = await roundOf(platform, started.connection)
    expect(failure).toBeUndefined()
    expect(items).toHaveLength(1)
    const [item] = items
    expect(item).toMatchObject({ direction: 'drawnUp', kind: 'post', state: 'visible' })
    expect(item?.platformId).toBe(done.ok && done.value.platformId)
    expect(item?.text).toContain(text)
    if (given.link)
      expect(`${item?.text}${Buffer.from(item?.raw.bytes ?? [])}`.replaceAll('\\/', '/')).toContain(link)
    expect(item?.media.flatMap(({ alt }) => alt ?? [])).toEqual(
      expect.arrayContaining(given.images.map(({ alt }) => alt)),
    )
  })

  test.each(refused(publishing.limits))(
    '%s: refused in words, and nothing is published',
    async (_, given) => {
      const started = await stage()
      const outcome = await publishing.publish(started.connection, given, 'nyckel-8')
      expect(outcome).toMatchObject({ ok: false, error: { kind: 'rejected' } })
      expect(outcome.ok ? '' : outcome.error.detail).toMatch(/[a-zåäö].*\./)
      expect((await roundOf(platform, started.connection)).items).toEqual([])
    },
  )
}
