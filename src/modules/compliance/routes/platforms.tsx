import { may } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { Stop } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  page,
  seeOther,
  type WebContext,
} from '../../../web/index.ts'
import { decideOnPlatform, decisionForm, platformDecisions, redirectAddress } from '../../accounts/index.ts'
import { diaryLookup } from '../../diary/index.ts'
import { PlatformScreen } from '../screens/platform.tsx'
import { type Decisions, PlatformsScreen } from '../screens/platforms.tsx'
import { given, type Handler, type Platforms } from './common.ts'

const decisionsOf = (house: House, c: WebContext): Promise<Decisions> => {
  const { municipalityId } = actorOf(c)
  return withMunicipality(house.db, municipalityId, (tx) => platformDecisions(tx, municipalityId))
}

export const showPlatforms: Handler = async (house, platforms, c) => {
  const actor = actorOf(c)
  return page(
    c,
    { title: 'Plattformar', current: 'installningar' },
    <PlatformsScreen
      platforms={[...platforms.values()]}
      decisions={await decisionsOf(house, c)}
      mayRegister={may(actor, 'accounts.register')}
    />,
  )
}

export async function showPlatform(
  house: House,
  platforms: Platforms,
  c: WebContext,
  state: FormState = emptyForm(),
): Promise<Response> {
  const actor = actorOf(c)
  const platform = platformOf(platforms, c)
  const decision = (await decisionsOf(house, c)).get(platform.id)
  return page(
    c,
    { title: platform.name, current: 'installningar', state },
    <PlatformScreen
      platform={platform}
      decision={decision}
      diary={decision && (await diaryLookup(house)(actor, decision.decisionId, {}))}
      redirect={await redirectAddress(house, actor.municipalityId)}
      state={state}
      done={given(c)['gjort'] === 'beslutat'}
      may={{ decide: may(actor, 'platforms.decide', {}), register: may(actor, 'accounts.register') }}
    />,
  )
}

export const decide: Handler = async (house, platforms, c) => {
  const platform = platformOf(platforms, c)
  const form = await checkForm(c, decisionForm)
  if (!form.ok) return showPlatform(house, platforms, c, form.error)
  const { beslut, diarienummer, skal } = form.value
  const decision = { allowed: beslut === 'ja', diaryNumber: diarienummer, reason: skal }
  await decideOnPlatform(house, actorOf(c), platform, decision)
  return seeOther(c, `/installningar/plattformar/${platform.id}?gjort=beslutat#beslut`)
}

function platformOf(platforms: Platforms, c: WebContext): Platform {
  const platform = platforms.get(c.req.param('platform') ?? '')
  if (!platform) throw new Stop('notFound', 'Den plattformen finns inte i Uppsikt. Gå tillbaka till listan.')
  return platform
}
