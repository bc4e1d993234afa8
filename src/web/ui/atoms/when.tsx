import { useRendering } from './rendering.ts'
import { dayText, sentence, whenText } from './words.ts'

interface WhenProps {
  at: Date
  /** false: only the day ('i morgon', '18 nov'). */
  time?: boolean
  /** The text begins a line, and so takes a capital. */
  first?: boolean
}

/** A moment in Swedish words and time, with the exact instant for machines. */
export const When = ({ at, time = true, first = false }: WhenProps) => {
  const { now } = useRendering()
  const text = time ? whenText(at, now) : dayText(at, now)
  return <time datetime={at.toISOString()}>{first ? sentence(text) : text}</time>
}
