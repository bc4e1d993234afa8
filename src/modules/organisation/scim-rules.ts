import { z } from 'zod'
import { isObject, Stop } from '../../kernel/index.ts'

/**
 * What a provider may send over SCIM 2.0 (RFC 7643 and 7644), and what it means. Pure. Attributes that we have no use
 * for are let by without a word: providers send many.
 */

/** @param scimType RFC 7644 §3.12. */
export const scimStop = (scimType: string, message: string): Stop =>
  new Stop('invalid', message, { scimType })

const mostMembers = 20_000
const mostOperations = 1_000

const text = z
  .string()
  .trim()
  .min(1)
  .max(320)
  .refine((one) => !/\p{Cc}/u.test(one))
const spare = text.nullish().catch(undefined)
/** Some providers send "True" and "False". */
const flag = z.preprocess(
  (value) => (typeof value === 'string' ? { true: true, false: false }[value.toLowerCase()] : value),
  z.boolean(),
)

const nameShape = z
  .object({ formatted: spare, givenName: spare, familyName: spare })
  .nullish()
  .catch(undefined)
const emailShape = z.object({ value: text, type: spare, primary: flag.optional().catch(undefined) })
const emailsShape = z.array(emailShape).max(100)

const userShape = z.object({
  userName: text,
  externalId: spare,
  active: flag.default(true),
  displayName: spare,
  name: nameShape,
  emails: emailsShape.optional(),
})

export interface ScimUser {
  readonly userName: string
  readonly externalId: string | null
  readonly email: string
  readonly name: string
  readonly active: boolean
}

const emailIn = (emails: readonly z.output<typeof emailShape>[] | undefined): string | undefined =>
  (emails?.find((one) => one.primary) ?? emails?.find((one) => one.type === 'work') ?? emails?.[0])?.value

const fullName = (name: z.output<typeof nameShape>): string | undefined =>
  name?.formatted ?? ([name?.givenName, name?.familyName].filter(Boolean).join(' ') || undefined)

/** A whole user. @throws Stop('invalid'). */
export function readUser(body: unknown): ScimUser {
  const read = userShape.safeParse(body)
  if (!read.success)
    throw scimStop(
      'invalidValue',
      `Användaren går inte att läsa: ${String(read.error.issues[0]?.path.join('.'))}.`,
    )
  const { userName, externalId, active, displayName, name, emails } = read.data
  return {
    userName,
    externalId: externalId ?? null,
    email: emailIn(emails) ?? userName,
    name: displayName ?? fullName(name) ?? userName,
    active,
  }
}

const groupShape = z.object({
  displayName: text,
  externalId: spare,
  members: z
    .array(z.object({ value: text }))
    .max(mostMembers)
    .optional(),
})

export interface ScimGroup {
  readonly displayName: string
  readonly externalId: string | null
  readonly members: readonly string[]
}

/** A whole group. @throws Stop('invalid'). */
export function readGroup(body: unknown): ScimGroup {
  const read = groupShape.safeParse(body)
  if (!read.success)
    throw scimStop(
      'invalidValue',
      `Gruppen går inte att läsa: ${String(read.error.issues[0]?.path.join('.'))}.`,
    )
  const { displayName, externalId, members } = read.data
  return { displayName, externalId: externalId ?? null, members: (members ?? []).map((one) => one.value) }
}

interface Operation {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string | undefined
  readonly value: unknown
}

const patchShape = z.object({
  Operations: z
    .array(
      z.object({
        op: z.preprocess(
          (value) => (typeof value === 'string' ? value.toLowerCase() : value),
          z.enum(['add', 'replace', 'remove']),
        ),
        path: z.string().max(500).nullish(),
        value: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(mostOperations),
})

/** @throws Stop('invalid') for what is no PatchOp (RFC 7644 §3.5.2). */
function operationsIn(body: unknown): Operation[] {
  const read = patchShape.safeParse(body)
  if (!read.success)
    throw scimStop('invalidSyntax', 'Ändringen går inte att läsa: Operations saknas eller är fel.')
  return read.data.Operations.map(({ op, path, value }) => ({ op, path: path ?? undefined, value }))
}

const urn = /^urn:ietf:params:scim:schemas:[\w:.]+:(?=[a-z])/i

/** Attribute → value, of an operation with a path or of one whose value is an object of them. */
function* assignments({ path, value }: Operation): Generator<readonly [string, unknown]> {
  if (path) yield [path.replace(urn, '').toLowerCase(), value]
  else if (isObject(value)) for (const [name, one] of Object.entries(value)) yield [name.toLowerCase(), one]
}

type UserState = ScimUser & { readonly given?: string | undefined; readonly family?: string | undefined }

const asText = (value: unknown): string => {
  const read = text.safeParse(value)
  if (!read.success) throw scimStop('invalidValue', 'Ett värde går inte att använda: det ska vara text.')
  return read.data
}

function withName(user: UserState, part: Partial<Pick<UserState, 'given' | 'family'>>): UserState {
  const next = { ...user, ...part }
  const name = [next.given, next.family].filter(Boolean).join(' ')
  return { ...next, name: name || user.name }
}

function assigned(user: UserState, name: string, value: unknown): UserState {
  if (/^emails(\[.*\])?(\.value)?$/.test(name)) {
    const read = emailsShape.safeParse(value)
    return { ...user, email: (read.success ? emailIn(read.data) : undefined) ?? asText(value) }
  }
  switch (name) {
    case 'active': {
      const read = flag.safeParse(value)
      if (!read.success) throw scimStop('invalidValue', 'active ska vara true eller false.')
      return { ...user, active: read.data }
    }
    case 'username':
      return { ...user, userName: asText(value) }
    case 'externalid':
      return { ...user, externalId: asText(value) }
    case 'displayname':
    case 'name.formatted':
      return { ...user, name: asText(value) }
    case 'name.givenname':
      return withName(user, { given: asText(value) })
    case 'name.familyname':
      return withName(user, { family: asText(value) })
    case 'name':
      return { ...user, name: fullName(nameShape.parse(value)) ?? user.name }
    default:
      return user
  }
}

/** The user as it is to be. @throws Stop('invalid'). */
export function patchUser(before: ScimUser, body: unknown): ScimUser {
  let user: UserState = before
  for (const operation of operationsIn(body)) {
    // What we keep of a person cannot be taken away, only replaced; what we do not keep is gone already.
    if (operation.op === 'remove') continue
    for (const [name, value] of assignments(operation)) user = assigned(user, name, value)
  }
  const { userName, externalId, email, name, active } = user
  return { userName, externalId, email, name, active }
}

const membersShape = z.preprocess(
  (value) => (value === undefined || value === null || Array.isArray(value) ? (value ?? []) : [value]),
  z.array(z.object({ value: text })).max(mostMembers),
)

function memberIds(value: unknown): string[] {
  const read = membersShape.safeParse(value)
  if (!read.success)
    throw scimStop('invalidValue', 'Medlemmarna går inte att läsa: var och en ska ha ett value.')
  return read.data.map((one) => one.value)
}

const oneMember = /^members\[\s*value\s+eq\s+"([^"]{1,320})"\s*\]$/i

function groupAssigned(group: ScimGroup, op: Operation['op'], name: string, value: unknown): ScimGroup {
  if (name === 'displayname' && op !== 'remove') return { ...group, displayName: asText(value) }
  if (name === 'externalid' && op !== 'remove') return { ...group, externalId: asText(value) }
  if (name !== 'members') return group
  if (op === 'replace') return { ...group, members: memberIds(value) }
  if (op === 'add') return { ...group, members: [...new Set([...group.members, ...memberIds(value)])] }
  // A remove without a value takes every member away (RFC 7644 §3.5.2.2).
  const gone = value === undefined || value === null ? undefined : new Set(memberIds(value))
  return { ...group, members: gone ? group.members.filter((id) => !gone.has(id)) : [] }
}

/** The group as it is to be. @throws Stop('invalid'). */
export function patchGroup(before: ScimGroup, body: unknown): ScimGroup {
  let group = before
  for (const operation of operationsIn(body)) {
    const [, member] = oneMember.exec(operation.path ?? '') ?? []
    if (member !== undefined && operation.op === 'remove') {
      group = { ...group, members: group.members.filter((id) => id !== member) }
      continue
    }
    for (const [name, value] of assignments(operation))
      group = groupAssigned(group, operation.op, name, value)
  }
  return group
}

export interface ScimFilter {
  readonly attribute: 'username' | 'externalid' | 'displayname'
  readonly value: string
}

const filterShape = /^\s*([\w:.]+)\s+eq\s+("(?:[^"\\]|\\.){0,500}")\s*$/i

/** `userName eq "…"`, `externalId eq "…"`, `displayName eq "…"`. @throws Stop('invalid') for any other. */
export function readFilter(filter: string | undefined): ScimFilter | undefined {
  if (filter === undefined || filter === '') return undefined
  const [, path = '', quoted = ''] = filterShape.exec(filter) ?? []
  const attribute = path.replace(urn, '').toLowerCase()
  const known = attribute === 'username' || attribute === 'externalid' || attribute === 'displayname'
  const value = unquoted(quoted)
  if (known && value !== undefined) return { attribute, value }
  throw scimStop('invalidFilter', 'Det går att söka med userName, externalId eller displayName, och eq.')
}

function unquoted(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted)
    return typeof value === 'string' && !value.includes('\0') ? value : undefined
  } catch {
    return undefined
  }
}

const mostRows = 200

/** Which rows a list shows; counted from one (RFC 7644 §3.4.2.4). */
export function readPage(
  start: string | undefined,
  count: string | undefined,
): { skip: number; take: number } {
  const whole = (given: string | undefined, otherwise: number): number =>
    /^\d{1,9}$/.test(given ?? '') ? Number(given) : otherwise
  return { skip: Math.max(whole(start, 1), 1) - 1, take: Math.min(whole(count, 100), mostRows) }
}
