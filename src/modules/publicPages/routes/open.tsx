import type { House } from '../../../infra/house.ts'
import { dayOf, Stop } from '../../../kernel/index.ts'
import {
  asked,
  contentPolicy,
  framedPage,
  municipalityOf,
  RenderingContext,
  type WebContext,
} from '../../../web/index.ts'
import { readDialogueRounds } from '../../dialogue/index.ts'
import { municipalityOrigin } from '../../organisation/index.ts'
import { styleSheet } from '../colour.ts'
import { catalogueOf } from '../dcat.ts'
import { AccessibilityScreen } from '../screens/accessibility.tsx'
import type { Platforms } from '../screens/account-line.tsx'
import { PublicAccountsScreen } from '../screens/accounts.tsx'
import { EmbeddedList, IncludedList } from '../screens/embedded.tsx'
import { InvitationsScreen } from '../screens/invitations.tsx'
import { PrivacyScreen } from '../screens/privacy.tsx'
import { answerText, watchText } from '../screens/words.ts'
import { readLogotype, readLook, readPublicList, readPublicProcessing } from '../service.ts'
import { forOthers, kept, lookOf, showPublic } from './frame.tsx'

type Handler = (house: House, platforms: Platforms, c: WebContext) => Promise<Response>

const longestQuestion = 100

const questionOf = (c: WebContext): string => asked(c, 'q').slice(0, longestQuestion).toWellFormed()

export const showAccounts: Handler = async (house, platforms, c) => {
  const { id, name } = municipalityOf(c)
  const list = await readPublicList(house, id)
  const screen = (
    <PublicAccountsScreen municipality={name} list={list} platforms={platforms} question={questionOf(c)} />
  )
  return kept(c, showPublic(c, list.look, { title: 'Våra konton i sociala medier' }, screen))
}

export const showPrivacy: Handler = async (house, platforms, c) => {
  const { id, name } = municipalityOf(c)
  const list = await readPublicList(house, id)
  const title = 'Så hanterar vi personuppgifter'
  const processing = await readPublicProcessing(house, id)
  const screen = (
    <PrivacyScreen municipality={name} list={list} processing={processing} platforms={platforms} />
  )
  return kept(c, showPublic(c, list.look, { title }, screen))
}

export const showAccessibility: Handler = async (house, _platforms, c) => {
  const { id, name } = municipalityOf(c)
  const look = await readLook(house, id)
  const screen = <AccessibilityScreen municipality={name} look={look} />
  return kept(c, showPublic(c, look, { title: 'Så tillgängliga är de här sidorna' }, screen))
}

/** What people can influence, when and how (D5). */
export const showInvitations: Handler = async (house, _platforms, c) => {
  const { id } = municipalityOf(c)
  const rounds = await readDialogueRounds(house, id)
  const title = 'Det här kan du påverka'
  const screen = <InvitationsScreen rounds={rounds} today={dayOf(house.clock.now())} />
  return kept(c, showPublic(c, await readLook(house, id), { title }, screen))
}

/** Promised to others (design/interfaces.md, HTTP): names may be added here, these stay. */
export const sendAccounts: Handler = async (house, platforms, c) => {
  const { active, policy } = await readPublicList(house, municipalityOf(c).id)
  const accounts = active.map(({ id, platform, name, url, department, purpose, committee, watched }) => ({
    id,
    platform,
    platformName: platforms.get(platform)?.name ?? platform,
    name,
    url,
    department,
    purpose,
    controller: committee,
    watched: watchText(watched, policy),
    answers: answerText(policy),
  }))
  return kept(c, c.json({ accounts }, 200, forOthers))
}

export const sendCatalogue: Handler = async (house, _platforms, c) => {
  const { id, name } = municipalityOf(c)
  const { settings } = await readLook(house, id)
  const catalogue = catalogueOf(name, await municipalityOrigin(house, id), settings)
  return kept(
    c,
    c.body(JSON.stringify(catalogue), 200, { ...forOthers, 'content-type': 'application/ld+json' }),
  )
}

/** For an iframe on the sites that the settings name; nowhere else. */
export const showEmbedded: Handler = async (house, platforms, c) => {
  const list = await readPublicList(house, municipalityOf(c).id)
  const title = 'Våra konton i sociala medier'
  const page = framedPage(
    c,
    { title, look: lookOf(list.look) },
    <EmbeddedList list={list} platforms={platforms} />,
  )
  const answer = await page
  answer.headers.set('content-security-policy', contentPolicy(list.look.settings.framedBy))
  return kept(c, answer)
}

/** For a site that includes the list in its own page when it makes it, without any script. */
export const sendIncluded: Handler = async (house, platforms, c) => {
  const list = await readPublicList(house, municipalityOf(c).id)
  const html = (
    <RenderingContext.Provider value={{ csrf: '', now: house.clock.now() }}>
      <IncludedList list={list} platforms={platforms} />
    </RenderingContext.Provider>
  )
  return kept(c, c.body(String(html), 200, { ...forOthers, 'content-type': 'text/html; charset=utf-8' }))
}

export const sendColours: Handler = async (house, _platforms, c) => {
  const { settings } = await readLook(house, municipalityOf(c).id)
  return kept(c, c.body(styleSheet(settings.colour), 200, { 'content-type': 'text/css; charset=utf-8' }))
}

/** @throws Stop('notFound') when there is none. */
export const sendLogotype: Handler = async (house, _platforms, c) => {
  const logotype = await readLogotype(house, municipalityOf(c).id)
  if (!logotype) throw new Stop('notFound', 'Kommunen har ingen logotyp här.')
  return kept(c, c.body(new Uint8Array(logotype.bytes), 200, { 'content-type': logotype.mediaType }))
}
