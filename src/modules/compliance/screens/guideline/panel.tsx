import { type Column, Panel, Table } from '../../../../web/index.ts'
import type { AccountGuideline, CheckLine } from '../../guideline/types.ts'
import { countsText, menderText, Outcomes, Since } from './words.tsx'

const columns: readonly Column<CheckLine>[] = [
  { key: 'demand', title: 'Krav', names: true, cell: ({ check }) => check.title },
  {
    key: 'outcome',
    title: 'Läge',
    cell: ({ standing }) => (
      <>
        <Outcomes outcome={standing.outcome} />
        <small>
          <Since standing={standing} />
        </small>
      </>
    ),
  },
  {
    key: 'todo',
    title: 'Gör så här',
    cell: ({ check }) => (
      <>
        {check.todo}
        <small>{menderText[check.mender]}</small>
      </>
    ),
  },
]

/** What the account lacks of the guideline, on its own page; the rest is behind the link. */
export const GuidelinePanel = ({ guideline }: { guideline: AccountGuideline }) => {
  const { account, lines, counts } = guideline
  const lacking = lines.filter(({ standing }) => standing.outcome === 'notMet')
  return (
    <Panel
      id="riktlinjen"
      title="Riktlinjen"
      aside={<span class="meta">{lines.length > 0 ? countsText(counts) : 'Inte prövad än'}</span>}
      flush
      footer={<a href={`/register/${account.accountId}/riktlinje`}>Riktlinjen, krav för krav</a>}
    >
      {lacking.length > 0 ? (
        <Table caption="Det kontot brister i" columns={columns} rows={lacking} calm />
      ) : (
        <p class="panel-body">
          {lines.length > 0 ? 'Inga brister.' : 'Kontot prövas mot riktlinjen inom ett dygn.'}
        </p>
      )}
    </Panel>
  )
}
