import type { Platform } from '../../../../platforms/contract.ts'
import {
  type Column,
  Empty,
  Facts,
  Head,
  longDayText,
  Note,
  Panel,
  Table,
  useRendering,
} from '../../../../web/index.ts'
import type { Particulars, ProcessingLine } from '../../guideline/types.ts'

interface ProcessingProps {
  municipality: string
  lines: readonly ProcessingLine[]
  particulars: Particulars
  platforms: ReadonlyMap<string, Platform>
}

/** The record of processing, board by board, as it is printed. */
export const ProcessingScreen = ({ municipality, lines, particulars, platforms }: ProcessingProps) => {
  const { now } = useRendering()
  const lacking = lines.filter(({ board, processing }) => !(board && processing)).length
  const boards = [...new Set(lines.map(({ board }) => board))]
  return (
    <>
      <Head
        title="Personuppgifter i sociala medier"
        sub={`Register över behandling, ${municipality}, ${longDayText(now)}. Sidan går att skriva ut.`}
        crumbs={[
          { text: 'Konton', href: '/register' },
          { text: 'Riktlinjen', href: '/register/riktlinje' },
          { text: 'Personuppgifter' },
        ]}
      />
      {lacking > 0 && (
        <Note tone="warn">
          <p>
            <b>
              {lacking === 1
                ? 'Ett konto är inte färdigt beskrivet.'
                : `${lacking} konton är inte färdigt beskrivna.`}
            </b>{' '}
            Det som saknas står i tabellen. Det fylls i på kontots sida om riktlinjen.
          </p>
        </Note>
      )}
      <div class="stack mt4">
        <Panel id="h-g" title="Gemensamt">
          <Facts
            facts={[
              ['Dataskyddsombud', particulars.dataProtectionOfficer || 'Saknas'],
              [
                'Hur länge uppgifterna sparas',
                'Enligt kommunens gallringsbeslut. Det som kommer in är allmän handling.',
              ],
              [
                'Skydd',
                'Behörighet per roll och förvaltning, krypterade inloggningar, logg över vem som läst vad.',
              ],
            ]}
          />
        </Panel>
        {boards.length === 0 && <Empty kind="notBegun" title="Inget konto är med ännu" />}
        {boards.map((board, at) => (
          <Panel id={`h-n-${at}`} title={board ?? 'Ingen nämnd är angiven'} flush>
            <Table
              caption={`Konton som ${board ?? 'ingen nämnd'} ansvarar för`}
              columns={columnsWith(platforms)}
              rows={lines.filter((line) => line.board === board)}
            />
          </Panel>
        ))}
      </div>
    </>
  )
}

const columnsWith = (platforms: ProcessingProps['platforms']): readonly Column<ProcessingLine>[] => [
  {
    key: 'account',
    title: 'Konto',
    names: true,
    cell: ({ account }) => (
      <>
        <a href={`/register/${account.accountId}/riktlinje`}>{account.name}</a>
        <small>
          {platforms.get(account.platform)?.name}, {account.department}
        </small>
      </>
    ),
  },
  { key: 'purpose', title: 'Ändamål', cell: ({ processing }) => processing?.purpose ?? 'Saknas' },
  { key: 'basis', title: 'Rättslig grund', cell: ({ processing }) => processing?.legalBasis ?? 'Saknas' },
  { key: 'people', title: 'Vems uppgifter', cell: ({ processing }) => processing?.people ?? 'Saknas' },
  {
    key: 'recipients',
    title: 'Vem mer får dem',
    cell: ({ processing }) => processing?.recipients ?? 'Saknas',
  },
]
