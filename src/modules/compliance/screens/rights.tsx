import type { Permission } from '../../../access/index.ts'
import { Facts, Head, Note, Panel, Table, When } from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import { type Holder, permissionWords, roleName, type Why } from '../../organisation/index.ts'

interface Props {
  account: Account
  holders: readonly Holder[]
}

/** What an account's people can do with it; what is of the whole municipality is told per person. */
const accountPermissions = (Object.keys(permissionWords) as Permission[]).filter(
  (permission) => permissionWords[permission][0] === 'account',
)

/** Who may do what with this account, and why? */
export const RightsScreen = ({ account, holders }: Props) => (
  <>
    <Head
      title={`Vem får göra vad med ${account.name}`}
      sub="Som det är nu. Roller, tillfälliga roller och ansvar för kontot är ihopräknade."
      crumbs={[
        { text: 'Konton', href: '/register' },
        { text: account.name, href: `/register/${account.accountId}` },
        { text: 'Behörighet' },
      ]}
    />
    <div class="stack">
      {!holders.some((one) => one.why.some(({ kind }) => kind === 'owner')) && (
        <Note tone="warn">
          <p>Ingen är ansvarig för kontot.</p>
        </Note>
      )}
      <Panel id="h-saker" title="Sak för sak">
        <Facts
          facts={accountPermissions.map((permission) => [
            permissionWords[permission][1],
            <Names holders={holders} permission={permission} />,
          ])}
        />
      </Panel>
      <Panel id="h-personer" title="Person för person" flush>
        <Table
          caption="personer som får göra något med kontot, i bokstavsordning"
          rows={holders}
          columns={[
            { key: 'name', title: 'Vem', names: true, cell: (one) => one.staff.name },
            { key: 'why', title: 'Varför', cell: (one) => <Reasons why={one.why} /> },
            {
              key: 'count',
              title: 'Får göra',
              numeric: true,
              cell: (one) =>
                `${accountPermissions.filter((permission) => one.permissions.has(permission)).length} av ${accountPermissions.length} saker`,
            },
          ]}
        />
      </Panel>
    </div>
  </>
)

/** How many names are read at a glance; the rest open. */
const glance = 6

const Names = ({ holders, permission }: { holders: readonly Holder[]; permission: Permission }) => {
  const names = holders.flatMap(({ staff, permissions }) => (permissions.has(permission) ? [staff.name] : []))
  if (names.length === 0) return <>Ingen</>
  if (names.length <= glance) return <>{names.join(', ')}</>
  return (
    <details>
      <summary>{names.length} personer</summary>
      {names.join(', ')}
    </details>
  )
}

const Reasons = ({ why }: { why: readonly Why[] }) => (
  <>
    {why.map((one) => (
      <div>
        <Reason why={one} />
      </div>
    ))}
  </>
)

const Reason = ({ why }: { why: Why }) => {
  if (why.kind === 'owner') return <>Ansvarig för kontot</>
  if (why.kind === 'deputy') return <>Ersättare för kontot</>
  const role = `${roleName(why.role)}, ${why.department ?? 'hela kommunen'}`
  if (why.kind === 'role') return <>{why.source === 'group' ? `${role} (från grupp)` : role}</>
  return (
    <>
      {role} (tillfälligt, till och med <When at={new Date(why.endsAt.getTime() - 1)} time={false} />)
    </>
  )
}
