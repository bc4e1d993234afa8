import { z } from 'zod'
import { may, scopeOf } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { isCollected } from '../../../platforms/capabilities.ts'
import type { Platform } from '../../../platforms/contract.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  readForm,
  textsOf,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { isAllowed, platformDecisions } from '../../accounts/index.ts'
import { staffList, structure } from '../../organisation/index.ts'
import {
  type AboutAccount,
  ChoosePlatformScreen,
  NewAccountScreen,
  NotUsedScreen,
} from '../screens/new-account.tsx'
import { tryAndRegister } from '../service.ts'
import {
  backTo,
  current,
  given,
  type Handler,
  type Platforms,
  peopleForm,
  typedSettings,
  withoutSecrets,
} from './common.ts'
import { showSignIn } from './connect-new.tsx'
import { kindForm } from './kind.tsx'

export async function showNew(
  house: House,
  platforms: Platforms,
  c: WebContext,
  faults?: { readonly platform: Platform; readonly state: FormState },
): Promise<Response> {
  const platform = faults?.platform ?? platforms.get(given(c)['plattform'] ?? '')
  if (!platform)
    return page(
      c,
      { title: 'Lägg till ett konto', current },
      <ChoosePlatformScreen platforms={[...platforms.values()]} />,
    )
  const decision = faults ? undefined : await decisionOn(house, c, platform)
  if (!faults && !isAllowed(platform, decision))
    return page(
      c,
      { title: `Lägg till ett konto på ${platform.name}`, current },
      <NotUsedScreen platform={platform} decision={decision} />,
    )
  if (platform.access && !faults && given(c)['satt'] !== 'nycklar') return showSignIn(house, platform, c)
  const state = faults ? withoutSecrets(faults.state, platform) : startingState(platform)
  return page(
    c,
    { title: `Lägg till ett konto på ${platform.name}`, current, state },
    <NewAccountScreen platform={platform} about={await aboutAccount(house, c)} state={state} />,
  )
}

/** Said before anything is filled in: nothing of a platform that the municipality does not use can be entered. */
const decisionOn = async (house: House, c: WebContext, platform: Platform) => {
  const { municipalityId } = actorOf(c)
  const all = await withMunicipality(house.db, municipalityId, (tx) => platformDecisions(tx, municipalityId))
  return all.get(platform.id)
}

/** What there is to choose among for somebody who adds an account. */
export async function aboutAccount(house: House, c: WebContext): Promise<AboutAccount> {
  const actor = actorOf(c)
  const scope = scopeOf(actor, 'accounts.register')
  const { departments } = await structure(house, actor)
  const within = departments.filter(
    ({ departmentId }) => scope.kind === 'all' || scope.departments.includes(departmentId),
  )
  return {
    departments: within.map(({ name }) => name),
    mayAddDepartment: scope.kind === 'all',
    staff: may(actor, 'staff.read') ? await staffList(house, actor) : [],
  }
}

/** What AccountFields asks. */
export const accountForm = peopleForm.extend({
  namn: z.string().trim().max(200).default(''),
  forvaltning: written('Skriv vilken förvaltning kontot hör till, till exempel Kultur och fritid.', 200),
  syfte: z.string().trim().max(1_000).default(''),
  ...kindForm,
})

/** Where blogs are most common one is presumed, and the person sees it. */
export const startingState = (platform: Platform, values: FormState['values'] = {}): FormState =>
  emptyForm({ ...values, ...(platform.blog === 'mostly' && { blogg: '1' }) })

/** As the register keeps it. */
export const accountIn = ({
  namn,
  forvaltning,
  syfte,
  lasare,
  blogg,
  owner,
  deputy,
}: z.infer<typeof accountForm>) => ({
  name: namn,
  department: forvaltning,
  purpose: syfte,
  ...(lasare && { audience: lasare }),
  blog: blogg,
  ...(owner && { ownerStaffId: owner }),
  ...(deputy && deputy !== owner && { deputyStaffId: deputy }),
})

export const addAccount: Handler = async (house, platforms, c) => {
  const texts = textsOf(await readForm(c))
  const platform = platforms.get(String(texts['plattform'] ?? ''))
  if (!platform) return showNew(house, platforms, c)
  const form = await checkForm(c, accountForm)
  if (!form.ok) return showNew(house, platforms, c, { platform, state: form.error })
  try {
    const accountId = await tryAndRegister(house, actorOf(c), platform, {
      platform: platform.id,
      ...accountIn(form.value),
      ...(await typedSettings(c, platform)),
    })
    const collects = isCollected(platform)
    return backTo(c, accountId, collects ? 'tillagt' : 'tillagtForHand')
  } catch (thrown) {
    return showNew(house, platforms, c, { platform, state: await faultsOf(c, thrown) })
  }
}
