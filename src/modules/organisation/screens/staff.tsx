import { roles } from '../../../access/index.ts'
import {
  Button,
  Choices,
  countText,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  Note,
  Panel,
  Select,
  SettingsTabs,
  State,
  Table,
  When,
} from '../../../web/index.ts'
import type { Reach } from '../rights.ts'
import { roleName } from '../rules.ts'
import type { Department, RoleDelegation, RoleHeld, Staff } from '../types.ts'
import { Delegations } from './delegations.tsx'
import { PersonRights } from './rights.tsx'

const roleChoices = roles.map((role) => ({ value: role, text: roleName(role) }))

const held = ({ role, department, source }: RoleHeld): string =>
  `${roleName(role)}, ${department ?? 'hela kommunen'}${source === 'group' ? ' (från grupp)' : ''}`

const rolesText = (staff: Staff): string =>
  staff.roles.length === 0 ? 'Ingen roll' : staff.roles.map(held).join(' · ')

interface ListProps {
  staff: readonly Staff[]
  /** Those that run now. */
  delegations: readonly RoleDelegation[]
  departments: readonly Department[]
  state: FormState
  mayChange: boolean
}

/** Who works here, what may they do, and how do I let somebody in? */
export const StaffList = ({ staff, delegations, departments, state, mayChange }: ListProps) => (
  <>
    <Head
      title="Vilka arbetar här"
      sub={`${countText(staff.filter((one) => !one.endedAt).length, 'medarbetare', 'medarbetare')} kan logga in.`}
    />
    <SettingsTabs />
    <div class="stack mt3">
      <ErrorSummary state={state} />
      <Panel id="h-medarbetare" title="Medarbetare" flush>
        <StaffTable staff={staff} delegations={delegations} mayChange={mayChange} />
      </Panel>
      {mayChange && (
        <Panel id="h-ny" title="Lägg till en medarbetare">
          <Form action="/installningar/medarbetare" class="stack read">
            <Field name="name" label="Namn" autocomplete="off" state={state} />
            <Field
              name="email"
              label="E-post i tjänsten"
              type="email"
              autocomplete="off"
              hint="Till exempel namn@kommun.se."
              state={state}
            />
            <RoleFields departments={departments} state={state} />
            <p>
              <Button kind="primary" icon="plus">
                Lägg till medarbetaren
              </Button>
            </p>
          </Form>
        </Panel>
      )}
    </div>
  </>
)

/** The end is the first moment after it. */
const lastMoment = ({ endsAt }: RoleDelegation): Date => new Date(endsAt.getTime() - 1)

const StaffTable = ({
  staff,
  delegations,
  mayChange,
}: Pick<ListProps, 'staff' | 'delegations' | 'mayChange'>) => (
  <Table
    caption="medarbetare efter namn"
    rows={staff}
    calm
    columns={[
      {
        key: 'name',
        title: 'Namn',
        names: true,
        cell: (one) =>
          mayChange ? <a href={`/installningar/medarbetare/${one.staffId}`}>{one.name}</a> : one.name,
      },
      { key: 'email', title: 'E-post', cell: (one) => one.email },
      {
        key: 'roles',
        title: 'Roller',
        cell: (one) => (
          <>
            {rolesText(one)}
            {delegations
              .filter((given) => given.staffId === one.staffId)
              .map((given) => (
                <div>
                  {roleName(given.role)}, {given.department ?? 'hela kommunen'} (tillfälligt, till och med{' '}
                  <When at={lastMoment(given)} time={false} />)
                </div>
              ))}
          </>
        ),
      },
      {
        key: 'state',
        title: 'Läge',
        cell: (one) =>
          one.endedAt ? (
            <State tone="quiet">
              Slutade <When at={one.endedAt} time={false} />
            </State>
          ) : (
            <State tone="ok">Kan logga in</State>
          ),
      },
    ]}
  />
)

const RoleFields = ({ departments, state }: { departments: readonly Department[]; state: FormState }) => (
  <>
    <Choices
      kind="checkbox"
      name="roles"
      legend="Roller"
      hint="Den som bara ansvarar för ett konto behöver ingen roll: det sägs i förteckningen."
      choices={roleChoices}
      state={state}
    />
    <Select
      name="department"
      label="Gäller"
      options={[
        { value: '', text: 'Hela kommunen' },
        ...departments.map((one) => ({ value: one.name, text: one.name })),
      ]}
      state={state}
    />
  </>
)

/** The link is shown once: it is kept nowhere. */
export const LinkMade = ({ name, link }: { name: string; link: string }) => (
  <>
    <Head
      title={`Länk till ${name}`}
      crumbs={[{ text: 'Medarbetare', href: '/installningar/medarbetare' }, { text: name }]}
    />
    <div class="stack read">
      <Note tone="info">
        <p>
          <b>Länken visas bara nu.</b> Den gäller i ett dygn och en gång. Den som har länken kommer in som{' '}
          {name}, så lämna den bara till rätt person.
        </p>
      </Note>
      <Panel id="h-lank" title="Inloggningslänk">
        <p class="mono">{link}</p>
      </Panel>
      <p>
        <LinkButton href="/installningar/medarbetare">Till medarbetarna</LinkButton>
      </p>
    </div>
  </>
)

interface OneProps {
  staff: Staff
  delegations: readonly RoleDelegation[]
  rights: readonly Reach[]
  departments: readonly Department[]
  state: FormState
  isSelf: boolean
}

const FromGroups = ({ staff }: { staff: Staff }) => (
  <p>
    Från kommunens grupper:{' '}
    {staff.roles
      .filter((one) => one.source === 'group')
      .map((one) => `${roleName(one.role)}, ${one.department ?? 'hela kommunen'}`)
      .join(' · ')}
    . De rollerna ändras där grupperna finns. Här nedan väljer du de roller som ges för hand.
  </p>
)

/** What may this person do, and how do I change or end it? */
export const OneStaff = ({ staff, delegations, rights, departments, state, isSelf }: OneProps) => (
  <>
    <Head
      title={staff.name}
      sub={`${staff.email} · ${rolesText(staff)}`}
      crumbs={[{ text: 'Medarbetare', href: '/installningar/medarbetare' }, { text: staff.name }]}
    />
    <div class="stack read">
      <ErrorSummary state={state} />
      {staff.endedAt ? (
        <Note tone="info">
          <p>
            Slutade <When at={staff.endedAt} />. Lägg till personen igen med samma e-post om hen kommer
            tillbaka.
          </p>
        </Note>
      ) : (
        <>
          <Panel id="h-roller" title="Namn och roller">
            {staff.roles.some((one) => one.source === 'group') && <FromGroups staff={staff} />}
            <Form action={`/installningar/medarbetare/${staff.staffId}`} class="stack">
              <Field name="name" label="Namn" state={state} />
              <RoleFields departments={departments} state={state} />
              <p>
                <Button kind="primary">Spara ändringen</Button>
              </p>
            </Form>
          </Panel>
          <Delegations staff={staff} delegations={delegations} departments={departments} state={state} />
          <PersonRights name={staff.name} rights={rights} />
          <Panel id="h-lank" title="Inloggning">
            {staff.breakGlass ? (
              <p>
                Har reservinloggning: kommer in med nyckel eller länk när kommunens inloggning inte svarar.
                Driften gör en ny länk vid maskinen.
              </p>
            ) : (
              <Form action={`/installningar/medarbetare/${staff.staffId}/lank`} class="stack-s">
                <p>En ny länk gäller i ett dygn. Äldre länkar slutar gälla.</p>
                <p>
                  <Button icon="link">Gör en ny inloggningslänk</Button>
                </p>
              </Form>
            )}
            {!isSelf && (
              <Form action={`/installningar/medarbetare/${staff.staffId}/logga-ut`} class="stack-s mt4">
                <p>
                  Har telefonen försvunnit, eller är personen kvar inloggad på en delad dator? Logga ut
                  personen överallt. Länkar som inte är använda slutar också gälla.
                </p>
                <p>
                  <Button>Logga ut {staff.name} överallt</Button>
                </p>
              </Form>
            )}
          </Panel>
          {!isSelf && (
            <Panel id="h-avsluta" title="Avsluta">
              <Form action={`/installningar/medarbetare/${staff.staffId}/avsluta`} class="stack-s">
                <p>Personen loggas ut direkt och kan inte logga in igen. Det hen har gjort finns kvar.</p>
                <p>
                  <Button kind="danger">Avsluta {staff.name}</Button>
                </p>
              </Form>
            </Panel>
          )}
        </>
      )}
    </div>
  </>
)
