import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import { asId, clockTime, isDay, type StaffId, Stop } from '../../../kernel/index.ts'
import { seeOther, type WebContext } from '../../../web/index.ts'

export type Handler = (house: House, c: WebContext) => Promise<Response>

/** Key of the menu entry that these pages belong under. */
export const current = 'register'
export const path = '/register/bemanning'

export const backTo = (c: WebContext, done: string): Response => seeOther(c, `${path}?gjort=${done}`)

/** A day that exists, and that a week can be counted from. */
export const isNear = (text: string): boolean => isDay(text) && text >= '2000-01-01' && text <= '2100-01-01'

/** @param which Swedish, 'den första dagen': two of a form are told apart. */
export const dayNamed = (which: string) =>
  z.string({ error: `Välj ${which}.` }).refine(isNear, `Välj ${which}, till exempel 2026-12-24.`)

export const day = dayNamed('en dag')

/** @param what Swedish, 'Passet'. @throws Stop('notFound') for what is not an id. */
export function idOf<T extends string>(c: WebContext, name: string, what: string): T {
  const id = asId<T>(c.req.param(name) ?? '')
  if (!id) throw new Stop('notFound', `${what} finns inte. Gå till bemanningen och välj där.`)
  return id
}

/** 'HH:MM' as milliseconds past midnight. */
export const time = z
  .string({ error: 'Skriv en tid.' })
  .transform((text) => clockTime(text.replace('.', ':').slice(0, 5)) ?? -1)
  .refine((at) => at >= 0 && at < 24 * 3_600_000, 'Skriv en tid, till exempel 17.30.')

/** Somebody, or undefined where nobody is chosen. */
export const perhaps = z
  .string()
  .default('')
  .transform((text) => asId<StaffId>(text))

export const someone = z
  .string({ error: 'Välj en person.' })
  .transform((text) => asId<StaffId>(text))
  .pipe(z.custom<StaffId>((value) => value !== undefined, 'Välj en person.'))
