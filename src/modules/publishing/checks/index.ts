import type { Finding, ToCheck } from './types.ts'

export type { Finding, ToCheck } from './types.ts'

const letters = new Intl.Segmenter('sv')

/** What stops a text from going out on a platform, and what is worth a thought. */
export function check({ text, link = '', platform, pictures, video }: ToCheck): readonly Finding[] {
  const limits = platform.publishing?.limits
  const findings: Finding[] = []
  const whole = link && !text.includes(link) ? `${text}\n\n${link}` : text
  const length = [...letters.segment(whole)].length
  const most = limits?.graphemes
  if (most !== undefined && length > most)
    findings.push({
      code: 'tooLong',
      weight: 'stops',
      says: `Texten är för lång för ${platform.name}`,
      todo: `${length} av högst ${most} tecken. Korta den, eller skriv en egen text för kontot.`,
    })
  if (pictures.some(({ alt }) => alt.trim() === ''))
    findings.push({
      code: 'altMissing',
      weight: 'stops',
      says: 'Bilden saknar beskrivning',
      todo: 'Skriv den innan du skickar vidare.',
    })
  if (video && limits && !limits.video)
    findings.push({
      code: 'noVideo',
      weight: 'stops',
      says: `${platform.name} tar inte emot film härifrån`,
      todo: 'Ta bort kontot eller filmen.',
    })
  return findings
}
