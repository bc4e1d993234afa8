import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import { Badge, countText, Panel, type TaskLine, Tasks } from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import { explainHref, spanText } from '../../compliance/index.ts'
import type { Overview } from '../types.ts'

interface GapListProps {
  overview: Overview
  platforms: ReadonlyMap<string, PlatformPart>
  mayExplain: (account: Account) => boolean
}

const shown = 6

/** Hours of the last day that could not be collected; those that nobody has explained first. */
export const GapList = ({ overview, platforms, mayExplain }: GapListProps) => {
  const { now } = overview
  const spans = [...overview.gaps].sort(
    (a, b) => Number(a.explanation !== null) - Number(b.explanation !== null),
  )
  const accounts = new Map(overview.health.map(({ account }) => [account.accountId, account]))
  const lines = spans.slice(0, shown).map((span): TaskLine => {
    const account = accounts.get(span.accountId)
    const platform = platforms.get(account?.platform ?? '')
    const open = span.explanation === null
    return {
      href: open && account && mayExplain(account) ? explainHref(span) : `/register/${span.accountId}#luckor`,
      title: `${account?.name ?? 'Ett konto'}${platform ? `, ${platform.name}` : ''}: ${spanText(span, now).toLocaleLowerCase('sv')}`,
      detail: open ? span.reason || 'Orsaken är inte känd' : span.explanation,
      tone: open ? 'warn' : 'quiet',
      icon: open ? 'gap' : 'dash',
      due: open ? <Badge tone="warn">Oförklarad</Badge> : <Badge tone="quiet">Förklarad</Badge>,
    }
  })
  return (
    <Panel
      id="luckor"
      title="Luckor i insamlingen"
      flush
      footer={
        spans.length > shown && (
          <a href="/register">{countText(spans.length - shown, 'lucka till', 'luckor till')}, se kontona</a>
        )
      }
    >
      {lines.length > 0 ? (
        <Tasks tasks={lines} narrow />
      ) : (
        <p class="panel-body">
          {overview.health.some(({ health }) => health.lastSuccessAt)
            ? 'Inga luckor de senaste 24 timmarna.'
            : 'Inget konto har hämtats ännu.'}
        </p>
      )}
    </Panel>
  )
}
