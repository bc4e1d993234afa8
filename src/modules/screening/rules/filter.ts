import type { FilterLevel, Label, Reason } from '../types.ts'

/** Labels whose lists are the word filter (S7, S3); the others inform and hide nothing. */
const filtered: ReadonlySet<Label> = new Set([
  'threat',
  'hateAgainstGroup',
  'harassment',
  'sexual',
  'callToCrime',
  'profanity',
  'confidential',
  'spam',
  'staffHate',
])

/** Numbers that point at one person and are of use to whoever would harm them. */
const mediumKinds: ReadonlySet<string> = new Set(['personalNumber', 'coordinationNumber', 'bankAccount'])

/** Whether one reason takes part in the filter at a level. Own words always do: somebody chose each of them. */
export function isCaught(reason: Pick<Reason, 'label' | 'source'>, level: FilterLevel): boolean {
  if (reason.label === 'ownWord') return true
  if (level === 'none') return false
  if (reason.label === 'personalData') return level === 'strong' || mediumKinds.has(reason.source)
  if (!filtered.has(reason.label)) return false
  return level === 'strong' || reason.source.split(':', 2)[1]?.endsWith('/medium') === true
}

/** ordfiltret: the reasons for which a text is hidden until somebody has approved it (S7); none: it is shown. */
export const caughtByFilter = (reasons: readonly Reason[], level: FilterLevel): Reason[] =>
  reasons.filter((reason) => isCaught(reason, level))
