import { type Actor, authorize, may } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { newId, type PublicationId, type StaffId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { notify } from '../../notices/index.ts'
import { rolesHeld, staffNames } from '../../organisation/index.ts'
import { mayChangeIt, readable, wholeOf, writable } from '../service/whole.ts'
import type { Whole } from '../types.ts'
import { insertQuestion, questionsOf, setAnswer } from './store.ts'
import type { Question } from './types.ts'

export interface OfficerPage {
  readonly whole: Whole
  readonly questions: readonly Question[]
  readonly names: ReadonlyMap<StaffId, string>
  readonly can: { readonly ask: boolean; readonly answer: boolean }
}

/** The data protection officer reads what has been asked about, and nothing else of publishing. @throws Stop. */
async function within(tx: Tx, actor: Actor, publicationId: PublicationId, now: Date): Promise<Whole> {
  if (!may(actor, 'dataProtection.answer', {})) return (await readable(tx, actor, publicationId, now)).whole
  const asked = await questionsOf(tx, actor.municipalityId, publicationId)
  return asked.length > 0
    ? wholeOf(tx, actor.municipalityId, publicationId)
    : (await readable(tx, actor, publicationId, now)).whole
}

/** The draft, what was asked about it and what the officer has said. @throws Stop('notFound'), Stop('refused'). */
export async function readOfficerPage(
  house: House,
  actor: Actor,
  publicationId: PublicationId,
): Promise<OfficerPage> {
  authorize(actor, 'dataProtection.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const whole = await within(tx, actor, publicationId, house.clock.now())
    const questions = await questionsOf(tx, municipalityId, publicationId)
    const people = questions.flatMap(({ askedBy, answer }) => [askedBy, answer?.by ?? null])
    return {
      whole,
      questions,
      names: await staffNames(
        tx,
        municipalityId,
        people.flatMap((id) => id ?? []),
      ),
      can: { ask: may(actor, 'publishing.write'), answer: may(actor, 'dataProtection.answer', {}) },
    }
  })
}

/** Asks those who are data protection officers; their notice holds a link and no word of the draft (C6). @throws Stop. */
export async function askOfficer(
  house: House,
  actor: Actor,
  publicationId: PublicationId,
  question: string,
): Promise<void> {
  authorize(actor, 'publishing.write')
  const { municipalityId, staffId = null } = actor
  const at = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const { whole } = await writable(tx, actor, publicationId, at, mayChangeIt)
    const held = await rolesHeld(tx, municipalityId, at, 'dataProtectionOfficer')
    const officers = new Set(held.filter((one) => one.departmentId === null).map((one) => one.staffId))
    if (officers.size === 0)
      throw new Stop(
        'invalid',
        'Ingen har rollen dataskyddsombud för hela kommunen, så frågan kan inte skickas. Be kommunikationschefen att ge rollen under Inställningar, Medarbetare.',
      )
    const questionId = newId()
    const { version } = whole.publication
    await insertQuestion(tx, municipalityId, publicationId, {
      ...{ questionId, version, question },
      ...{ askedBy: staffId, askedAt: at },
    })
    await audit(tx, actor, 'dataProtection.ask', { kind: 'publication', id: publicationId }, {}, at)
    for (const to of officers)
      await notify(
        tx,
        municipalityId,
        {
          to,
          thing: `dataProtection/${questionId}`,
          kind: 'dataProtectionAsked',
          severity: 'today',
          subject: 'Du har fått en fråga om ett inlägg',
          line: `${actor.name} undrar om ett inlägg som inte är publicerat. Frågan och inlägget läser du här.`,
          href: `/publicering/${publicationId}/dataskydd`,
        },
        at,
      )
  })
}

/** What the officer says is kept with the version that was asked about. @throws Stop('notFound'), Stop('conflict'). */
export async function answerQuestion(
  house: House,
  actor: Actor,
  publicationId: PublicationId,
  questionId: string,
  text: string,
): Promise<void> {
  authorize(actor, 'dataProtection.answer', {})
  const { municipalityId, staffId = null } = actor
  const at = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const asked = await questionsOf(tx, municipalityId, publicationId)
    const question = asked.find((one) => one.questionId === questionId)
    if (!question) throw new Stop('notFound', 'Frågan finns inte. Ladda om sidan.')
    if (!(await setAnswer(tx, municipalityId, questionId, { text, by: staffId, at })))
      throw new Stop('conflict', 'Frågan är redan besvarad. Ladda om sidan.')
    await audit(tx, actor, 'dataProtection.answer', { kind: 'publication', id: publicationId }, {}, at)
    if (question.askedBy)
      await notify(
        tx,
        municipalityId,
        {
          to: question.askedBy,
          thing: `dataProtection/${questionId}/answered`,
          kind: 'dataProtectionAnswered',
          severity: 'today',
          subject: 'Dataskyddsombudet har svarat',
          line: 'Du frågade om ett inlägg. Läs svaret innan du publicerar.',
          href: `/publicering/${publicationId}/dataskydd`,
        },
        at,
      )
  })
}
