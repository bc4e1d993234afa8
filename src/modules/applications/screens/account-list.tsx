import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  Button,
  type Column,
  countText,
  ErrorSummary,
  FileField,
  Form,
  type FormState,
  Head,
  LinkButton,
  Note,
  numberText,
  Panel,
  Table,
} from '../../../web/index.ts'
import type { ListedAccount } from '../../accounts/index.ts'
import { columnNames, type Fault } from '../list/check-rows.ts'
import { listLimits } from '../list/read-file.ts'
import type { WaitingList } from '../service/list.ts'

const crumbs = [{ text: 'Konton', href: '/register' }, { text: 'Från en lista' }]

const faultsShown = 200
const rowsShown = 50

const faultColumns: readonly Column<Fault>[] = [
  { key: 'ruta', title: 'Ruta', names: true, cell: ({ cell }) => cell },
  { key: 'rätta', title: 'Gör så här', cell: ({ words }) => words },
]

/** A list of accounts is sent; one with faults enters nothing, and says where they are. */
export const SendListScreen = ({ state, faults }: { state: FormState; faults: readonly Fault[] }) => {
  return (
    <>
      <Head
        title="För in konton från en lista"
        sub="Konton som redan är i bruk. Inget förs in förrän du har sett vad som lästes och bekräftat."
        crumbs={crumbs}
      />
      {faults.length > 0 && (
        <div class="stack">
          <Note tone="bad">
            <p>
              <b>Inget är infört. {countText(faults.length, 'ruta', 'rutor')} behöver rättas.</b>
            </p>
            <p>Rätta dem i filen, spara och skicka den igen.</p>
          </Note>
          <Panel id="fel" title="Rutor att rätta" flush>
            <Table caption="Rutor att rätta" columns={faultColumns} rows={faults.slice(0, faultsShown)} />
            {faults.length > faultsShown && (
              <p class="panel-body">
                Bara de första {faultsShown} visas. {numberText(faults.length - faultsShown)} till finns i
                filen.
              </p>
            )}
          </Panel>
        </div>
      )}
      <Form action="/register/lista" class="panel read mt4" files label="Skicka listan">
        <div class="panel-body stack mt5">
          <ErrorSummary state={state} />
          <FileField
            name="fil"
            label="Filen med listan"
            hint={`CSV eller XLSX, högst ${numberText(listLimits.rows)} konton. Första raden är rubriker.`}
            accept=".csv,.txt,.xlsx"
            state={state}
          />
          <p>
            Kolumner: {columnNames.join(', ')}. De tre första måste finnas. Ansvarig och Ersättare skrivs som
            e-postadress.
          </p>
          <p class="row">
            <Button kind="primary">Läs listan</Button>
            <LinkButton kind="quiet" href="/register">
              Avbryt
            </LinkButton>
          </p>
        </div>
      </Form>
    </>
  )
}

/** What was read, before anything is entered. */
export const ConfirmListScreen = ({
  list,
  waiting,
  platforms,
}: {
  list: string
  waiting: WaitingList
  platforms: ReadonlyMap<string, PlatformPart>
}) => {
  const { accounts, newDepartments } = waiting
  const columns: readonly Column<ListedAccount>[] = [
    { key: 'namn', title: 'Konto', names: true, cell: ({ name }) => name },
    {
      key: 'plattform',
      title: 'Plattform',
      cell: ({ platform }) => platforms.get(platform)?.name ?? platform,
    },
    { key: 'forvaltning', title: 'Förvaltning', cell: ({ department }) => department },
    { key: 'ansvarig', title: 'Ansvarig', cell: ({ ownerStaffId }) => (ownerStaffId ? 'Finns' : 'Saknas') },
    { key: 'lank', title: 'Länk', optional: true, cell: ({ url }) => url ?? 'Ingen' },
  ]
  return (
    <>
      <Head
        title={`För in ${countText(accounts.length, 'konto', 'konton')}`}
        sub="Listan går att läsa. Inget är infört än."
        crumbs={crumbs}
      />
      {newDepartments.length > 0 && (
        <Note tone="warn">
          <p>
            <b>Förvaltningar som inte finns läggs till:</b> {newDepartments.slice(0, 50).join(', ')}. Är någon
            felstavad: rätta filen och skicka den igen.
          </p>
        </Note>
      )}
      <div class="mt4">
        <Panel id="lasta" title="Det som lästes" flush>
          <Table caption="Konton i listan" columns={columns} rows={accounts.slice(0, rowsShown)} />
          {accounts.length > rowsShown && (
            <p class="panel-body">
              Bara de första {rowsShown} visas. {numberText(accounts.length - rowsShown)} till förs också in.
            </p>
          )}
        </Panel>
      </div>
      <Form action={`/register/lista/${list}`} class="panel read mt4" label="För in">
        <div class="panel-body stack mt5">
          <p>
            Kontona står i registret som ej anslutna tills någon ansluter dem. De syns i den offentliga
            listan.
          </p>
          <p class="row">
            <Button kind="primary">För in {countText(accounts.length, 'konto', 'konton')}</Button>
            <LinkButton kind="quiet" href="/register/lista">
              Skicka en annan fil
            </LinkButton>
          </p>
        </div>
      </Form>
    </>
  )
}
