import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import { platformIn } from '../../../platforms/capabilities.ts'
import { actorOf, checkForm, emptyForm, type FormState, page, type WebContext } from '../../../web/index.ts'
import { setKind } from '../../accounts/index.ts'
import { judgeAgain } from '../guideline/judging.ts'
import { KindScreen } from '../screens/kind.tsx'
import { accountOf, backTo, current, type Handler, type Platforms } from './common.ts'

/** What KindFields asks. */
export const kindForm = {
  lasare: z
    .enum(['', 'public', 'internal'], { error: 'Välj vilka kontot är till för.' })
    .default('')
    .transform((value) => value || null),
  blogg: z
    .string()
    .default('')
    .transform((value) => value === '1'),
}

export async function showKind(
  house: House,
  platforms: Platforms,
  c: WebContext,
  faults?: FormState,
): Promise<Response> {
  const account = await accountOf(house, c, 'accounts.register')
  const platform = platformIn(platforms, account.platform)
  const state = faults ?? emptyForm({ lasare: account.audience ?? '', blogg: account.blog ? '1' : '' })
  return page(
    c,
    { title: `Vilka ${account.name} är till för`, current, state },
    <KindScreen account={account} platform={platform} state={state} />,
  )
}

export const saveKind: Handler = async (house, platforms, c) => {
  const { accountId, platform } = await accountOf(house, c, 'accounts.register')
  const form = await checkForm(c, z.object(kindForm))
  if (!form.ok) return showKind(house, platforms, c, form.error)
  const { lasare, blogg } = form.value
  const blog = blogg && platforms.get(platform)?.blog !== undefined
  await setKind(house, actorOf(c), accountId, { audience: lasare, blog })
  await judgeAgain(house, actorOf(c).municipalityId, accountId)
  return backTo(c, accountId, 'lasare')
}
