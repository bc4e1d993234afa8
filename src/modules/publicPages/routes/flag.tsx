import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import { type AccountId, asId } from '../../../kernel/index.ts'
import {
  checkForm,
  emptyForm,
  type FormState,
  municipalityOf,
  queryOf,
  seeOther,
  type WebContext,
} from '../../../web/index.ts'
import { flagReasons, flagStatus, raiseFlag } from '../../flags/index.ts'
import type { Platforms } from '../screens/account-line.tsx'
import { FlagForm, FlagStatusScreen, UnknownFlag } from '../screens/flag.tsx'
import { readPublicList } from '../service.ts'
import { showPublic } from './frame.tsx'
import { countFrom, numberIn, refuseGuessing } from './limits.ts'

type Handler = (house: House, platforms: Platforms, c: WebContext) => Promise<Response>

const flagForm = z
  .object({
    lank: z
      .string()
      .trim()
      .max(2_000, 'Länken är för lång. Skriv av kommentaren i nästa fält i stället.')
      .default(''),
    beskrivning: z.string().trim().max(5_000, 'Skriv högst 5\u00a0000 tecken. Korta texten.').default(''),
    vilketkonto: z.string().default(''),
    galler: z.enum(flagReasons, { error: 'Välj vad det gäller, till exempel Något annat.' }),
    svartill: z
      .union([z.literal(''), z.email().max(254)], {
        error: 'Skriv e-postadressen som i namn@exempel.se, eller lämna fältet tomt.',
      })
      .default(''),
    hemsida: z.string().default(''),
  })
  .refine(({ lank, beskrivning }) => lank !== '' || beskrivning !== '', {
    path: ['lank'],
    error: 'Skriv en länk till kommentaren, eller beskriv den i nästa fält.',
  })

async function showForm(
  house: House,
  platforms: Platforms,
  c: WebContext,
  state: FormState,
): Promise<Response> {
  const { active, policy, look } = await readPublicList(house, municipalityOf(c).id)
  return showPublic(
    c,
    look,
    { title: 'Anmäl en kommentar', state },
    <FlagForm
      accounts={active}
      platforms={platforms}
      policy={policy}
      state={state}
      mail={house.mailer.configured}
    />,
  )
}

/** `lank` and `konto` in the address fill in the form: a link beside a comment on the municipality's own site. */
export const showFlagForm: Handler = (house, platforms, c) => {
  const { lank, konto } = queryOf(c)
  const text = (value: unknown): string =>
    typeof value === 'string' ? value.slice(0, 2_000).toWellFormed() : ''
  return showForm(house, platforms, c, emptyForm({ lank: text(lank), vilketkonto: text(konto) }))
}

/** @throws TooMany. */
export const sendFlag: Handler = async (house, platforms, c) => {
  const checked = await checkForm(c, flagForm)
  if (!checked.ok) return showForm(house, platforms, c, checked.error)
  await countFrom(house, c, 'send')
  const { lank, beskrivning, vilketkonto, galler, svartill, hemsida } = checked.value
  // A program filled in what nobody sees. It is told nothing of that.
  if (hemsida) return seeOther(c, '/konton')
  const accountId = asId<AccountId>(vilketkonto)
  const { number, key } = await raiseFlag(house, municipalityOf(c).id, {
    link: lank,
    text: beskrivning,
    reason: galler,
    ...(accountId && { accountId }),
    ...(svartill && { email: svartill }),
  })
  return seeOther(c, `/anmal/${number}?nyckel=${key}&skickad=1`)
}

/** The number typed in a form: on to its own page. */
export const findFlag: Handler = async (_house, _platforms, c) => {
  return seeOther(c, `/anmal/${numberIn(queryOf(c)['nummer'], 'A') ?? 'okand'}`)
}

export const showFlag: Handler = async (house, _platforms, c) => {
  const { id } = municipalityOf(c)
  const number = numberIn(c.req.param('nummer'), 'A')
  const { nyckel, skickad } = queryOf(c)
  const key = typeof nyckel === 'string' ? nyckel.slice(0, 100) : ''
  const status = number ? await flagStatus(house, id, { number, key }) : undefined
  // Whoever has the key has not guessed.
  if (!status?.own) await refuseGuessing(house, c)
  const { policy, look } = await readPublicList(house, id)
  if (!status) {
    await countFrom(house, c, 'miss')
    return showPublic(
      c,
      look,
      { title: 'Vi hittar inte numret', status: 404 },
      <UnknownFlag number={number} />,
    )
  }
  const sent = skickad === '1' && status.own !== undefined
  return showPublic(
    c,
    look,
    { title: `Din anmälan ${number}` },
    <FlagStatusScreen status={status} policy={policy} sent={sent} />,
  )
}
