import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  type AccountId,
  type DepartmentId,
  newId,
  numberText,
  Stop,
  wallTime,
} from '../../../kernel/index.ts'
import { fieldsFor, longest, type PlanField } from '../plan.ts'
import { mayWrite } from '../rules.ts'
import { insertText, nextNumber, textAt } from '../store.ts'
import type { Application, PlanText } from '../types.ts'
import { type Platforms, viewOf } from './read.ts'
import { takeStep } from './take-step.ts'

/**
 * Begins an application. Communications are told at once.
 * @returns its id. @throws Stop('refused') also for a department out of reach; 'invalid' for an unknown platform.
 */
export async function beginApplication(
  house: House,
  actor: Actor,
  platforms: Platforms,
  input: { readonly platform: string; readonly departmentId: DepartmentId; readonly name: string },
): Promise<string> {
  authorize(actor, 'applications.write', { departmentId: input.departmentId })
  const platform = platforms.get(input.platform)
  if (!platform) throw new Stop('invalid', 'Välj en plattform.', { plattform: 'Välj en plattform' })
  const texts = { kontonamn: input.name }
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    beginIn(house, tx, actor, { platform: platform.id, departmentId: input.departmentId, texts }),
  )
}

interface Beginning {
  readonly platform: string
  readonly departmentId: DepartmentId
  /** The account that the plan is for, where it is in use already. */
  readonly accountId?: AccountId
  /** Field → what is known from the start; '' is left out. */
  readonly texts: Readonly<Record<string, string>> & { readonly kontonamn: string }
}

/** Begins an application in its caller's transaction, which has authorised it. @returns its id. */
export async function beginIn(
  house: House,
  tx: Tx,
  actor: Actor,
  { platform, departmentId, accountId, texts }: Beginning,
): Promise<string> {
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a person applies')
  const now = house.clock.now()
  const applicationId = newId<string>()
  const { year } = wallTime(now)
  await tx
    .insertInto('application')
    .values({
      municipality_id: municipalityId,
      application_id: applicationId,
      year,
      number: await nextNumber(tx, municipalityId, year),
      platform,
      department_id: departmentId,
      applicant_staff_id: staffId,
      created_at: now,
    })
    .execute()
  for (const [field, text] of Object.entries(texts))
    if (text)
      await insertText(tx, municipalityId, applicationId, field, { version: 1, text, staffId, at: now })
  const detail = { platform, name: texts.kontonamn }
  const about = { applicationId, ...(accountId && { accountId }) }
  await takeStep(house, tx, actor, { kind: 'begun', ...about, detail })
  return applicationId
}

/** What a person has written in a field, and the version that it was written from (0: the field was empty). */
export interface Writing {
  readonly text: string
  readonly from: number
}

/** Somebody else has written meanwhile: both texts, for the person to choose or put together. */
export interface Clash {
  readonly field: PlanField
  readonly mine: string
  readonly theirs: PlanText
}

/**
 * Keeps what has been written, each field by itself. A field that a colleague has changed meanwhile is not written over.
 * @returns the fields where that happened; all others are kept.
 * @throws Stop 'refused'; 'notFound'; 'conflict' when the application is sent or ended.
 */
export async function savePlan(
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
  writings: ReadonlyMap<string, Writing>,
): Promise<Clash[]> {
  authorize(actor, 'applications.write')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const view = await viewOf(house, tx, actor, platforms, applicationId, 'applications.write')
    const { application, around, people } = view
    if (!mayWrite(application))
      throw new Stop(
        'conflict',
        'Ansökan är skickad eller avslutad, så planen går inte att ändra. Ska något rättas skickar kommunikation tillbaka den.',
      )
    const clashes: Clash[] = []
    for (const field of fieldsFor(around.settings, view.platform)) {
      const writing = writings.get(field.name)
      if (!writing) continue
      const text = cleaned(field, writing.text)
      if (field.kind === 'person' && text && !people.some(({ staffId }) => staffId === text))
        throw new Stop('invalid', 'Välj någon som arbetar här.', { [field.name]: 'Välj någon i listan' })
      if (field.choices && text && !Object.hasOwn(field.choices, text))
        throw new Stop('invalid', 'Välj ett av svaren.', { [field.name]: 'Välj ett av svaren i listan' })
      const clash = await write(house, tx, actor, application, field, { ...writing, text })
      if (clash) clashes.push(clash)
    }
    return clashes
  })
}

function cleaned(field: PlanField, text: string): string {
  const kept =
    field.kind === 'text' || field.kind === 'lines' ? text.trim() : text.replace(/\s+/gu, ' ').trim()
  const most = longest(field)
  if (kept.length > most)
    throw new Stop('invalid', `${field.label} är för lång. Inget har sparats.`, {
      [field.name]: `Skriv högst ${numberText(most)} tecken`,
    })
  return kept
}

async function write(
  house: House,
  tx: Tx,
  actor: Actor,
  application: Application,
  field: PlanField,
  { text, from }: Writing,
): Promise<Clash | undefined> {
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a person writes a plan')
  const now = application.texts.get(field.name)
  if (text === (now?.text ?? '')) return undefined
  if (now && from < now.version) {
    // Untouched since the page was opened: the colleague's text stays, and there is nothing to ask about.
    const before = await textAt(tx, municipalityId, application.applicationId, field.name, from)
    return text === before ? undefined : { field, mine: text, theirs: now }
  }
  const next = { version: (now?.version ?? 0) + 1, text, staffId, at: house.clock.now() }
  await insertText(tx, municipalityId, application.applicationId, field.name, next)
  return undefined
}
