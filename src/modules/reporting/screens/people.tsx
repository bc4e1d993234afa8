import { countText, Note, Panel, State, useRendering, When } from '../../../web/index.ts'
import type { FailedNotice } from '../../notices/index.ts'
import { lackingIn, type Staffing, weekLines } from '../../staffing/index.ts'

const shown = 5

/** Who is away this week, who answers instead, and when nobody does. */
export const ThisWeek = ({ staffing }: { staffing: Staffing }) => {
  const { now } = useRendering()
  const holes = lackingIn(staffing)
  const lines = weekLines(staffing, now)
  return (
    <Panel
      id="h-vecka"
      title="Den här veckan"
      footer={
        <a href="/register/bemanning">
          {holes.length > 0
            ? `Bemanning, ${countText(holes.length, 'lucka', 'luckor')} framåt`
            : 'Bemanning och jour'}
        </a>
      }
    >
      {staffing.accounts.length === 0 ? (
        <p class="meta">Inget konto är med ännu.</p>
      ) : lines.length === 0 ? (
        <State tone="ok">Alla konton har sin ansvariga på plats.</State>
      ) : (
        <ul class="stack-s">
          {lines.slice(0, shown).map(({ tone, text }) => (
            <li>
              <State tone={tone}>{text}</State>
            </li>
          ))}
          {lines.length > shown && <li class="meta">Och {lines.length - shown} till.</li>}
        </ul>
      )}
    </Panel>
  )
}

/** Letters that were tried for a day and did not arrive. */
export const FailedNotices = ({ failed }: { failed: readonly FailedNotice[] }) => {
  const people = [...new Set(failed.map(({ to }) => to))]
  const [newest] = failed
  return (
    <Note tone="bad">
      <p>
        <b>{countText(failed.length, 'besked har', 'besked har')} inte kommit fram.</b> E-posten till{' '}
        {people.slice(0, 3).join(', ')}
        {people.length > 3 && ` och ${people.length - 3} till`} gick inte att lämna
        {newest && (
          <>
            , senast <When at={newest.failedAt} />
          </>
        )}
        .
      </p>
      <p>Kontrollera adressen, och be driften se efter att e-postservern svarar.</p>
    </Note>
  )
}
