import { z } from 'zod'
import { may } from '../../../access/index.ts'
import { asId, type Day, instantOf, isDay, type StaffId, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  type FormState,
  faultsOf,
  longDayText,
  municipalityOf,
  page,
  seeOther,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { accountIdOf } from '../../accounts/index.ts'
import { collectSoon } from '../../collection/index.ts'
import { closingDecision, noticeText } from '../closing.ts'
import { cannotDecide } from '../deciding.ts'
import { ClosingScreen } from '../screens/closing.tsx'
import {
  type ClosingView,
  closeAccount,
  confirmFinalCapture,
  confirmNotice,
  decideClosing,
  handOverTasks,
  readClosing,
  stopClosing,
} from '../service/closing.ts'
import { orderNotice, takesNotice } from '../service/notice.ts'
import { current, type Handler, type Platforms, picturesIn, saidIn } from './common.ts'
import { rulingForm, rulingOf, webAddress } from './steps.tsx'

async function show(
  view: ClosingView,
  platforms: Platforms,
  c: WebContext,
  faulty?: { readonly form: string; readonly state: FormState },
): Promise<Response> {
  const actor = actorOf(c)
  const { account, authority } = view
  const platform = platforms.get(account.platform)
  const refused = may(actor, 'applications.decide', account)
    ? cannotDecide(actor, authority, { ...account, applicant: undefined })
    : 'En chef beslutar om att stänga kontot, eller nämnden där riktlinjen säger det.'
  return page(
    c,
    { title: `Stäng ${account.name}`, current, state: faulty?.state },
    <ClosingScreen
      view={view}
      platformName={platform?.name ?? account.platform}
      faulty={faulty}
      notice={noticeOf(view, municipalityOf(c).name)}
      may={{
        refused,
        assign: may(actor, 'tasks.work', account),
        collect: may(actor, 'collection.run', account),
        publish: platform !== undefined && takesNotice(platform, account),
      }}
      said={saidIn(c)}
    />,
  )
}

function noticeOf({ account, facts }: ClosingView, municipality: string): string {
  const decided = closingDecision(facts.steps)
  const on = String(decided?.detail['plannedOn'] ?? '')
  return noticeText({
    name: account.name,
    on: isDay(on) ? longDayText(instantOf(on)) : 'snart',
    reason: String(decided?.detail['reason'] ?? ''),
    contact: municipality,
  })
}

export const showClosing: Handler = async (house, platforms, c) =>
  show(await readClosing(house, actorOf(c), accountIdOf(c)), platforms, c)

/** A form of the page: checked, carried out, and shown again with what is wrong when something is. */
const formOf =
  <T,>(
    form: string,
    schema: z.ZodType<T>,
    gjort: string,
    carryOut: (value: T, ...to: readonly [...Parameters<Handler>]) => Promise<unknown>,
  ): Handler =>
  async (house, platforms, c) => {
    const view = await readClosing(house, actorOf(c), accountIdOf(c))
    const checked = await checkForm(c, schema)
    if (!checked.ok) return show(view, platforms, c, { form, state: checked.error })
    try {
      await carryOut(checked.value, house, platforms, c)
    } catch (thrown) {
      // What cannot be done now is no fault of the form, which may not even be there any more.
      if (thrown instanceof Stop && thrown.ending === 'conflict') throw thrown
      return show(view, platforms, c, { form, state: await faultsOf(c, thrown) })
    }
    return seeOther(c, `/register/${accountIdOf(c)}/avsluta?gjort=${gjort}`)
  }

const text = (most = 2_000) => z.string().trim().max(most).default('')

export const ruleOnClosing = formOf(
  'avsluta',
  rulingForm.extend({ stangs: z.string().default('') }),
  'beslutat',
  (value, house, _platforms, c) =>
    decideClosing(house, actorOf(c), accountIdOf(c), { ...rulingOf(value), plannedOn: value.stangs as Day }),
)

export const stop = formOf(
  'stoppa',
  z.object({ skal: written('Skriv varför kontot ska vara kvar.') }),
  'stoppat',
  ({ skal }, house, _platforms, c) => stopClosing(house, actorOf(c), accountIdOf(c), skal),
)

export const giveTasks = formOf(
  'arenden',
  z.object({ tar: text(60), skal: written('Skriv hur de får svar.') }),
  'lamnat',
  ({ tar, skal }, house, _platforms, c) =>
    handOverTasks(house, actorOf(c), accountIdOf(c), asId<StaffId>(tar), skal),
)

const noticeForm = z.object({
  text: written('Skriv vad läsarna ska få veta.', 4_000),
  lank: z.union([z.literal(''), webAddress]).default(''),
  gor: z.enum(['publicera', 'bekrafta'], { error: 'Välj om beskedet ska publiceras eller redan står där.' }),
})

export const notice: Handler = async (house, platforms, c) => {
  const carryOut = formOf('besked', noticeForm, 'beskedet', async (value) => {
    const pictures = await picturesIn(c)
    await confirmNotice(house, actorOf(c), accountIdOf(c), { text: value.text, link: value.lank, pictures })
  })
  const order = formOf('besked', noticeForm, 'bestalld', (value) =>
    orderNotice(house, actorOf(c), platforms, accountIdOf(c), value.text),
  )
  const form = await checkForm(c, noticeForm)
  return form.ok && form.value.gor === 'publicera'
    ? order(house, platforms, c)
    : carryOut(house, platforms, c)
}

export const capture = formOf(
  'bild',
  z.object({ anteckning: text(), ohamtat: text() }),
  'bilden',
  async ({ anteckning, ohamtat }, house, _platforms, c) =>
    confirmFinalCapture(house, actorOf(c), accountIdOf(c), {
      note: anteckning,
      uncollected: ohamtat,
      pictures: await picturesIn(c),
    }),
)

export const collectLast = formOf('hamta', z.object({}), 'hamtas', (_nothing, house, _platforms, c) =>
  collectSoon(house, actorOf(c), accountIdOf(c)),
)

export const close = formOf('stang', z.object({}), 'stangt', (_nothing, house, _platforms, c) =>
  closeAccount(house, actorOf(c), accountIdOf(c)),
)
