import { Badge, Icon, Panel } from '../../../web/index.ts'
import { type Found, stopsIn } from '../rules.ts'

const looks = {
  stops: { css: 'bad', icon: 'stop', words: 'bad strong', said: 'Stoppar: ' },
  warns: { css: 'warn', icon: 'warn', words: 'warn strong', said: 'Att tänka på: ' },
  fine: { css: 'ok', icon: 'okc', words: undefined, said: '' },
} as const

/** What stops it, first; and what is well. */
export const Checks = ({
  findings,
  accounts,
  ask,
}: {
  findings: readonly Found[]
  accounts: number
  /** Where it is asked whether the link works; undefined: there is no link. */
  ask: string | undefined
}) => {
  const stops = stopsIn(findings).length
  return (
    <Panel
      id="h-kontroller"
      title="Kontroller"
      aside={stops > 0 ? <Badge tone="bad">{stops} stoppar</Badge> : <Badge tone="ok">Inget stoppar</Badge>}
    >
      {findings.length === 0 ? (
        <p class="meta">Inget att anmärka på.</p>
      ) : (
        <ul class="reasons" id="stopp">
          {findings.map((finding) => (
            <Line finding={finding} everywhere={finding.accounts.length === accounts} />
          ))}
          {ask && (
            <li hx-get={ask} hx-trigger="load" hx-swap="outerHTML">
              <span class="i">
                <Icon name="link" />
              </span>
              <a href={ask}>Prova länken</a>
            </li>
          )}
        </ul>
      )}
    </Panel>
  )
}

export const Line = ({ finding, everywhere }: { finding: Found; everywhere: boolean }) => {
  const { css, icon, words, said } = looks[finding.weight]
  const where = everywhere ? '' : finding.accounts.join(', ')
  const more = [finding.todo, where && `Gäller ${where}.`].filter(Boolean).join(' ')
  return (
    <li>
      <span class={`i ${css}`}>
        <Icon name={icon} />
      </span>
      <div>
        <p class={words}>
          {said && <span class="vh">{said}</span>}
          {finding.says}
        </p>
        {more && <p class="meta">{more}</p>}
      </div>
    </li>
  )
}
