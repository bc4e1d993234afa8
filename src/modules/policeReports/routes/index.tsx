import { Readable } from 'node:stream'
import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import { asId, isDay, type RecordId, Stop } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import {
  actorOf,
  checkForm,
  type FormState,
  faultsOf,
  many,
  page,
  pictureType,
  queryOf,
  type Route,
  readForm,
  seeOther,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { zipOf } from '../../archive/index.ts'
import { type Deps, type Screen, taskIdOf } from '../../supervision/index.ts'
import { ReportScreen } from '../screens/report.tsx'
import { reportHref } from '../screens/words.ts'
import {
  addCapture,
  leaveOut,
  saveReport,
  searchEarlier,
  takeAlong,
  type Words,
  witness,
} from '../service/draft.ts'
import {
  followUp,
  makeReport,
  previewReport,
  reportBundle,
  reportPdf,
  submitReport,
} from '../service/make.ts'
import { openReport, readReport } from '../service/read.ts'

const permission = 'policeReports.write'

/** The report to the police about something in the queue. */
export function policeReportRoutes(house: House, platforms: ReadonlyMap<string, Platform>): readonly Route[] {
  const deps = { house, platforms }
  const at = (more = ''): `/${string}` => `/ko/:id/polisanmalan${more}`
  const post = (more: string, handler: Screen): Route => ({
    method: 'POST',
    path: at(more),
    permission,
    handler,
  })
  return [
    { method: 'GET', path: at(), permission, handler: (c) => show(c, deps, undefined) },
    { method: 'GET', path: at('/anmalan.pdf'), permission, handler: pdf(deps) },
    { method: 'GET', path: at('/paket.zip'), permission, handler: bundle(deps) },
    post('', save(deps)),
    post('/bild', capture(deps)),
    post('/intyga', testify(deps)),
    post('/ta-bort', takeOut(deps)),
    post('/sok', search(deps)),
    post('/ta-med', along(deps)),
    post('/gor', make(deps)),
    post('/inlamnad', submit(deps)),
    post('/svar', answer(deps)),
  ]
}

async function show(
  c: WebContext,
  { house, platforms }: Deps,
  state: FormState | undefined,
): Promise<Response> {
  const report = await openReport(house, actorOf(c), platforms, taskIdOf(c))
  return page(
    c,
    { title: 'Polisanmälan', current: 'ko', state },
    <ReportScreen page={report} state={state} shown={queryOf(c)['visa'] === '1'} />,
  )
}

/** An act on the report by a checked form: on to a page, or the report again with what is wrong. */
const acting =
  <T, R>(
    deps: Deps,
    schema: z.ZodType<T>,
    act: (c: WebContext, form: T) => Promise<R>,
    onward: (c: WebContext, form: T, result: R) => string = (c) => reportHref(taskIdOf(c)),
  ): Screen =>
  async (c) => {
    const checked = await checkForm(c, schema)
    if (!checked.ok) return show(c, deps, checked.error)
    try {
      return seeOther(c, onward(c, checked.value, await act(c, checked.value)))
    } catch (thrown) {
      return show(c, deps, await faultsOf(c, thrown))
    }
  }

const words = z.object({
  gor: z.string().default(''),
  sammanhang: z.string().trim().max(10_000, 'Skriv högst 10\u00a0000 tecken.').optional(),
  rubricering: z.string().max(100).default(''),
  diarienummer: z.string().trim().max(100, 'Skriv högst 100 tecken.').default(''),
})

type Draft = z.output<typeof words>

const wordsOf = ({ sammanhang = '', rubricering, diarienummer }: Draft): Words => ({
  context: sammanhang,
  classification: rubricering,
  diaryNumber: diarienummer,
})

/** By a button in the form of the draft: its words are kept first, whatever comes of the act. */
const drafting = <T,>(
  deps: Deps,
  schema: z.ZodType<T>,
  act: (c: WebContext, form: T) => Promise<unknown>,
): Screen =>
  acting(deps, words, async (c, draft) => {
    if (draft.sammanhang !== undefined) await saveReport(deps.house, actorOf(c), taskIdOf(c), wordsOf(draft))
    const checked = await checkForm(c, schema)
    if (!checked.ok) throw new Stop('invalid', 'Rätta det som är markerat.', checked.error.errors)
    await act(c, checked.value)
  })

const save = (deps: Deps): Screen =>
  acting(
    deps,
    words,
    (c, draft) => saveReport(deps.house, actorOf(c), taskIdOf(c), wordsOf(draft)),
    (c, { gor }, recordId) => {
      if (gor === 'diarium') return `/diarium/ny?handling=${recordId}`
      return reportHref(taskIdOf(c), gor === 'visa' ? '?visa=1#h-tidigare' : '')
    },
  )

const capture = (deps: Deps): Screen =>
  drafting(
    deps,
    z.object({
      visar: written('Skriv vad bilden visar, till exempel kommentaren i tråden.', 200),
      adress: z.string().trim().max(2_000).default(''),
    }),
    async (c, { visar, adress }) => {
      const file = (await readForm(c)).get('bildfil')
      const bytes = file instanceof File && file.size > 0 ? Buffer.from(await file.arrayBuffer()) : undefined
      const mediaType = bytes && pictureType(bytes)
      if (!bytes || !mediaType)
        throw new Stop('invalid', 'Välj en bild i PNG, JPEG eller WebP.', {
          bildfil: 'Välj en bild i PNG, JPEG eller WebP',
        })
      await addCapture(deps.house, actorOf(c), taskIdOf(c), { bytes, mediaType, url: adress, note: visar })
    },
  )

const record = z
  .string()
  .refine((text) => asId(text) !== undefined, 'Bilden eller handlingen finns inte. Ladda om sidan.')
  .transform((text) => text as RecordId)

const testify = (deps: Deps): Screen =>
  drafting(deps, z.object({ bild: record }), (c, { bild }) =>
    witness(deps.house, actorOf(c), taskIdOf(c), bild),
  )

const takeOut = (deps: Deps): Screen =>
  drafting(deps, z.object({ bort: record }), (c, { bort }) =>
    leaveOut(deps.house, actorOf(c), taskIdOf(c), bort),
  )

const search = (deps: Deps): Screen =>
  drafting(deps, z.object({ skal: written('Skriv varför det behövs. Skälet loggas.', 500) }), (c, { skal }) =>
    searchEarlier(deps.house, actorOf(c), taskIdOf(c), skal),
  )

const along = (deps: Deps): Screen =>
  drafting(deps, z.object({ handling: many(z.string()) }), (c, { handling }) =>
    takeAlong(deps.house, actorOf(c), taskIdOf(c), handling),
  )

const make = (deps: Deps): Screen =>
  acting(deps, words, (c, draft) => {
    const written = draft.sammanhang === undefined ? undefined : wordsOf(draft)
    return makeReport(deps.house, actorOf(c), deps.platforms, taskIdOf(c), written)
  })

const day = z.union([z.literal(''), z.string().refine(isDay, 'Välj en dag.')]).default('')

const submit = (deps: Deps): Screen =>
  acting(deps, z.object({ folj: day }), (c, { folj }) =>
    submitReport(deps.house, actorOf(c), taskIdOf(c), folj || undefined),
  )

const answer = (deps: Deps): Screen =>
  acting(
    deps,
    z.object({
      nummer: z.string().trim().max(100, 'Skriv högst 100 tecken.').default(''),
      utfall: z.string().trim().max(2_000, 'Skriv högst 2\u00a0000 tecken.').default(''),
      folj: day,
    }),
    (c, { nummer, utfall, folj }) =>
      followUp(deps.house, actorOf(c), taskIdOf(c), {
        policeNumber: nummer,
        outcome: utfall,
        followUpOn: folj || undefined,
      }),
  )

const pdf =
  ({ house, platforms }: Deps): Screen =>
  async (c) => {
    const id = taskIdOf(c)
    const actor = actorOf(c)
    const { report } = await readReport(house, actor, platforms, id)
    const draft = !report || report.state === 'draft'
    const bytes = draft ? await previewReport(house, actor, platforms, id) : await reportPdf(house, actor, id)
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="polisanmalan${draft ? '-utkast' : ''}.pdf"`,
      'cache-control': 'no-store',
    })
  }

const bundle =
  ({ house, platforms }: Deps): Screen =>
  async (c) => {
    const files = await reportBundle(house, actorOf(c), platforms, taskIdOf(c))
    return c.body(Readable.toWeb(zipOf(files)) as ReadableStream, 200, {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="polisanmalan-paket.zip"',
      'cache-control': 'no-store',
    })
  }
