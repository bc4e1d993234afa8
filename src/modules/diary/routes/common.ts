import { z } from 'zod'
import type { DiaryGateway } from '../../../gateways/diary/contract.ts'
import type { House } from '../../../infra/house.ts'
import { asId, isDay, numberText, type RecordId, Stop } from '../../../kernel/index.ts'
import { type WebContext, written } from '../../../web/index.ts'
import { type Ground, groundsAt } from '../../policy/index.ts'
import { codeIn, directionCodes, secrecyCodes } from '../screens/words.tsx'
import type { EntryWords } from '../types.ts'

/** What every screen here stands on. */
export interface Deps {
  readonly house: House
  readonly gateway: DiaryGateway
}

export type Screen = (c: WebContext) => Response | Promise<Response>

/** Key of the menu entry that these pages belong under. */
export const current = 'diarium'

/** @throws Stop('notFound') for what is not an id. */
export function entryIdOf(c: WebContext): RecordId {
  const id = asId<RecordId>(c.req.param('id') ?? '')
  if (!id) throw new Stop('notFound', 'Posten finns inte i diariet. Gå till diariet och sök efter den.')
  return id
}

/** Provisions about secrecy, by those in force now. */
export const secretGrounds = (at: Date): Ground[] => groundsAt(at).filter(({ group }) => group === 'secret')

/** A day that a record can have come in on; the database knows no year 0. */
export const isRecordDay = (text: string): boolean => isDay(text) && text >= '1900-01-01'

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Skriv högst ${numberText(most)} tecken. Korta texten.`)
    .default('')

const codeOf = <Code extends string>(codes: Readonly<Record<Code, string>>, instruction: string) =>
  z
    .string()
    .default('')
    .transform((text, ctx): Code => {
      const code = codeIn(codes, text)
      if (code) return code
      ctx.addIssue({ code: 'custom', message: instruction })
      return z.NEVER
    })

/** The fields of an entry; one line each, so that a diary stays a list. */
export const entryForm = z.object({
  rubrik: written('Skriv i korthet vad det gäller, till exempel Hot mot medarbetare i sociala medier.', 200),
  riktning: codeOf(directionCodes, 'Välj om handlingen är inkommen eller upprättad'),
  dag: z.string({ error: 'Välj dagen' }).refine(isRecordDay, 'Välj dagen, till exempel 2026-11-19'),
  motpart: line(200),
  serie: line(10),
  namnd: line(200),
  sekretess: codeOf(secrecyCodes, 'Välj om sekretess gäller, eller att det ska prövas'),
  grund: line(100),
  grundord: line(500),
  nummer: line(100),
  anteckning: line(2_000),
})

export const wordsIn = (form: z.output<typeof entryForm>): EntryWords => ({
  direction: form.riktning,
  day: form.dag,
  counterpart: form.motpart,
  matter: form.rubrik,
  committee: form.namnd,
  series: form.serie || null,
  secrecy: form.sekretess,
  groundId: form.grund,
  groundWords: form.grundord,
})
