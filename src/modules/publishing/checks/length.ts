import { graphemes } from './text.ts'
import type { Rule, ToCheck } from './types.ts'

const number = new Intl.NumberFormat('sv-SE')

/** The words as they go out: some platforms put the link into the text, and count it with it. */
function outgoing({ text, link, platform, pictures, video }: ToCheck): string {
  const way = platform.publishing?.limits.link ?? 'inText'
  const hasMedia = pictures.length > 0 || video !== undefined
  const beside = way === 'card' || (way === 'cardAlone' && !hasMedia)
  return link === undefined || beside || text.includes(link) ? text : `${text}\n\n${link}`.trim()
}

/** C8: as long as the platform takes, counted as it counts. */
export const length: Rule = (draft) => {
  const { limits } = draft.platform.publishing ?? {}
  if (!limits) return []
  const text = outgoing(draft)
  const count = (limits.count ?? graphemes)(text)
  const bytes = Buffer.byteLength(text, 'utf8')
  const { name } = draft.platform
  const over = limits.graphemes !== undefined && count > limits.graphemes
  if (over || (limits.bytes !== undefined && bytes > limits.bytes)) {
    const [is, most, unit] = over ? [count, limits.graphemes, 'tecken'] : [bytes, limits.bytes, 'byte']
    return [
      {
        code: 'tooLong',
        weight: 'stops',
        says: `Texten är för lång för ${name}`,
        todo: `Den är ${number.format(is)} ${unit} och ${name} tar emot ${number.format(most ?? 0)}. Korta den, eller skriv en egen text för ${name}.`,
      },
    ]
  }
  return [{ code: 'length', weight: 'fine', says: 'Texten får plats' }]
}
