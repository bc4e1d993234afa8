import { z } from 'zod'
import { fail, limits, numberText, ok, type Result, Stop } from '../kernel/index.ts'
import type { WebContext } from './context.ts'
import { BrokenForm, readMultipart } from './files/multipart.ts'
import { type FormState, firstOf } from './ui/forms/form.tsx'

const tooLarge = (limit: number): Stop =>
  new Stop(
    'invalid',
    `Det du skickade är större än ${numberText(limit / 1024 / 1024)}\u00a0MB och togs inte emot. Korta texten, eller välj en mindre bild, och skicka igen.`,
  )

/** Pictures are sent by those who are signed in; anybody else is given room for words. */
const limitOf = (c: WebContext): number =>
  c.get('signedIn') && c.req.header('content-type')?.startsWith('multipart/')
    ? limits.pictureFormBytes
    : limits.formBytes

/** The body as it comes, no further than the limit. @throws Stop('invalid') when it is larger. */
async function* piecesOf(c: WebContext, limit: number): AsyncGenerator<Uint8Array> {
  if (Number(c.req.header('content-length') ?? 0) > limit) throw tooLarge(limit)
  let length = 0
  for await (const piece of c.req.raw.body ?? []) {
    length += piece.byteLength
    if (length > limit) throw tooLarge(limit)
    yield piece
  }
}

/** The body as bytes, read no further than the limit. @throws Stop('invalid') when it is larger. */
export async function readBody(c: WebContext, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  for await (const piece of piecesOf(c, limit)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Should the form be refused as a whole, what was written in these fields is shown beside the reason, to be copied. */
export const keepText = (c: WebContext, fields: readonly string[], back: string): void =>
  c.set('kept', { fields, back })

/** Fields in which people write sentences, in every form; never one that holds a secret. */
const writing: ReadonlySet<string> = new Set(
  `alt andamal anteckning besked beskrivning egen enheter fraga framedBy gjorde grund hur keptFor lank ledde legalBasis
  motivering mottagare note nyalt personer recipients rubrik sagt sakerhet sammanhang skal svar syfte text utfall varfor
  visar
  administration anvandning bevakning bloggare bloggkommentarer bloggkontakt bloggverktyg kontonamn kortnamn ledighet
  mal malgrupp malgruppsanalys matning narvaro resurser roller start takt uppfoljning`.split(/\s+/u),
)

/** Of a name with what it is about after a hyphen, the name: 'svar-7f…', 'text-3a…'. */
export const isWriting = (name: string): boolean => writing.has(name.split('-')[0] ?? '')

/** As keepText, of whatever has been written in a form; a handler that knows its fields says which, and where to go. */
export async function keepWriting(c: WebContext, back?: string): Promise<void> {
  const form = await readForm(c)
  c.set('kept', { fields: [...new Set(form.keys())].filter(isWriting), back })
}

const isForm = (type: string): boolean =>
  type.startsWith('application/x-www-form-urlencoded') || type.startsWith('multipart/form-data')

/**
 * The form of a request, read once and kept. Empty when the body is not a form.
 * @throws Stop('invalid') when it is too large, has too many fields or cannot be read.
 */
export async function readForm(c: WebContext): Promise<FormData> {
  const known = c.get('form')
  if (known) return known
  const type = c.req.header('content-type') ?? ''
  const room = type.startsWith('multipart/') && c.get('signedIn') && c.get('formBytes')
  const read = room
    ? await receiveForm(c, type, room)
    : isForm(type)
      ? await parsed(await readBody(c, limitOf(c)), type)
      : new FormData()
  // Time is bounded too: a megabyte holds half a million fields, and every one costs.
  if ([...read.keys()].length > limits.formFields) throw tooMany()
  c.set('form', read)
  return read
}

const tooMany = (): Stop =>
  new Stop(
    'invalid',
    'Formuläret har för många fält eller för mycket text och togs inte emot. Inget har ändrats.',
  )

/** A form with a film: its files lie on the disk, and are read from there. */
async function receiveForm(c: WebContext, type: string, limit: number): Promise<FormData> {
  const form = new FormData()
  const received: { drop(): Promise<void> }[] = []
  c.set('received', received)
  // Fields are held, and so bounded together: only files may be large.
  let fields = 0
  let words = 0
  const taken = {
    field: (name: string, value: string) => {
      words += name.length + value.length
      fields += 1
      if (words > limits.formBytes || fields > limits.formFields) throw tooMany()
      form.append(name, value)
    },
    file: async (
      { name, fileName, mediaType }: { name: string; fileName: string; mediaType: string },
      pieces: AsyncIterable<Uint8Array>,
    ) => {
      if (received.length >= mostFiles) throw tooMany()
      const held = await c.get('deps').receive(pieces)
      received.push(held)
      form.append(name, new File([await held.content()], fileName, { type: mediaType }))
    },
  }
  try {
    await readMultipart(type, piecesOf(c, limit), taken, { field: limits.formBytes })
  } catch (thrown) {
    if (!(thrown instanceof BrokenForm)) throw thrown
    throw notWhole()
  }
  return form
}

/** Each is a file on the disk while the form is answered. */
const mostFiles = 50

const notWhole = (): Stop =>
  new Stop('invalid', 'Formuläret kom inte fram helt. Inget har ändrats. Skicka det igen.')

async function parsed(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData()
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown
    throw notWhole()
  }
}

/** Line breaks as everywhere else; PostgreSQL takes no NUL. */
const clean = (text: string): string => text.replace(/\r\n?/gu, '\n').replaceAll('\0', '')

/** Name → text, or texts where a name comes more than once. Files and our own token are left out. */
export function textsOf(form: FormData): FormState['values'] {
  const values = new Map<string, string | string[]>()
  for (const [name, value] of form) {
    if (typeof value !== 'string' || name === '_csrf') continue
    const held = values.get(name)
    const text = clean(value)
    values.set(name, held === undefined ? text : [...(typeof held === 'string' ? [held] : held), text])
  }
  return Object.fromEntries(values)
}

/** For fields that may come many times, once or not at all: checkboxes. */
export const many = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]), z.array(item))

/** A field of text, trimmed; an empty one gets the instruction. */
export const written = (instruction: string, most = 2000) =>
  z
    .string({ error: instruction })
    .trim()
    .min(1, instruction)
    .max(most, `Skriv högst ${numberText(most)} tecken. Korta texten.`)

/** What zod says when a schema has no words of its own. */
const inSwedish: z.core.$ZodErrorMap = (issue) => {
  const isNumber =
    (issue.code === 'too_big' || issue.code === 'too_small') &&
    ['number', 'int', 'bigint'].includes(issue.origin)
  if (issue.code === 'too_big' && isNumber) return `Skriv ett tal som är högst ${issue.maximum}.`
  if (issue.code === 'too_small' && isNumber) return `Skriv ett tal som är minst ${issue.minimum}.`
  if (issue.code === 'too_big') return `Skriv högst ${numberText(Number(issue.maximum))} tecken.`
  if (issue.code === 'too_small') return 'Fyll i det här.'
  if (issue.code === 'invalid_format' && issue.format === 'email')
    return 'Skriv en e-postadress, till exempel namn@kommun.se.'
  if (issue.code === 'invalid_format' && issue.format === 'url')
    return 'Skriv en webbadress, till exempel https://kommun.se/blogg.'
  return issue.input === undefined || issue.input === ''
    ? 'Fyll i eller välj något här.'
    : 'Välj eller skriv något annat här.'
}

/** Values against a schema: what it gives, or what was typed with the first fault of each field. */
export function checkValues<T>(schema: z.ZodType<T>, values: FormState['values']): Result<T, FormState> {
  const checked = schema.safeParse(values, { error: inSwedish })
  if (checked.success) return ok(checked.data)
  const errors = new Map<string, string>()
  for (const issue of checked.error.issues) {
    const field = String(issue.path[0] ?? '')
    if (!errors.has(field)) errors.set(field, issue.message)
  }
  return fail({ values, errors: Object.fromEntries(errors) })
}

/**
 * The form of a request against a schema. On a fault: render the same form again with the state it gives,
 * status 422 (respond.tsx: page(…, { state })).
 */
export const checkForm = async <T>(c: WebContext, schema: z.ZodType<T>): Promise<Result<T, FormState>> =>
  checkValues(schema, textsOf(await readForm(c)))

/** The address's question part against a schema; faults fall back on the schema's own defaults. */
export const queryOf = (c: WebContext): FormState['values'] =>
  Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, held]) => [
      name,
      held.length === 1 ? clean(held[0] ?? '') : held.map(clean),
    ]),
  )

const longestAsked = 200

/** The first value of a name in the address's question part, trimmed and cut to 200; '' where it is not there. */
export const asked = (c: WebContext, name: string): string =>
  firstOf(queryOf(c)[name]).trim().slice(0, longestAsked)

/** A Stop('invalid') from a verb, beside what was typed. Any other Stop is thrown on. */
export async function faultsOf(c: WebContext, thrown: unknown): Promise<FormState> {
  if (!(thrown instanceof Stop) || !['invalid', 'conflict'].includes(thrown.ending)) throw thrown
  const errors = Object.keys(thrown.fields).length > 0 ? thrown.fields : { '': thrown.message }
  return { values: textsOf(await readForm(c)), errors }
}
