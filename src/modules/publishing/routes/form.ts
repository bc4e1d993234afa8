import { z } from 'zod'
import { publishablePicture, withoutPlace } from '../../../infra/pictures/index.ts'
import {
  type AccountId,
  asId,
  dayOf,
  fail,
  instantOf,
  isDay,
  limits,
  ok,
  type Result,
  timeOfDay,
} from '../../../kernel/index.ts'
import { type FormState, many, pictureType, readForm, type WebContext } from '../../../web/index.ts'
import { filmOf, shownIn } from '../rules.ts'
import type { Written } from '../service/drafts.ts'
import type { NewMedia, Whole } from '../types.ts'

/** The form of a publication, in both directions. */

export const writtenForm = z
  .object({
    version: z.coerce.number().int().min(0).max(1_000_000).catch(0),
    konton: many(z.string().max(36)).pipe(z.array(z.string()).max(100)),
    text: z.string().default(''),
    rubrik: z.string().default(''),
    lank: z.string().default(''),
    dag: z.string().default(''),
    tid: z.string().default(''),
    nyalt: z.string().default(''),
    tabort: many(z.string().max(36)),
  })
  .superRefine(({ dag, tid }, ctx) => {
    const wrong = (path: 'dag' | 'tid', message: string) =>
      ctx.addIssue({ code: 'custom', path: [path], message })
    if (dag === '' && tid === '') return
    if (!isDay(dag) || dag < '2000-01-01' || dag > '2100-01-01')
      wrong('dag', 'Välj dagen, eller lämna både dag och tid tomma')
    if (!clock.test(tid)) wrong('tid', 'Skriv tiden, till exempel 10.00')
  })

const clock = /^([01]\d|2[0-3])[:.][0-5]\d$/
const minute = 60_000

const instantIn = (day: string, time: string): Date | null =>
  day === '' ? null : instantOf(day, (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * minute)

/** What the form says, with files that have been looked at and pictures made anew. */
export async function writtenIn(
  c: WebContext,
  form: z.output<typeof writtenForm>,
): Promise<Result<Written, FormState['errors']>> {
  const data = await readForm(c)
  const added = await filesIn(data, form.nyalt)
  if (!added.ok) return fail({ filer: added.error })
  const thumbnail = await thumbnailIn(data)
  if (!thumbnail.ok) return fail({ omslag: thumbnail.error })
  const textAt = (name: string) => {
    const value = data.get(name)
    return typeof value === 'string' ? value.replace(/\r\n?/gu, '\n').replaceAll('\0', '') : undefined
  }
  const alts = new Map<string, string>()
  const licences = new Map<string, string | null>()
  for (const name of data.keys()) {
    const text = textAt(name)
    if (name.startsWith(altPrefix) && text !== undefined) alts.set(name.slice(altPrefix.length), text)
    if (name.startsWith(licencePrefix) && text !== undefined)
      licences.set(name.slice(licencePrefix.length), asId(text) ?? null)
  }
  return ok({
    version: form.version,
    title: form.rubrik,
    text: form.text,
    link: form.lank,
    plannedAt: instantIn(form.dag, form.tid),
    places: [...new Set(form.konton)].flatMap((text) => {
      const accountId = asId<AccountId>(text)
      return accountId ? [{ accountId, ownText: textAt(ownPrefix + accountId) ?? null }] : []
    }),
    alts,
    licences,
    removed: form.tabort,
    added: [...added.value, ...thumbnail.value],
  })
}

export const altPrefix = 'alt-'
export const ownPrefix = 'egen-'
export const licencePrefix = 'tillstand-'

const mostFiles = 10

/** The thumbnail has a field of its own: it is no picture of the post. */
async function thumbnailIn(data: FormData): Promise<Result<NewMedia[], string>> {
  const file = data.get('omslag')
  if (!(file instanceof File) || file.size === 0) return ok([])
  const read = await mediaIn(file)
  if (!read.ok) return read
  return read.value.kind === 'picture'
    ? ok([{ ...read.value, kind: 'thumbnail' }])
    : fail('Välj en bild i PNG, JPEG eller WebP')
}

async function filesIn(data: FormData, alt: string): Promise<Result<NewMedia[], string>> {
  const files = data.getAll('filer').filter((one) => one instanceof File && one.size > 0) as File[]
  if (files.length > mostFiles) return fail(`Välj högst ${mostFiles} filer`)
  const media: NewMedia[] = []
  for (const file of files) {
    const read = await mediaIn(file)
    if (!read.ok) return read
    media.push(read.value)
  }
  const pictures = media.filter(({ kind }) => kind === 'picture')
  const [only] = pictures
  return ok(
    pictures.length === 1 ? media.map((one) => (one === only ? { ...one, alt: alt.trim() } : one)) : media,
  )
}

/** What the bytes themselves say that they are; neither the browser's word nor the name is taken for it. */
async function mediaIn(given: File): Promise<Result<NewMedia, string>> {
  const name = given.name.replace(/[^\p{L}\p{N} ._-]+/gu, '_').slice(-100) || 'fil'
  const head = Buffer.from(await given.slice(0, 200).arrayBuffer())
  if (head.subarray(4, 8).toString('latin1') === 'ftyp')
    return ok({ name, alt: '', kind: 'film', mediaType: 'video/mp4', content: await withoutPlace(given) })
  if (given.size > limits.pictureFormBytes)
    return fail(`Välj filer på högst ${limits.pictureFormBytes / 1024 / 1024} MB, utom filmer`)
  const content = Buffer.from(await given.arrayBuffer())
  const file = { name, content, alt: '' }
  if (pictureType(content)) {
    const made = await publishablePicture(content)
    return made.ok
      ? ok({ ...file, kind: 'picture', mediaType: 'image/jpeg', content: made.value })
      : fail(`${made.error} Välj en annan bild`)
  }
  const start = head.toString('utf8').replace(/^\uFEFF/, '')
  if (start.startsWith('WEBVTT')) return ok({ ...file, kind: 'captions', mediaType: 'text/vtt' })
  if (/^\d+\r?\n\d\d:\d\d:\d\d,\d{3} --> /.test(start))
    return ok({ ...file, kind: 'captions', mediaType: 'application/x-subrip' })
  return fail('Välj bilder i PNG, JPEG eller WebP, en film i MP4, eller undertexter i VTT eller SRT')
}

const two = (value: number): string => String(value).padStart(2, '0')

const clockText = (at: Date): string => {
  const minutes = Math.floor(timeOfDay(at) / minute)
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** The form as a publication stands. */
export function valuesOf({ publication, places, media }: Whole): FormState['values'] {
  const { title, text, link, plannedAt, version } = publication
  return {
    version: String(version),
    rubrik: title,
    text,
    lank: link,
    dag: plannedAt ? dayOf(plannedAt) : '',
    tid: plannedAt ? clockText(plannedAt) : '',
    konton: places.map(({ accountId }) => accountId),
    ...Object.fromEntries(places.map(({ accountId, ownText }) => [ownPrefix + accountId, ownText ?? ''])),
    ...Object.fromEntries(
      shownIn(media).flatMap(({ mediaId, alt, licence }) => [
        [altPrefix + mediaId, alt],
        [licencePrefix + mediaId, licence?.licenceId ?? ''],
      ]),
    ),
    ...(filmOf(media) && { film: filmOf(media)?.name ?? '' }),
  }
}
