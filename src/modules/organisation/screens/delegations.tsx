import { roles } from '../../../access/index.ts'
import {
  Button,
  Empty,
  Field,
  Form,
  type FormState,
  Panel,
  Select,
  State,
  Table,
  useRendering,
  When,
} from '../../../web/index.ts'
import { delegationState } from '../provider-rules.ts'
import { roleName } from '../rules.ts'
import type { Department, RoleDelegation, Staff } from '../types.ts'

interface Props {
  staff: Staff
  delegations: readonly RoleDelegation[]
  departments: readonly Department[]
  state: FormState
}

/** Which roles does this person hold for a time, and how do I give or end one? */
export const Delegations = ({ staff, delegations, departments, state }: Props) => (
  <Panel id="h-tillfalligt" title="Roller för en tid">
    {delegations.length === 0 ? (
      <Empty kind="notBegun" title="Inga tillfälliga roller" level={3}>
        <p>Ge en roll för en tid när någon är borta. Den slutar gälla av sig själv.</p>
      </Empty>
    ) : (
      <DelegationTable staff={staff} delegations={delegations} />
    )}
    <Form action={`/installningar/medarbetare/${staff.staffId}/tillfalligt`} class="stack">
      <Select
        name="role"
        label="Roll för en tid"
        options={roles.map((role) => ({ value: role, text: roleName(role) }))}
        state={state}
      />
      <Select
        name="where"
        label="Rollen gäller"
        options={[
          { value: '', text: 'Hela kommunen' },
          ...departments.map((one) => ({ value: one.name, text: one.name })),
        ]}
        state={state}
      />
      <Field name="from" type="date" label="Första dagen" state={state} />
      <Field name="to" type="date" label="Sista dagen" state={state} />
      <Field name="reason" label="Varför" hint="Till exempel Semester för Hanna Hög." state={state} />
      <p>
        <Button icon="plus">Ge rollen för en tid</Button>
      </p>
    </Form>
  </Panel>
)

const DelegationTable = ({ staff, delegations }: Pick<Props, 'staff' | 'delegations'>) => (
  <Table
    caption="tillfälliga roller, de tidigaste först"
    rows={delegations}
    columns={[
      {
        key: 'role',
        title: 'Roll',
        names: true,
        cell: (one) => `${roleName(one.role)}, ${one.department ?? 'hela kommunen'}`,
      },
      { key: 'from', title: 'Från', cell: (one) => <When at={one.beginsAt} time={false} first /> },
      // The end is the first moment after it: the last day is the one before.
      {
        key: 'to',
        title: 'Till och med',
        cell: (one) => <When at={new Date(one.endsAt.getTime() - 1)} time={false} first />,
      },
      { key: 'why', title: 'Varför', cell: (one) => `${one.reason} (${one.givenBy})` },
      { key: 'state', title: 'Läge', cell: (one) => <DelegationNow staff={staff} given={one} /> },
    ]}
  />
)

const DelegationNow = ({ staff, given }: { staff: Staff; given: RoleDelegation }) => {
  const now = delegationState(given, useRendering().now)
  if (now === 'over') return <State tone="quiet">Slut</State>
  return (
    <Form action={`/installningar/medarbetare/${staff.staffId}/tillfalligt/avsluta`}>
      <input type="hidden" name="delegation" value={given.delegationId} />
      <p>{now === 'running' ? <State tone="ok">Gäller nu</State> : <State tone="info">Kommande</State>}</p>
      <Button small label={`Avsluta ${roleName(given.role)} nu`}>
        Avsluta
      </Button>
    </Form>
  )
}
