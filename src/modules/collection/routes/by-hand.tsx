import { z } from 'zod'
import { authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { dayOf, fail, instantOf, isDay, ok, type Result } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  pictureType,
  type Route,
  readForm,
  seeOther,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { type Account, accountIdOf, requireAccount } from '../../accounts/index.ts'
import { RecordByHandScreen } from '../screens/record-by-hand.tsx'
import { places, recordByHand, type Witnessed } from '../service/record-by-hand.ts'

const path = '/register/:id/for-hand'
const permission = 'collection.recordByHand'

/** What Uppsikt cannot fetch is recorded by a person who saw it, on any account. */
export const byHandRoutes = (house: House): readonly Route[] => [
  { method: 'GET', path, permission, handler: (c) => show(house, c) },
  { method: 'POST', path, permission, handler: (c) => take(house, c) },
]

async function accountOf(house: House, c: WebContext): Promise<Account> {
  const actor = actorOf(c)
  const account = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireAccount(tx, actor.municipalityId, accountIdOf(c)),
  )
  authorize(actor, permission, account)
  return account
}

async function show(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const account = await accountOf(house, c)
  const state = faults ?? emptyForm({ dag: dayOf(house.clock.now()) })
  return page(
    c,
    { title: 'Registrera för hand', current: 'register', state },
    <RecordByHandScreen account={account} witness={actorOf(c).name} state={state} />,
  )
}

const form = z.object({
  slag: z.enum(['post', 'comment', 'message'], { error: 'Välj vad det är.' }),
  riktning: z.enum(['received', 'drawnUp'], { error: 'Välj vem som har skrivit det.' }),
  var: z.enum(places, { error: 'Välj var det stod.' }).default('account'),
  anstalld: z.string().trim().max(200).default(''),
  avsandare: z.string().trim().max(200).default(''),
  text: written('Skriv av texten, eller skriv vad bilden visar', 20_000),
  lank: z
    .string()
    .trim()
    .max(2_000)
    .default('')
    .refine((text) => text === '' || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)), {
      error: 'Kopiera länken från webbläsaren, med https framför, eller lämna fältet tomt.',
    }),
  dag: z.string().refine(isDay, { error: 'Välj vilken dag det publicerades.' }),
  tid: z.string().regex(/^([01]\d|2[0-3])[:.][0-5]\d$/, { error: 'Skriv tiden, till exempel 09.30.' }),
  skal: written('Skriv varför det registreras för hand'),
  vittne: z.string().trim().max(200).default(''),
})

const most = 10

/** The pictures of the form, known by their own bytes. */
async function picturesIn(c: WebContext): Promise<Result<Witnessed['pictures'], string>> {
  const files = (await readForm(c)).getAll('bilder').filter((one) => one instanceof File && one.size > 0)
  if (files.length > most) return fail(`Välj högst ${most} bilder`)
  const pictures: { bytes: Uint8Array; mediaType: string }[] = []
  for (const file of files) {
    const bytes = file instanceof File ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0)
    const mediaType = pictureType(bytes)
    if (mediaType === undefined)
      return fail('Välj bilder i PNG, JPEG eller WebP. En fil som du valde är något annat')
    pictures.push({ bytes, mediaType })
  }
  return ok(pictures)
}

/** '09:30' in milliseconds past midnight. */
const past = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000

async function take(house: House, c: WebContext): Promise<Response> {
  const account = await accountOf(house, c)
  const checked = await checkForm(c, form)
  if (!checked.ok) return show(house, c, checked.error)
  const { value } = checked
  const pictures = await picturesIn(c)
  if (!pictures.ok) return show(house, c, { values: value, errors: { bilder: pictures.error } })
  try {
    const recordId = await recordByHand(house, actorOf(c), account.accountId, {
      kind: value.slag,
      direction: value.riktning,
      where: value.var,
      employee: value.anstalld,
      author: value.avsandare,
      text: value.text,
      link: value.lank,
      publishedAt: instantOf(value.dag, past(value.tid)),
      reason: value.skal,
      secondWitness: value.vittne,
      pictures: pictures.value,
    })
    return seeOther(c, `/handlingar/${recordId}`)
  } catch (thrown) {
    return show(house, c, await faultsOf(c, thrown))
  }
}
