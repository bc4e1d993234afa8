import { z } from 'zod'
import { may, type Permission } from '../../access/index.ts'
import type { House } from '../../infra/house.ts'
import { asId, type RecordId, Stop } from '../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  queryOf,
  type Route,
  seeOther,
  type WebContext,
} from '../../web/index.ts'
import { accountIdOf } from '../accounts/index.ts'
import { DetailsScreen } from './screens/details.tsx'
import { ShownScreen } from './screens/shown.tsx'
import { VaultScreen } from './screens/vault.tsx'
import { keepDetails } from './service/details.ts'
import { answerForVault, askForVault, openInCrisis, showVault } from './service/openings.ts'
import { readVault } from './service/read.ts'
import { type Details, detailNames } from './types.ts'

type Handler = (house: House, c: WebContext) => Promise<Response>

export const vaultRoutes = (house: House): readonly Route[] => {
  const route = (
    method: Route['method'],
    path: Route['path'],
    permission: Permission,
    handler: Handler,
  ): Route => ({ method, path, permission, handler: (c) => handler(house, c) })
  return [
    route('GET', '/register/:id/valv', 'vault.read', (h, c) => showPage(h, c)),
    route('POST', '/register/:id/valv/be', 'vault.ask', ask),
    route('POST', '/register/:id/valv/kris', 'vault.crisis', crisis),
    route('POST', '/register/:id/valv/godkann', 'vault.approve', answerWith(true)),
    route('POST', '/register/:id/valv/neka', 'vault.approve', answerWith(false)),
    route('POST', '/register/:id/valv/visa', 'vault.ask', show),
    route('GET', '/register/:id/valv/uppgifter', 'vault.fill', (h, c) => showDetails(h, c)),
    route('POST', '/register/:id/valv/uppgifter', 'vault.fill', keep),
  ]
}

const current = 'register'

const back = (c: WebContext, done: string): Response =>
  seeOther(c, `/register/${accountIdOf(c)}/valv?gjort=${done}`)

const doneTexts: ReadonlyMap<string, (mail: boolean) => string> = new Map(
  Object.entries({
    lagt: () => 'Inloggningen ligger i valvet.',
    bett: (mail: boolean) =>
      mail
        ? 'De som kan godkänna får ett brev. Frågan går ut om en timme.'
        : 'Säg själv till en kollega som kan godkänna: Uppsikt kan inte skicka brev. Frågan går ut om en timme.',
    godkant: () => 'Öppningen är förseglad. Den som bad om den kan nu se uppgifterna i tio minuter.',
    nekat: () => 'Du har sagt nej. Inget visas.',
    kris: (mail: boolean) =>
      mail
        ? 'Öppningen är förseglad, och den ansvariga och kommunikationschefen får veta. Visa uppgifterna nedan.'
        : 'Öppningen är förseglad. Säg själv till den ansvariga: Uppsikt kan inte skicka brev. Visa uppgifterna nedan.',
  }),
)

async function showPage(house: House, c: WebContext, faults?: { crisis: boolean; state: FormState }) {
  const actor = actorOf(c)
  const vault = await readVault(house, actor, accountIdOf(c))
  const { account } = vault
  const done = queryOf(c)['gjort']
  return page(
    c,
    { title: `Valvet: ${account.name}`, current, state: faults?.state },
    <VaultScreen
      page={vault}
      me={actor.staffId}
      faults={faults}
      done={doneTexts.get(String(done))?.(house.mailer.configured)}
      mail={house.mailer.configured}
      may={{
        ask: may(actor, 'vault.ask', account),
        approve: may(actor, 'vault.approve', account),
        crisis: may(actor, 'vault.crisis', account),
        fill: may(actor, 'vault.fill', account),
        readRecord: may(actor, 'items.read', account),
      }}
    />,
  )
}

const askingForm = z.object({ skal: z.string().max(5_000).default(''), ovning: z.string().optional() })

/** The verb's faults beside the fields that are called otherwise in the form. */
const renamed = ({ values, errors }: FormState, names: Readonly<Record<string, string>>): FormState => ({
  values,
  errors: Object.fromEntries(Object.entries(errors).map(([name, text]) => [names[name] ?? name, text])),
})

const asking =
  (verb: typeof askForVault, done: string, isCrisis: boolean): Handler =>
  async (house, c) => {
    const form = await checkForm(c, askingForm)
    if (!form.ok) return showPage(house, c, { crisis: isCrisis, state: form.error })
    const { skal, ovning } = form.value
    try {
      await verb(house, actorOf(c), accountIdOf(c), { reason: skal, drill: ovning === 'ja' })
    } catch (thrown) {
      const state = renamed(await faultsOf(c, thrown), { reason: 'skal' })
      return showPage(house, c, { crisis: isCrisis, state })
    }
    return back(c, done)
  }

const ask = asking(askForVault, 'bett', false)
const crisis = asking(openInCrisis, 'kris', true)

const openingForm = z.object({ oppning: z.string().max(100).default('') })

/** @throws Stop('notFound') for what is not an id. */
async function openingIn(c: WebContext): Promise<RecordId> {
  const form = await checkForm(c, openingForm)
  const openingId = form.ok ? asId<RecordId>(form.value.oppning) : undefined
  if (!openingId) throw new Stop('notFound', 'Öppningen finns inte. Gå till kontots valv och välj den där.')
  return openingId
}

const answerWith =
  (approved: boolean): Handler =>
  async (house, c) => {
    await answerForVault(house, actorOf(c), accountIdOf(c), await openingIn(c), approved)
    return back(c, approved ? 'godkant' : 'nekat')
  }

/**
 * The answer to a form, so that no address leads to it, and never kept: no-store like all pages, and it leaves the
 * screen by itself, also without script, when the time is out.
 */
const show: Handler = async (house, c) => {
  const shown = await showVault(house, actorOf(c), accountIdOf(c), await openingIn(c))
  const now = house.clock.now()
  const seconds = Math.max(1, Math.ceil((shown.until.getTime() - now.getTime()) / 1_000))
  c.header('refresh', `${seconds}; url=/register/${shown.account.accountId}/valv`)
  return page(c, { title: `Valvet: ${shown.account.name}`, current }, <ShownScreen shown={shown} />)
}

async function showDetails(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const vault = await readVault(house, actorOf(c), accountIdOf(c))
  const state = faults ?? emptyForm({ adress: vault.entry?.ownerAddress ?? '' })
  return page(
    c,
    { title: `Inloggning till ${vault.account.name}`, current, state },
    <DetailsScreen page={vault} state={state} />,
  )
}

const text = z.string().max(20_000).default('')
const detailsForm = z.object({
  adress: text,
  anvandarnamn: text,
  losenord: text,
  koder: text,
  fro: text,
})

const fieldOf: Readonly<Record<string, keyof z.output<typeof detailsForm>>> = {
  ownerAddress: 'adress',
  userName: 'anvandarnamn',
  password: 'losenord',
  recoveryCodes: 'koder',
  totpSeed: 'fro',
}

const keep: Handler = async (house, c) => {
  const form = await checkForm(c, detailsForm)
  // What was secret is not sent back: it is typed again.
  const again = (state: FormState): Promise<Response> =>
    showDetails(house, c, { values: { adress: state.values['adress'] ?? '' }, errors: state.errors })
  if (!form.ok) return again(form.error)
  const details: Details = Object.fromEntries(
    detailNames.flatMap((name) => {
      const typed = form.value[fieldOf[name] ?? 'adress']
      // A password keeps its spaces: they may be part of it.
      const kept = name === 'password' ? typed : typed.trim()
      return kept === '' ? [] : [[name, kept]]
    }),
  )
  try {
    await keepDetails(house, actorOf(c), accountIdOf(c), { ownerAddress: form.value.adress, details })
  } catch (thrown) {
    return again(renamed(await faultsOf(c, thrown), fieldOf))
  }
  return back(c, 'lagt')
}
