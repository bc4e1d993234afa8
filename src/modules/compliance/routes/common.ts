import { z } from 'zod'
import { authorize, type Permission } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, asId, type StaffId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import {
  actorOf,
  type FormState,
  queryOf,
  readForm,
  seeOther,
  textsOf,
  type WebContext,
} from '../../../web/index.ts'
import { type Account, accountIdOf, requireAccount } from '../../accounts/index.ts'

export type Platforms = ReadonlyMap<string, Platform>
export type Handler = (house: House, platforms: Platforms, c: WebContext) => Promise<Response>

/** Key of the menu entry that the register's pages belong under. */
export const current = 'register'

/** The first value of each name in the address, without those that are empty. */
export const given = (c: WebContext): Record<string, string> =>
  Object.fromEntries(
    Object.entries(queryOf(c)).flatMap(([name, value]) => {
      const text = (typeof value === 'string' ? value : (value[0] ?? '')).trim()
      return text === '' ? [] : [[name, text.slice(0, 200)]]
    }),
  )

/** The account in the address. @throws Stop('notFound'); Stop('refused') when the permission does not reach it. */
export async function accountOf(house: House, c: WebContext, permission: Permission): Promise<Account> {
  const actor = actorOf(c)
  const account = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireAccount(tx, actor.municipalityId, accountIdOf(c)),
  )
  authorize(actor, permission, account)
  return account
}

export const backTo = (c: WebContext, accountId: AccountId, done: string): Response =>
  seeOther(c, `/register/${accountId}?gjort=${done}`)

const person = z
  .string()
  .default('')
  .transform((text) => asId<StaffId>(text) ?? null)
export const peopleForm = z.object({ owner: person, deputy: person })

/** What was typed for a platform's settings: those that are secret apart. Empty ones are left out. */
export async function typedSettings(c: WebContext, platform: Platform) {
  const values = textsOf(await readForm(c))
  const typed = (secret: boolean): Record<string, string> =>
    Object.fromEntries(
      platform.settings.flatMap((spec) => {
        const value = values[spec.name]
        // A password keeps its spaces: they may be part of it.
        const text = typeof value === 'string' ? (secret ? value : value.trim()).slice(0, 4_000) : ''
        return spec.secret === secret && text ? [[spec.name, text]] : []
      }),
    )
  return { settings: typed(false), secrets: typed(true) }
}

/** The page is shown again without what was secret. */
export const withoutSecrets = (state: FormState, platform: Platform): FormState => ({
  ...state,
  values: Object.fromEntries(
    Object.entries(state.values).filter(
      ([name]) => !platform.settings.some((spec) => spec.secret && spec.name === name),
    ),
  ),
})
