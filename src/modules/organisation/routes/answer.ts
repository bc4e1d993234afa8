import { readForm, type WebContext } from '../../../web/index.ts'

/** A browser's answer is some hundred bytes; a key with attestation some thousand. */
const longestAnswer = 64 * 1024

/** The passkey's answer in the field "svar", as JSON; undefined when there is none that can be read. */
export async function readAnswer(c: WebContext): Promise<unknown> {
  const text = (await readForm(c)).get('svar')
  if (typeof text !== 'string' || text.length > longestAnswer) return undefined
  try {
    return JSON.parse(text)
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown
    return undefined
  }
}
