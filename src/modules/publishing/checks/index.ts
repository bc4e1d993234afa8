import { alternatives } from './access/alternatives.ts'
import { hashtags } from './access/hashtags.ts'
import { lettersAndLinks } from './access/letters-and-links.ts'
import { plain } from './access/plain.ts'
import { shouting } from './access/shouting.ts'
import { impartial } from './impartial.ts'
import { length } from './length.ts'
import { licences } from './licences.ts'
import { origin } from './origin.ts'
import { personal } from './personal.ts'
import { platformLimits } from './platform-limits.ts'
import type { Finding, Rule, ToCheck } from './types.ts'
import { website } from './website.ts'

export { checkLink } from './link.ts'
export type { Finding, PictureToCheck, ToCheck } from './types.ts'

/** In the order in which they are shown where they weigh the same. */
const rules: readonly Rule[] = [
  length,
  platformLimits,
  alternatives,
  licences,
  personal,
  website,
  origin,
  hashtags,
  lettersAndLinks,
  shouting,
  plain,
  impartial,
]

const weights = ['stops', 'warns', 'fine'] as const

/** What the rules say of a draft on one platform: what stops it first, then what a person should think of (C2, C4–C8). */
export function check(draft: ToCheck): readonly Finding[] {
  const found = rules.flatMap((rule) => rule(draft))
  return weights.flatMap((weight) => found.filter((finding) => finding.weight === weight))
}
