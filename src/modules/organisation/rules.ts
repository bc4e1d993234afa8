import { isIP } from 'node:net'
import { z } from 'zod'
import type { Actor, Role } from '../../access/index.ts'
import { Stop } from '../../kernel/index.ts'

const minute = 60_000

/** Limits of signing in. Lengths in milliseconds. */
export const signIn = {
  addedLinkLasts: 24 * 60 * minute,
  mailedLinkLasts: 15 * minute,
  sessionLasts: 12 * 60 * minute,
  /** How often it is written down that a session is in use. */
  lastSeenEvery: minute,
  challengeLasts: 5 * minute,
  window: 15 * minute,
  perEmail: 5,
  perAddress: 30,
} as const

const nearest: Readonly<Record<string, string>> = { æ: 'ae', ø: 'o', ß: 'ss', ð: 'd', þ: 'th', ł: 'l' }

/** 'Östersunds kommun' → 'ostersunds-kommun'; '' when nothing is left. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[æøßðþł]/g, (letter) => nearest[letter] ?? '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')

/** @throws Stop('invalid') for what is not an e-mail address. */
export function normalEmail(text: string): string {
  const parsed = z.email().max(254).safeParse(text.normalize('NFC').trim().toLowerCase())
  if (!parsed.success) {
    throw new Stop('invalid', 'E-postadressen går inte att använda. Skriv den som i namn@kommun.se.', {
      email: 'Skriv en e-postadress, till exempel namn@kommun.se',
    })
  }
  return parsed.data
}

/** A name that people read: trimmed, one line, 1–200 characters. @throws Stop('invalid'). */
export function properName(text: string, field = 'name'): string {
  const name = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  if (name.length === 0 || name.length > 200) {
    throw new Stop('invalid', 'Skriv ett namn med högst 200 tecken.', {
      [field]: 'Skriv ett namn med högst 200 tecken',
    })
  }
  return name
}

/** Lower case, no port. @throws Stop('invalid') for what is not a host name. */
export function properHost(text: string): string {
  const host = text.trim().toLowerCase()
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
  const isName = host.length <= 253 && host.split('.').every((part) => label.test(part))
  if (!isName || isIP(host) !== 0) {
    throw new Stop(
      'invalid',
      `${text} är inte ett värdnamn. Skriv det utan https:// och port, till exempel uppsikt.kommun.se.`,
    )
  }
  return host
}

/** design/evidence.md: lower-case ASCII without space or '+'. @throws Stop('invalid'). */
export function properOrigin(text: string): string {
  if (!/^[a-z0-9][a-z0-9./:_-]{2,199}$/.test(text)) {
    throw new Stop(
      'invalid',
      `${text} går inte att använda som loggens namn. Skriv små bokstäver, siffror, punkt och snedstreck, till exempel uppsikt.kommun.se/log.`,
    )
  }
  return text
}

/** Where people of a municipality reach it: its own host under the installation's scheme and port. */
export function originOf(publicUrl: string, host: string | null): string {
  const url = new URL(publicUrl)
  if (host) url.hostname = host
  return url.origin
}

const roleNames: Readonly<Record<Role, string>> = {
  editor: 'Redaktör',
  communicator: 'Kommunikatör',
  headOfCommunications: 'Kommunikationschef',
  manager: 'Chef',
  registrar: 'Registrator',
  archivist: 'Arkivarie',
  dataProtectionOfficer: 'Dataskyddsombud',
  lawyer: 'Jurist',
  auditor: 'Revisor',
  operator: 'Driftansvarig',
}

export const roleName = (role: Role): string => roleNames[role]

/** What a person is, in Swedish: 'Kommunikatör, hela kommunen', 'Redaktör i två förvaltningar'. */
export function roleText(actor: Actor): string {
  const names = [...new Set(actor.grants.map((grant) => roleNames[grant.role]))]
  if (names.length === 0) return actor.ownAccounts.size > 0 ? 'Ansvarig för konto' : 'Ingen roll än'
  const departments = new Set(actor.grants.map((grant) => grant.departmentId))
  const where = departments.has(undefined) ? 'hela kommunen' : departmentsText(departments.size)
  return `${names.join(' och ')}, ${where}`
}

const departmentsText = (count: number): string => (count === 1 ? 'en förvaltning' : `${count} förvaltningar`)
