import { z } from 'zod'
import { may } from '../../../access/index.ts'
import type { House } from '../../../infra/house.ts'
import { asId, dayOf, isDay, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  asked,
  checkForm,
  emptyForm,
  Field,
  type FormState,
  faultsOf,
  many,
  page,
  pictureType,
  type Route,
  readForm,
  seeOther,
  smallForm,
  Textarea,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { NewLicenceScreen } from './screens/form.tsx'
import { LicenceScreen } from './screens/licence.tsx'
import { LicencesScreen } from './screens/list.tsx'
import { here } from './screens/words.tsx'
import {
  type Paper,
  readLicence,
  readLicences,
  readPaper,
  registerLicence,
  withdrawLicence,
} from './service.ts'

type Handler = (house: House, c: WebContext) => Promise<Response>

export function licenceRoutes(house: House): readonly Route[] {
  const route = (
    method: Route['method'],
    path: `/${string}`,
    permission: Route['permission'],
    handler: Handler,
  ): Route => ({ method, path, permission, handler: (c) => handler(house, c) })
  return [
    route('GET', here, 'licences.read', showAll),
    route('GET', `${here}/nytt`, 'publishing.write', (_, c) =>
      showNew(c, emptyForm({ barn: 'nej', personer: '0' })),
    ),
    route('POST', `${here}/nytt`, 'publishing.write', register),
    route('GET', `${here}/:licence`, 'licences.read', showOne),
    route('GET', `${here}/:licence/papper`, 'licences.read', sendPaper),
    route('GET', `${here}/:licence/aterkalla`, 'publishing.write', (h, c) => showWithdraw(h, c)),
    route('POST', `${here}/:licence/aterkalla`, 'publishing.write', withdraw),
  ]
}

const current = 'publicering'

const idOf = (c: WebContext): string => {
  const id = asId<string>(c.req.param('licence') ?? '')
  if (!id) throw new Stop('notFound', 'Tillståndet finns inte. Gå tillbaka till listan och välj där.')
  return id
}

const showAll: Handler = async (house, c) => {
  const actor = actorOf(c)
  const from = Math.min(Math.max(0, Math.floor(Number(asked(c, 'fran'))) || 0), 100_000)
  return page(
    c,
    { title: 'Tillstånd till bilder', current },
    <LicencesScreen
      list={await readLicences(house, actor)}
      q={asked(c, 'q')}
      from={from}
      may={{ write: may(actor, 'publishing.write'), readPublishing: may(actor, 'publishing.read') }}
    />,
  )
}

const showNew = async (c: WebContext, state: FormState): Promise<Response> =>
  page(c, { title: 'För in ett tillstånd', current, state }, <NewLicenceScreen state={state} />)

const licenceForm = z.object({
  vad: written('Skriv vilka bilder det gäller, till exempel Vinterspåren, januari 2026.', 200),
  upphov: z.string().trim().max(200, 'Skriv högst 200 tecken.').default(''),
  anges: many(z.string()),
  personer: z.coerce
    .number('Skriv ett antal med siffror, till exempel 3.')
    .int('Skriv ett helt tal.')
    .min(0)
    .max(10_000),
  barn: z.enum(['ja', 'nej'], {
    error: 'Svara om någon är under 18 år. Är någon det behövs vårdnadshavarnas underskrift.',
  }),
  syfte: written('Skriv vad bilden får användas till.', 1_000),
  kanaler: written('Skriv var bilden får visas, till exempel webbplatsen.', 300),
  till: z.union([z.literal(''), z.string().refine(isDay, 'Välj en dag.')]).default(''),
})

const paperBytes = 10 * 1024 * 1024

/** @throws Stop('invalid') for a file of another kind. */
async function paperIn(c: WebContext): Promise<Paper | undefined> {
  const file = (await readForm(c)).get('papper')
  if (!(file instanceof File) || file.size === 0) return undefined
  const bytes = Buffer.from(await file.arrayBuffer())
  const isPdf = bytes.subarray(0, 5).toString('latin1') === '%PDF-'
  const mediaType = isPdf ? 'application/pdf' : pictureType(bytes)
  if (!mediaType || bytes.length > paperBytes)
    throw new Stop('invalid', 'Filen gick inte att använda. Inget är sparat.', {
      papper: 'Välj en PDF eller en bild i PNG, JPEG eller WebP som är högst 10\u00a0MB',
    })
  return { bytes, mediaType }
}

const register: Handler = async (house, c) => {
  const checked = await checkForm(c, licenceForm)
  if (!checked.ok) return showNew(c, checked.error)
  const { vad, upphov, anges, personer, barn, syfte, kanaler, till } = checked.value
  try {
    const { licenceId } = await registerLicence(
      house,
      actorOf(c),
      {
        ...{ what: vad, holder: upphov, named: anges.includes('ja'), persons: personer },
        ...{ minors: barn === 'ja', purpose: syfte, channels: kanaler, validUntil: till || null },
      },
      await paperIn(c),
    )
    return seeOther(c, `${here}/${licenceId}?gjort=infort`)
  } catch (thrown) {
    return showNew(c, await faultsOf(c, thrown))
  }
}

const doneTexts: Readonly<Record<string, string>> = {
  infort: 'Tillståndet är infört. Välj det vid bilden när du skriver inlägget.',
  aterkallat: 'Tillståndet är återkallat. Det som var planerat hålls kvar.',
}

const showOne: Handler = async (house, c) => {
  const actor = actorOf(c)
  const found = await readLicence(house, actor, idOf(c))
  return page(
    c,
    { title: found.licence.number, current },
    <LicenceScreen
      page={found}
      done={doneTexts[asked(c, 'gjort')]}
      mayWrite={may(actor, 'publishing.write')}
    />,
  )
}

const sendPaper: Handler = async (house, c) => {
  const { bytes, mediaType } = await readPaper(house, actorOf(c), idOf(c))
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': mediaType,
    'content-disposition': 'inline; filename="tillstand"',
    'cache-control': 'no-store',
  })
}

async function showWithdraw(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const { licence } = await readLicence(house, actorOf(c), idOf(c))
  const state = faults ?? emptyForm({ dag: dayOf(c.get('deps').clock.now()) })
  return smallForm(c, {
    title: `Återkalla ${licence.number}`,
    sub: 'Det som är planerat med bilderna hålls kvar, och de som har publicerat dem får besked om att ta ner dem. Det går inte att ångra.',
    button: 'Återkalla tillståndet',
    action: `${here}/${licence.licenceId}/aterkalla`,
    back: `${here}/${licence.licenceId}`,
    current,
    state,
    children: (
      <>
        <Field name="dag" type="date" label="Vilken dag återkallades det?" state={state} />
        <Textarea
          name="varfor"
          label="Hur ni fick veta det"
          hint="Skriv inte namn på den som återkallar."
          rows={2}
          optional
          state={state}
        />
      </>
    ),
  })
}

const withdrawal = z.object({
  dag: z.string({ error: 'Välj en dag.' }).refine(isDay, 'Välj en dag.'),
  varfor: z.string().trim().max(500, 'Skriv högst 500 tecken.').default(''),
})

const withdraw: Handler = async (house, c) => {
  const checked = await checkForm(c, withdrawal)
  if (!checked.ok) return showWithdraw(house, c, checked.error)
  const { dag, varfor } = checked.value
  try {
    await withdrawLicence(house, actorOf(c), idOf(c), { on: dag, why: varfor })
  } catch (thrown) {
    return showWithdraw(house, c, await faultsOf(c, thrown))
  }
  return seeOther(c, `${here}/${idOf(c)}?gjort=aterkallat`)
}
