import { type Day, instantOf } from '../../../kernel/index.ts'
import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  AccountName,
  Badge,
  Button,
  type Column,
  countText,
  ErrorSummary,
  Facts,
  Field,
  Figures,
  type FormState,
  Head,
  Icon,
  LinkButton,
  longDayText,
  numberText,
  Panel,
  State,
  sentence,
  Table,
  Tabs,
  When,
} from '../../../web/index.ts'
import { settingWords } from '../../policy/index.ts'
import { lastDays, sumOf } from '../rules.ts'
import type { AccountFigures, Hole, Period, RoundRow, SupervisionReport } from '../types.ts'
import { periodQuery, periodText, share, stateText, whatCounts } from './words.ts'

type Platforms = ReadonlyMap<string, PlatformPart>

interface SupervisionProps {
  report: SupervisionReport
  platforms: Platforms
  today: Day
  state: FormState
  newest: string | undefined
  older: string | undefined
}

export const periods = [14, 30, 90] as const

/** Did somebody look, who, at what; where not, and is that explained. */
export const SupervisionScreen = (props: SupervisionProps) => {
  const { report, platforms } = props
  const all = sumOf(report.figures)
  return (
    <>
      <Head
        title="Uppsikt, underlag"
        crumbs={[{ text: 'Lägesbild', href: '/oversikt' }, { text: 'Underlag' }]}
        sub={`${sentence(periodText(report))}. ${stateText(report)}`}
      >
        <LinkButton icon="print" href={`/oversikt/uppsikt.pdf?${periodQuery(report)}`}>
          Svaret på en sida (PDF)
        </LinkButton>
      </Head>
      <Periods {...props} />
      <div class="mt4">
        <Figures figures={figures(report)} />
      </div>
      <div class="cols cols-2-1 mt5">
        <div class="stack">
          <Panel
            id="konton"
            title="Per konto"
            flush
            footer={`Alla ${countText(report.figures.length, 'konto', 'konton')}: ${numberText(all.byOwner + all.byDeputy)} av ${numberText(all.required)} krävda dagar. En runda på en dag som inte krävs ändrar inte siffran.`}
          >
            <Table
              caption="Uppsikt per konto"
              columns={accountColumns(platforms)}
              rows={report.figures}
              calm
            />
          </Panel>
          <RoundsPanel {...props} />
        </div>
        <div class="stack">
          <Holes report={report} platforms={platforms} />
          <Panel id="h-raknas" title="Vad som räknas">
            {whatCounts.map((text) => (
              <p>{text}</p>
            ))}
            <p class="meta">Riktlinjen: {settingWords.supervision.says(report.policy)}</p>
          </Panel>
          <Trust report={report} />
        </div>
      </div>
    </>
  )
}

/** The last days by one click; any year, term or month by its days. */
const Periods = ({ report, today, state }: SupervisionProps) => {
  const tab = (text: string, period: Period, query = periodQuery(period)) => ({
    href: `/oversikt/uppsikt?${query}`,
    text,
    current: report.from === period.from && report.to === period.to,
  })
  return (
    <>
      <Tabs
        label="Period"
        tabs={[
          ...periods.map((days) => tab(`${days} dagar`, lastDays(days, today), `dagar=${days}`)),
          tab('I år', { from: `${today.slice(0, 4)}-01-01`, to: today }),
        ]}
      />
      <form class="stack mt4" action="/oversikt/uppsikt">
        <ErrorSummary state={state} />
        <div class="row base">
          <Field name="fran" type="date" label="Från och med" state={state} />
          <Field name="till" type="date" label="Till och med" state={state} />
          <Button icon="filter">Visa perioden</Button>
        </div>
      </form>
    </>
  )
}

function figures(report: SupervisionReport) {
  const { required, byOwner, byDeputy, missed, explained } = sumOf(report.figures)
  const covered = byOwner + byDeputy
  const open = missed - explained
  return [
    {
      name: 'Dagar med uppsikt',
      value: share(covered, required),
      meaning: {
        tone: missed === 0 ? ('ok' as const) : ('warn' as const),
        text: `${numberText(covered)} av ${numberText(required)} krävda`,
      },
      href: '#konton',
    },
    {
      name: 'Av ersättare',
      value: numberText(byDeputy),
      unit: byDeputy === 1 ? 'dag' : 'dagar',
      meaning: { tone: 'quiet' as const, text: `av ${numberText(covered)} dagar` },
      href: '#konton',
    },
    {
      name: 'Missade',
      value: numberText(missed),
      unit: missed === 1 ? 'dag' : 'dagar',
      meaning:
        open > 0
          ? { tone: 'warn' as const, text: `${numberText(open)} utan förklaring` }
          : { tone: 'ok' as const, text: missed > 0 ? 'Alla är förklarade' : 'Ingen' },
      href: '#missade',
    },
    {
      name: 'Rundor',
      value: numberText(report.roundsTotal),
      meaning: { tone: 'quiet' as const, text: `av ${countText(report.people, 'person', 'personer')}` },
      href: '#rundor',
    },
  ]
}

const accountColumns = (platforms: Platforms): readonly Column<AccountFigures>[] => [
  {
    key: 'account',
    title: 'Konto',
    names: true,
    cell: ({ account }) => (
      <>
        <AccountName
          name={account.name}
          href={`/register/${account.accountId}`}
          platform={platforms.get(account.platform)}
        />
        {account.closed && <span class="meta"> avslutat</span>}
      </>
    ),
  },
  { key: 'required', title: 'Krävda', numeric: true, cell: ({ required }) => numberText(required) },
  { key: 'owner', title: 'Ansvarig', numeric: true, cell: ({ byOwner }) => numberText(byOwner) },
  { key: 'deputy', title: 'Ersättare', numeric: true, cell: ({ byDeputy }) => numberText(byDeputy) },
  {
    key: 'missed',
    title: 'Missade',
    cell: ({ missed, explained }) => {
      if (missed === 0) return '0'
      return explained === missed ? (
        <State tone="quiet" icon="minus">
          {numberText(missed)}, {missed === 1 ? 'förklarad' : 'förklarade'}
        </State>
      ) : (
        <State tone="warn">
          {`${numberText(missed)}, varav ${numberText(missed - explained)} utan förklaring`}
        </State>
      )
    },
  },
  {
    key: 'share',
    title: 'Täckning',
    numeric: true,
    cell: ({ required, byOwner, byDeputy }) => share(byOwner + byDeputy, required),
  },
]

/** '2 åtgärder, 1 svar' */
function doneText({ measures, answers }: RoundRow): string {
  const parts = [
    measures > 0 && countText(measures, 'åtgärd', 'åtgärder'),
    answers > 0 && countText(answers, 'svar', 'svar'),
  ]
  return parts.filter(Boolean).join(', ') || 'Inget'
}

const roundColumns = (platforms: Platforms): readonly Column<RoundRow>[] => [
  { key: 'at', title: 'När', names: true, cell: ({ at }) => <When at={at} first /> },
  {
    key: 'account',
    title: 'Konto',
    cell: ({ account, platform }) => `${account}, ${platforms.get(platform)?.name ?? platform}`,
  },
  {
    key: 'by',
    title: 'Vem',
    cell: ({ by, asDeputy }) => (
      <>
        {by} {asDeputy && <span class="meta">ersättare</span>}
      </>
    ),
  },
  { key: 'items', title: 'Nytt sedan sist', cell: ({ items }) => countText(items, 'inlägg', 'inlägg') },
  { key: 'done', title: 'Gjort sedan sist', cell: doneText },
  {
    key: 'note',
    title: 'Anteckning',
    cell: ({ note, roundId }) => (
      <>
        {note || 'Inget att anmärka'}
        <br />
        <a href={`/handlingar/${roundId}`}>
          Visa<span class="vh"> rundans</span> bevis
        </a>
      </>
    ),
  },
]

const RoundsPanel = ({ report, platforms, newest, older }: SupervisionProps) => (
  <Panel
    id="rundor"
    title="Vem såg vad"
    flush
    aside={
      <span class="meta">
        Visar {numberText(report.rounds.length)} av {countText(report.roundsTotal, 'runda', 'rundor')}
      </span>
    }
    footer={
      (newest || older) && (
        <nav class="pages" aria-label="Sidor med rundor">
          {newest && <a href={newest}>Nyaste</a>}
          {older && (
            <a href={older} rel="next">
              <span class="pages-in">
                Äldre
                <Icon name="right" />
              </span>
            </a>
          )}
        </nav>
      )
    }
  >
    {report.rounds.length > 0 ? (
      <Table caption="Rundor, senaste först" columns={roundColumns(platforms)} rows={report.rounds} calm />
    ) : (
      <p class="panel-body">Ingen har gjort någon runda under perioden.</p>
    )}
  </Panel>
)

const Holes = ({ report, platforms }: { report: SupervisionReport; platforms: Platforms }) => {
  const { missed, explained } = sumOf(report.figures)
  const open = missed - explained
  const left = missed - report.holes.length
  return (
    <Panel
      id="missade"
      title="Dagar som ingen såg"
      aside={open > 0 && <Badge tone="warn">{numberText(open)} utan förklaring</Badge>}
    >
      {report.holes.length === 0 ? (
        <p>Inga. Varje krävd dag har någon tittat.</p>
      ) : (
        <ul class="reasons">
          {report.holes.map((hole) => (
            <HoleLine hole={hole} platforms={platforms} />
          ))}
        </ul>
      )}
      {left > 0 && (
        <p class="meta">{`${countText(left, 'dag', 'dagar')} till finns i siffrorna. Välj en kortare period för att se dem.`}</p>
      )}
    </Panel>
  )
}

const HoleLine = ({ hole, platforms }: { hole: Hole; platforms: Platforms }) => {
  const { account, day, explanation, mayExplain } = hole
  const what = `${account.name}, ${platforms.get(account.platform)?.name ?? account.platform}, ${longDayText(instantOf(day))}`
  return (
    <li>
      <Icon name={explanation ? 'minus' : 'bang'} tone={explanation ? 'warn' : 'bad'} />
      <div>
        <p>{what}</p>
        {explanation ? (
          <p class="meta">
            {explanation.text}
            {explanation.by && ` Förklarad av ${explanation.by}.`}
          </p>
        ) : (
          <p class="meta">
            Ingen förklaring.{' '}
            {mayExplain && (
              <a href={`/ko/runda/${account.accountId}/forklara?dag=${day}`}>
                Förklara<span class="vh"> {what}</span>
              </a>
            )}
          </p>
        )}
      </div>
    </li>
  )
}

const Trust = ({ report }: { report: SupervisionReport }) => (
  <Panel id="h-lita" title="Kan du lita på siffrorna?">
    <Facts
      layout="narrow"
      facts={[
        ['Räknat', `Ur ${countText(report.roundsTotal, 'runda', 'rundor')}, när sidan öppnades`],
        ['Varje runda', 'Är en förseglad handling. Öppna den med Visa bevis'],
        [
          'Kontrollpunkt',
          report.log ? (
            <>
              <When at={report.log.at} first />, <a href="/log/checkpoint">öppen för alla</a>
            </>
          ) : (
            'Inget är förseglat ännu'
          ),
        ],
      ]}
    />
  </Panel>
)
