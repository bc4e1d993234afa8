import type { Child } from 'hono/jsx'
import { Icon } from '../atoms/icon.tsx'
import type { IconName } from '../atoms/icons.ts'

/** sealed · being sealed (measures wait) · something is missing · it does not hold (stops every measure). */
export type Proof = 'sealed' | 'sealing' | 'incomplete' | 'broken'

const words: Readonly<Record<Proof, { css: string; icon: IconName; text: string }>> = {
  sealed: { css: '', icon: 'seal', text: 'Beviset är förseglat' },
  sealing: { css: 'warn', icon: 'clock', text: 'Förseglas nu' },
  incomplete: { css: 'bad', icon: 'stop', text: 'Beviset är inte komplett' },
  broken: { css: 'bad', icon: 'stop', text: 'Beviset stämmer inte' },
}

interface ProofbarProps {
  proof: Proof
  /** When, how many parts, which log entry; or what is missing. */
  detail: Child
  link?: { readonly href: string; readonly text: string } | undefined
}

/** At the same place on every item. Violet says proof and nothing else. */
export const Proofbar = ({ proof, detail, link }: ProofbarProps) => {
  const { css, icon, text } = words[proof]
  return (
    <div class={css ? `proofbar ${css}` : 'proofbar'} role={proof === 'broken' ? 'alert' : undefined}>
      <b>
        <Icon name={icon} />
        {text}
      </b>
      <span>{detail}</span>
      {link && (
        <a href={link.href} aria-keyshortcuts="b">
          {link.text}
        </a>
      )}
    </div>
  )
}
