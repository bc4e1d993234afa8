import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import { fail, ok, type Result } from '../../../kernel/index.ts'
import type { PictureFinding } from '../types.ts'

/** The municipality's own classifier, asked over HTTP on its own network (docs/operations/pictures.md). */

/** What it may say of a picture; anything else in its answer is refused as a whole. */
const answerSchema = z.object({
  findings: z
    .array(
      z.object({
        label: z.enum(['sexual', 'violence', 'hateAgainstGroup', 'threat']),
        words: z.string().trim().min(1).max(200),
      }),
    )
    .max(10),
})

const milliseconds = 10_000
/** A picture larger than this is not sent: it would be 27 MB of text. */
const mostBytes = 20 * 1024 * 1024

export interface ToJudge {
  readonly mediaType: string
  readonly sha256: Buffer
  readonly bytes: Uint8Array
}

export interface NotJudged {
  /** A Swedish sentence for the item. */
  readonly why: string
  /** It does not answer at all: there is no use in asking it of the next picture. */
  readonly silent: boolean
}

/** @returns what it says, or why it said nothing. */
export async function classify(
  { name, url, http }: NonNullable<House['pictureClassifier']>,
  { mediaType, sha256, bytes }: ToJudge,
): Promise<Result<readonly PictureFinding[], NotJudged>> {
  const unjudged = (why: string, silent = false) =>
    fail({ why: `Bilden är inte bedömd av ${name}: ${why}`, silent })
  if (bytes.length > mostBytes) return unjudged('den är större än 20\u00a0MB.')
  const answer = await http.request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      version: 1,
      mediaType,
      sha256: sha256.toString('hex'),
      data: Buffer.from(bytes).toString('base64'),
    }),
    maxBytes: 64 * 1024,
    timeoutMilliseconds: milliseconds,
  })
  if (!answer.ok)
    return unjudged(
      {
        timeout: 'den svarade inte i tid.',
        forbidden: 'adressen ligger inte på kommunens eget nät.',
        tooLarge: 'svaret var för stort.',
        unreachable: 'den gick inte att nå.',
        broken: 'svaret kom inte fram helt.',
      }[answer.error.kind],
      ['timeout', 'unreachable', 'forbidden'].includes(answer.error.kind),
    )
  if (answer.value.status !== 200) return unjudged(`den svarade ${answer.value.status}.`)
  const parsed = answerSchema.safeParse(jsonOf(answer.value.bytes))
  if (!parsed.success) return unjudged('svaret gick inte att förstå.')
  return ok(parsed.data.findings.map((one) => ({ ...one, by: 'classifier', name })))
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}
