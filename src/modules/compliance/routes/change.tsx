import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import { parseInstant, Stop } from '../../../kernel/index.ts'
import { platformIn } from '../../../platforms/capabilities.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  readForm,
  seeOther,
  textsOf,
  type WebContext,
} from '../../../web/index.ts'
import { accountIdOf, mayMendApps } from '../../accounts/index.ts'
import { handOver } from '../../applications/index.ts'
import { explainGap } from '../../collection/index.ts'
import { staffList } from '../../organisation/index.ts'
import { judgeAgain } from '../guideline/judging.ts'
import { ConnectScreen, ExplainScreen, ResponsibleScreen } from '../screens/forms.tsx'
import { readAccount, tryAndRenew } from '../service.ts'
import {
  accountOf,
  backTo,
  current,
  given,
  type Handler,
  type Platforms,
  peopleForm,
  typedSettings,
  withoutSecrets,
} from './common.ts'

export async function showResponsible(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const account = await accountOf(house, c, 'accounts.register')
  const staff = await staffList(house, actorOf(c))
  const state =
    faults ?? emptyForm({ owner: account.ownerStaffId ?? '', deputy: account.deputyStaffId ?? '' })
  return page(
    c,
    { title: `Ansvar för ${account.name}`, current, state },
    <ResponsibleScreen account={account} staff={staff} state={state} />,
  )
}

export const appoint: Handler = async (house, _platforms, c) => {
  const accountId = accountIdOf(c)
  const form = await checkForm(c, peopleForm.extend({ skal: z.string().trim().max(2_000).default('') }))
  if (!form.ok) return showResponsible(house, c, form.error)
  const { owner, deputy, skal } = form.value
  try {
    await handOver(house, actorOf(c), accountId, { owner, deputy, reason: skal })
  } catch (thrown) {
    return showResponsible(house, c, await faultsOf(c, thrown))
  }
  await judgeAgain(house, actorOf(c).municipalityId, accountId)
  return backTo(c, accountId, 'ansvar')
}

export async function showConnect(
  house: House,
  platforms: Platforms,
  c: WebContext,
  state: FormState = emptyForm(),
): Promise<Response> {
  const account = await accountOf(house, c, 'accounts.connect')
  if (!account.connected) return seeOther(c, `/register/${account.accountId}/forsta-anslutning`)
  const platform = platformIn(platforms, account.platform)
  return page(
    c,
    { title: `Anslut ${account.name} på nytt`, current, state },
    <ConnectScreen
      account={account}
      platform={platform}
      mayMendApp={mayMendApps(actorOf(c))}
      state={state}
    />,
  )
}

export const connect: Handler = async (house, platforms, c) => {
  const account = await accountOf(house, c, 'accounts.connect')
  const platform = platformIn(platforms, account.platform)
  const { secrets } = await typedSettings(c, platform)
  const missing = platform.settings.filter(
    ({ secret, required, name }) => secret && required && !secrets[name],
  )
  if (missing.length > 0) {
    const errors = Object.fromEntries(missing.map(({ name, help }) => [name, `Fyll i det här. ${help}`]))
    return showConnect(house, platforms, c, { values: {}, errors })
  }
  try {
    await tryAndRenew(house, actorOf(c), platforms, account.accountId, secrets)
  } catch (thrown) {
    return showConnect(house, platforms, c, withoutSecrets(await faultsOf(c, thrown), platform))
  }
  return backTo(c, account.accountId, 'anslutet')
}

/** The hours of a gap, from the address or the form. @throws Stop('notFound') when they are not hours. */
function spanIn(values: Readonly<Record<string, unknown>>): { from: Date; to: Date } {
  const from = parseInstant(String(values['fran'] ?? ''))
  const to = parseInstant(String(values['till'] ?? ''))
  if (!from || !to || from > to)
    throw new Stop('notFound', 'Luckan går inte att hitta. Gå till kontots sida och välj den där.')
  return { from, to }
}

export async function showExplain(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const account = await accountOf(house, c, 'collection.explainGap')
  const { from, to } = spanIn(faults ? faults.values : given(c))
  const found = await readAccount(house, actorOf(c), account.accountId)
  const reason = found.gaps.find((gap) => gap.from <= from && gap.to >= from)?.reason ?? ''
  const state = faults ?? emptyForm()
  return page(
    c,
    { title: 'Förklara luckan', current, state },
    <ExplainScreen account={account} span={{ from, to, reason }} state={state} />,
  )
}

export const explain: Handler = async (house, _platforms, c) => {
  const accountId = accountIdOf(c)
  const values = textsOf(await readForm(c))
  try {
    await explainGap(house, actorOf(c), {
      accountId,
      ...spanIn(values),
      text: String(values['text'] ?? ''),
    })
  } catch (thrown) {
    return showExplain(house, c, await faultsOf(c, thrown))
  }
  return backTo(c, accountId, 'forklarat')
}
