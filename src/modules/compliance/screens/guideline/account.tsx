import {
  Button,
  type Column,
  Empty,
  Facts,
  Form,
  Head,
  LinkButton,
  Note,
  Panel,
  Table,
  When,
} from '../../../../web/index.ts'
import { checkById } from '../../checks/index.ts'
import type { AccountGuideline, CheckLine, Standing } from '../../guideline/types.ts'
import { countsText, menderText, Outcomes, outcomeText, Since } from './words.tsx'

interface GuidelineProps {
  guideline: AccountGuideline
  done: string | undefined
  may: { readonly attest: boolean; readonly administer: boolean }
}

/** Which demands are not met on the account, since when, and what to do. */
export const AccountGuidelineScreen = ({ guideline, done, may }: GuidelineProps) => {
  const { account, lines, counts, known } = guideline
  const path = `/register/${account.accountId}`
  return (
    <>
      <Head
        title={`Riktlinjen: ${account.name}`}
        sub={
          known && (
            <>
              {countsText(counts)}. Prövades <When at={known.judgedAt} />.
            </>
          )
        }
        crumbs={[
          { text: 'Konton', href: '/register' },
          { text: account.name, href: path },
          { text: 'Riktlinjen' },
        ]}
      >
        {may.attest && account.state === 'active' && (
          <Form action={`${path}/riktlinje/prova`}>
            <Button icon="eye">Pröva nu</Button>
          </Form>
        )}
      </Head>
      {done && (
        <Note tone="ok">
          <p>{done}</p>
        </Note>
      )}
      {known?.failure && (
        <Note tone="warn">
          <p>
            <b>Plattformen visade inte profilen.</b> {known.failure}{' '}
            {known.seenAt && (
              <>
                Det som sägs om den gäller <When at={known.seenAt} />.
              </>
            )}
          </p>
        </Note>
      )}
      <div class="mt4 stack">
        <Panel
          id="h-k"
          title="Krav för krav"
          flush
          footer="Kraven prövas varje dygn och när något ändras här. Det som ingen maskin kan veta intygar en människa, med datum."
        >
          {lines.length > 0 ? (
            <Table
              caption="Riktlinjens krav på kontot, brister först"
              columns={columnsWith(path, may)}
              rows={lines}
              calm
            />
          ) : (
            <Empty kind="notBegun" title="Kontot är inte prövat än" level={3}>
              <p>
                {account.state === 'active'
                  ? 'Det prövas inom ett dygn. Vill du inte vänta, välj Pröva nu.'
                  : 'Kontot är avslutat, så riktlinjen prövas inte på det.'}
              </p>
            </Empty>
          )}
        </Panel>
        <Stated guideline={guideline} path={path} may={may} />
        <Changes history={guideline.history} />
      </div>
    </>
  )
}

const columnsWith = (path: string, may: GuidelineProps['may']): readonly Column<CheckLine>[] => [
  {
    key: 'demand',
    title: 'Krav',
    names: true,
    cell: ({ check }) => (
      <>
        {check.title} <span class="meta">{check.demand}</span>
      </>
    ),
  },
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
  { key: 'why', title: 'Varför', cell: ({ standing }) => <span class="written">{standing.why}</span> },
  { key: 'todo', title: 'Gör så här', cell: (line) => <Todo line={line} path={path} may={may} /> },
]

const Todo = ({ line, path, may }: { line: CheckLine; path: string; may: GuidelineProps['may'] }) => {
  const { check, standing } = line
  const lacking = standing.outcome === 'notMet' || standing.outcome === 'unknown'
  const mayAttest = check.attestedBy === 'communications' ? may.administer : may.attest
  return (
    <>
      {lacking && standing.outcome === 'notMet' && (
        <>
          {check.todo}
          <small>{menderText[check.mender]}</small>
        </>
      )}
      {check.attestedBy && mayAttest && standing.outcome !== 'notDemanded' && (
        <p class={standing.outcome === 'notMet' ? 'mt1' : undefined}>
          <a href={`${path}/riktlinje/intyga?krav=${check.id}`}>
            {standing.outcome === 'unknown' ? 'Titta och intyga' : 'Intyga'}
            <span class="vh">: {check.title}</span>
          </a>
        </p>
      )}
      {!(lacking || (check.attestedBy && mayAttest)) && <span class="meta">Inget att göra</span>}
      {standing.outcome === 'unknown' && !mayAttest && (
        <>
          {check.attestedBy === 'communications' ? 'Kommunikation' : 'Den som sköter kontot'} behöver intyga.
        </>
      )}
    </>
  )
}

const Stated = ({
  guideline,
  path,
  may,
}: {
  guideline: AccountGuideline
  path: string
  may: GuidelineProps['may']
}) => {
  const { units, board, processing } = guideline
  return (
    <Panel id="h-s" title="Enheter och personuppgifter">
      <Facts
        layout="narrow"
        facts={[
          ['Enheter', units.length > 0 ? units.join(', ') : 'Saknas'],
          ['Personuppgiftsansvarig', board ?? 'Saknas: ingen nämnd är angiven för förvaltningen'],
          ['Ändamål', processing?.purpose ?? 'Saknas'],
          ['Rättslig grund', processing?.legalBasis ?? 'Saknas'],
          ['Vems uppgifter', processing?.people ?? 'Saknas'],
          ['Vem mer får dem', processing?.recipients ?? 'Saknas'],
        ]}
      />
      {may.administer && (
        <p class="row">
          <LinkButton href={`${path}/riktlinje/enheter`} icon="users">
            Ändra enheter
          </LinkButton>
          <LinkButton href={`${path}/riktlinje/personuppgifter`} icon="edit">
            Beskriv personuppgifterna
          </LinkButton>
        </p>
      )}
    </Panel>
  )
}

const changeColumns: readonly Column<Standing>[] = [
  { key: 'at', title: 'När', cell: ({ at }) => <When at={at} first /> },
  {
    key: 'demand',
    title: 'Krav',
    names: true,
    cell: ({ checkId }) => checkById.get(checkId)?.title ?? checkId,
  },
  {
    key: 'outcome',
    title: 'Blev',
    cell: ({ outcome, why }) => (
      <>
        {outcomeText[outcome].text}
        <small>{why}</small>
      </>
    ),
  },
]

const Changes = ({ history }: { history: readonly Standing[] }) => (
  <Panel id="h-h" title="Vad som har ändrats" flush footer="Raderna kan inte ändras eller tas bort.">
    {history.length > 0 ? (
      <Table caption="Ändringar, senaste först" columns={changeColumns} rows={history} calm />
    ) : (
      <p class="panel-body">Inget har ändrats ännu.</p>
    )}
  </Panel>
)
