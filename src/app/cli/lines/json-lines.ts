import { once } from 'node:events'
import { StringDecoder } from 'node:string_decoder'
import type { Result } from '../../../kernel/index.ts'

/** A line longer than this is no post of any platform. UTF-16 code units. */
const longestLine = 8 * 1024 * 1024

/**
 * Reads JSON lines, answers each with a JSON line in the same order. A line that cannot be answered is told to
 * `errors` by its number, and the rest is carried through.
 * @param answer the value of a line → what to write, or why it cannot be answered, in Swedish
 * @returns exit code: 0, or 2 when a line could not be answered
 */
export async function answerLines(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  answer: (value: unknown) => Result<unknown, string>,
  errors: NodeJS.WritableStream = process.stderr,
): Promise<number> {
  let bad = false
  for await (const { number, text } of lines(input)) {
    const found = text === undefined ? tooLong : answerOne(text, answer)
    if (found === undefined) continue
    if (!found.ok) {
      bad = true
      errors.write(`Rad ${number}: ${found.error}\n`)
    } else if (!output.write(`${JSON.stringify(found.value)}\n`)) await once(output, 'drain')
  }
  return bad ? 2 : 0
}

const tooLong: Result<unknown, string> = {
  ok: false,
  error: 'Raden är längre än vad som går att läsa. Dela upp den.',
}

function answerOne(
  text: string,
  answer: (value: unknown) => Result<unknown, string>,
): Result<unknown, string> | undefined {
  if (text.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, error: 'Raden är inte JSON. Skriv ett JSON-objekt per rad.' }
  }
  return answer(value)
}

/** The lines of a stream with their numbers from 1; `text` is undefined for one that is too long to hold. */
async function* lines(
  input: NodeJS.ReadableStream,
): AsyncGenerator<{ number: number; text: string | undefined }> {
  const decoder = new StringDecoder('utf8')
  let number = 0
  let parts: string[] = []
  let size = 0
  const take = (piece: string) => {
    size += piece.length
    if (size <= longestLine) parts.push(piece)
    else parts = []
  }
  const finish = () => {
    const text = size > longestLine ? undefined : parts.join('')
    parts = []
    size = 0
    number += 1
    return { number, text: number === 1 ? text?.replace(/^\uFEFF/, '') : text }
  }
  for await (const piece of input) {
    const chunk = typeof piece === 'string' ? piece : decoder.write(piece)
    let from = 0
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      take(chunk.slice(from, end))
      yield finish()
      from = end + 1
    }
    take(chunk.slice(from))
  }
  take(decoder.end())
  if (size > 0) yield finish()
}
