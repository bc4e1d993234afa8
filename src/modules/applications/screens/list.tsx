import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  Button,
  type Column,
  Empty,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  Panel,
  Platform,
  Select,
  State,
  Table,
  When,
} from '../../../web/index.ts'
import type { Department } from '../../organisation/index.ts'
import { textIn } from '../rules.ts'
import type { applicationsFor } from '../service/read.ts'
import { partText } from './words.tsx'

type Line = Awaited<ReturnType<typeof applicationsFor>>[number]

const columns: readonly Column<Line>[] = [
  {
    key: 'konto',
    title: 'Konto',
    names: true,
    cell: ({ application, platform }) => (
      <a href={`/register/ansokan/${application.applicationId}`}>
        <Platform letters={platform.mark} name={platform.name} />{' '}
        {textIn(application, 'kontonamn') || 'Utan namn'}
      </a>
    ),
  },
  {
    key: 'nummer',
    title: 'Nummer',
    cell: ({ application }) => <span class="nowrap">{application.name}</span>,
  },
  {
    key: 'vem',
    title: 'Ansöker',
    cell: ({ application }) => `${application.applicantName}, ${application.department}`,
  },
  { key: 'lage', title: 'Läge', cell: (line) => <Standing line={line} /> },
  {
    key: 'borjade',
    title: 'Började',
    cell: ({ application }) => <When at={application.createdAt} time={false} first />,
  },
]

const Standing = ({ line: { ended, next } }: { line: Line }) => {
  if (ended === 'entered') return <State tone="ok">I registret</State>
  if (ended === 'refused') return <State tone="quiet">Avslagen</State>
  if (ended === 'withdrawn') return <State tone="quiet">Återtagen</State>
  return next ? (
    <State tone="info">Näst: {partText[next]}</State>
  ) : (
    <State tone="warn">Står still, se stegen</State>
  )
}

export const ListScreen = ({ lines, mayBegin }: { lines: readonly Line[]; mayBegin: boolean }) => {
  const open = lines.filter(({ ended }) => !ended)
  const past = lines.filter(({ ended }) => ended)
  return (
    <>
      <Head
        title="Ansökningar om konton"
        sub={
          open.length === 0
            ? 'Ingen ansökan är på gång.'
            : `${open.length === 1 ? 'En ansökan är' : `${open.length} ansökningar är`} på gång.`
        }
        crumbs={[{ text: 'Konton', href: '/register' }, { text: 'Ansökningar' }]}
      >
        {mayBegin && (
          <LinkButton kind="primary" icon="plus" href="/register/ansokan/ny">
            Ansök om ett konto
          </LinkButton>
        )}
      </Head>
      {open.length > 0 ? (
        <Panel id="pagar" title="På gång" flush>
          <Table caption="Ansökningar på gång, nyast först" columns={columns} rows={open} />
        </Panel>
      ) : (
        <Empty kind="notBegun" title="Ingen ansökan är på gång">
          <p>Den som vill starta ett konto börjar med en ansökan: chefens uppdrag, en plan och ett beslut.</p>
        </Empty>
      )}
      {past.length > 0 && (
        <div class="mt4">
          <Panel id="avslutade" title="Avslutade" flush>
            <Table caption="Avslutade ansökningar, nyast först" columns={columns} rows={past} calm />
          </Panel>
        </div>
      )}
    </>
  )
}

export const BeginScreen = ({
  platforms,
  departments,
  state,
}: {
  platforms: readonly PlatformPart[]
  departments: readonly Department[]
  state: FormState
}) => (
  <>
    <Head
      title="Ansök om ett konto"
      sub="Börja med det du vet. Du kan fylla i resten när du vill, och kollegorna kan hjälpa till."
      crumbs={[
        { text: 'Konton', href: '/register' },
        { text: 'Ansökningar', href: '/register/ansokan' },
        { text: 'Ny' },
      ]}
    />
    <Form action="/register/ansokan/ny" class="panel read">
      <div class="panel-body stack mt5">
        <ErrorSummary state={state} />
        <Select
          name="plattform"
          label="Plattform"
          options={[
            { value: '', text: 'Välj en plattform' },
            ...platforms.map(({ id, name }) => ({ value: id, text: name })),
          ]}
          state={state}
        />
        <Select
          name="forvaltning"
          label="Förvaltning"
          hint="Den som kontot hör till. Går inte att ändra sedan."
          options={[
            { value: '', text: 'Välj en förvaltning' },
            ...departments.map(({ departmentId, name }) => ({ value: departmentId, text: name })),
          ]}
          state={state}
        />
        <Field
          name="namn"
          label="Kontots namn"
          optional
          hint="Så att det syns vilken verksamhet det är."
          autocomplete="off"
          state={state}
        />
        <p class="row">
          <Button kind="primary">Börja ansökan</Button>
          <LinkButton kind="quiet" href="/register/ansokan">
            Avbryt
          </LinkButton>
        </p>
        <p class="hint">Kommunikation får veta att en ansökan har börjat.</p>
      </div>
    </Form>
  </>
)
