import { randomInt, randomUUID } from 'node:crypto'

declare const brand: unique symbol
type Branded<T, Name extends string> = T & { readonly [brand]: { readonly [N in Name]: true } }

/** kommun: a positive int, first in every key. */
export type MunicipalityId = Branded<number, 'MunicipalityId'>
/** handling: one record id for all versions of an item (design/evidence.md). */
export type RecordId = Branded<string, 'RecordId'>
export type AccountId = Branded<string, 'AccountId'>
export type StaffId = Branded<string, 'StaffId'>
export type DepartmentId = Branded<string, 'DepartmentId'>
export type TaskId = Branded<string, 'TaskId'>
/** åtgärd: its decision is the record of the same id. */
export type MeasureId = Branded<RecordId, 'MeasureId'>
export type PublicationId = Branded<string, 'PublicationId'>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A new random UUIDv4 of whatever kind of id the caller needs. */
export const newId = <T extends string>(): T => randomUUID() as T

export const isUuid = (text: string): boolean => uuid.test(text)

/** The text as an id, or undefined when it is not a lower-case UUID. */
export const asId = <T extends string>(text: string): T | undefined =>
  uuid.test(text) ? (text as T) : undefined

/** @throws RangeError when the number cannot be a municipality's id. */
export function municipalityId(value: number): MunicipalityId {
  if (!Number.isSafeInteger(value) || value < 1 || value > 2_147_483_647) {
    throw new RangeError(`not a municipality id: ${value}`)
  }
  return value as MunicipalityId
}

/** Without letters and digits that are taken for each other when read aloud. */
const readable = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** Random letters and digits for a person to read aloud or type: 5 bits each. */
export const readableCode = (length: number): string =>
  Array.from({ length }, () => readable[randomInt(readable.length)]).join('')
