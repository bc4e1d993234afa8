import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import { shownPicture } from '../../../infra/pictures/index.ts'
import { type AccountId, asId, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  pictureType,
  queryOf,
  readForm,
  seeOther,
  type WebContext,
  written,
} from '../../../web/index.ts'
import type { Platforms } from '../screens/account-line.tsx'
import {
  PoliticianScreen,
  PublicSettingsScreen,
  settingsState,
  WatchedScreen,
  watchedState,
} from '../screens/settings.tsx'
import {
  addPolitician,
  changePublicPages,
  changeWatched,
  readPublicList,
  removePolitician,
  requireChangeable,
} from '../service.ts'
import type { Logotype } from '../store.ts'
import { type PublicAccount, publicSettingsSchema } from '../types.ts'

type Handler = (house: House, platforms: Platforms, c: WebContext) => Promise<Response>

const here = '/installningar/offentligt'
const current = 'installningar'
const title = 'Sidorna som allmänheten ser'

const doneTexts: Readonly<Record<string, string>> = {
  sparat: 'Sparat. Det syns på de offentliga sidorna inom en minut.',
  tillagd: 'Länken är tillagd.',
  borta: 'Länken är borttagen.',
}

async function show(
  house: House,
  platforms: Platforms,
  c: WebContext,
  faults?: FormState,
): Promise<Response> {
  const list = await readPublicList(house, actorOf(c).municipalityId)
  const state = faults ?? settingsState(list)
  const { gjort } = queryOf(c)
  const done = doneTexts[typeof gjort === 'string' ? gjort : '']
  return page(
    c,
    { title, current, state },
    <PublicSettingsScreen list={list} platforms={platforms} state={state} done={done} />,
  )
}

export const showSettings: Handler = (house, platforms, c) => show(house, platforms, c)

const lines = (text: unknown): unknown => (typeof text === 'string' ? text.split('\n') : text)
const settingsForm = z.object({
  ...publicSettingsSchema.shape,
  framedBy: z.preprocess(lines, publicSettingsSchema.shape.framedBy),
})
const mostLogotypeBytes = 200 * 1024

/** The picture that was sent, null where it is to be taken away, undefined where nothing was said. @throws Stop('invalid'). */
async function logotypeIn(c: WebContext): Promise<Logotype | null | undefined> {
  const form = await readForm(c)
  const file = form.get('logotyp')
  if (!(file instanceof File) || file.size === 0) return form.get('utanlogotyp') === 'ja' ? null : undefined
  const bytes = Buffer.from(await file.arrayBuffer())
  const unusable = (logotyp: string): never => {
    throw new Stop('invalid', 'Logotypen gick inte att använda. Inget är sparat.', { logotyp })
  }
  if (!pictureType(bytes) || bytes.length > mostLogotypeBytes)
    return unusable('Välj en bild i PNG, JPEG eller WebP som är högst 200\u00a0kB')
  // Made anew: what everyone is shown holds no more than what is seen in it.
  const shown = await shownPicture(bytes)
  return shown.ok ? { bytes: shown.value, mediaType: 'image/webp' } : unusable(shown.error)
}

export const saveSettings: Handler = async (house, platforms, c) => {
  const checked = await checkForm(c, settingsForm)
  if (!checked.ok) return show(house, platforms, c, checked.error)
  try {
    await changePublicPages(house, actorOf(c), checked.value, await logotypeIn(c))
  } catch (thrown) {
    return show(house, platforms, c, await faultsOf(c, thrown))
  }
  return seeOther(c, `${here}?gjort=sparat`)
}

const politicianForm = z.object({
  name: written('Skriv namnet.', 200),
  seat: written('Skriv uppdraget, till exempel ledamot i kommunfullmäktige.', 200),
  channel: written('Skriv vilken kanal det är, till exempel Facebook.', 100),
  url: written('Skriv adressen till kanalen, till exempel https://exempel.se/namn.', 2_000),
})

const politicianPage = (c: WebContext, state: FormState) =>
  page(c, { title: 'Lägg till en politikers kanal', current, state }, <PoliticianScreen state={state} />)

export const showPolitician: Handler = async (_house, _platforms, c) => politicianPage(c, emptyForm())

export const savePolitician: Handler = async (house, _platforms, c) => {
  const checked = await checkForm(c, politicianForm)
  if (!checked.ok) return politicianPage(c, checked.error)
  try {
    await addPolitician(house, actorOf(c), checked.value)
  } catch (thrown) {
    return politicianPage(c, await faultsOf(c, thrown))
  }
  return seeOther(c, `${here}?gjort=tillagd`)
}

export const dropPolitician: Handler = async (house, _platforms, c) => {
  await removePolitician(house, actorOf(c), asId<string>(c.req.param('lank') ?? '') ?? noLink())
  return seeOther(c, `${here}?gjort=borta`)
}

const noLink = (): never => {
  throw new Stop('notFound', 'Länken finns inte. Gå tillbaka till inställningarna.')
}

/** @throws Stop('notFound'). */
async function accountIn(house: House, c: WebContext): Promise<PublicAccount> {
  const { active } = await readPublicList(house, actorOf(c).municipalityId)
  const id = asId<AccountId>(c.req.param('account') ?? '')
  const found = active.find((one) => one.id === id)
  if (!found) throw new Stop('notFound', 'Kontot finns inte. Gå tillbaka till inställningarna.')
  await requireChangeable(house, actorOf(c), found.id)
  return found
}

const accountPage = (c: WebContext, account: PublicAccount, state: FormState) =>
  page(
    c,
    { title: `När ${account.name} bevakas`, current, state },
    <WatchedScreen account={account} state={state} />,
  )

export const showWatched: Handler = async (house, _platforms, c) => {
  const account = await accountIn(house, c)
  return accountPage(c, account, watchedState(account))
}

const watchedForm = z.object({ watched: z.string().trim().max(200).default('') })

export const saveWatched: Handler = async (house, _platforms, c) => {
  const account = await accountIn(house, c)
  const checked = await checkForm(c, watchedForm)
  if (!checked.ok) return accountPage(c, account, checked.error)
  await changeWatched(house, actorOf(c), account.id, checked.value.watched)
  return seeOther(c, `${here}?gjort=sparat`)
}
