import { lawText, Panel } from '../../../web/index.ts'
import type { Paragraph } from '../rules.ts'

/** What the law says, as we describe it, and where a lawyer has not looked. */
export const Law = ({ law }: { law: readonly Paragraph[] }) => (
  <Panel id="h-lag" title="Det lagen säger">
    {law.map(({ title, wording, lawRef, checkedByLawyer, needsLawyersCheck }) => (
      <details class="data">
        <summary>{title}</summary>
        <p class="mt2">{wording}</p>
        <p class="meta mt1">{`${lawText(lawRef)}.`}</p>
        {!checkedByLawyer && needsLawyersCheck && <p class="hint mt1">{needsLawyersCheck}</p>}
      </details>
    ))}
  </Panel>
)
