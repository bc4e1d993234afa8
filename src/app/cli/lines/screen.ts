import { fail, isObject, ok } from '../../../kernel/index.ts'
import {
  loadLanguageDetector,
  loadRuleSet,
  screenText,
  withDetector,
} from '../../../modules/screening/index.ts'
import { answerLines } from './json-lines.ts'

/**
 * `uppsikt screen`: JSON lines `{id, text}` in, `{id, language, labels, reasons}` out (design/interfaces.md).
 * @returns exit code: 0, or 2 when a line was not such a line
 */
export async function screen(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<number> {
  const rules = withDetector(loadRuleSet(), await loadLanguageDetector())
  return answerLines(input, output, (line) => {
    if (!isObject(line)) return fail('Raden är inget JSON-objekt. Skriv {"id": …, "text": …}.')
    const { id, text } = line
    if (typeof id !== 'string' && typeof id !== 'number') {
      return fail('Fältet id saknas. Ge varje text ett id, som text eller tal.')
    }
    if (typeof text !== 'string') return fail('Fältet text saknas eller är inte text. Skriv texten i "text".')
    const { language, labels, reasons } = screenText(text, rules)
    return ok({ id, language, labels, reasons })
  })
}
