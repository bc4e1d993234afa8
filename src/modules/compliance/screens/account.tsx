import { capabilitiesOf } from '../../../platforms/capabilities.ts'
import type { Capability, Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  Badge,
  Button,
  type Column,
  countText,
  Facts,
  Form,
  Head,
  LinkButton,
  Matrix,
  MatrixLegend,
  Note,
  numberText,
  Panel,
  State,
  Table,
  type Watch,
  When,
} from '../../../web/index.ts'
import { LifePanel } from '../../applications/index.ts'
import type { CollectionHealth } from '../../collection/index.ts'
import { settingWords } from '../../policy/index.ts'
import { nowText, Speakers, WeekAhead } from '../../staffing/index.ts'
import type { Cell } from '../../supervision/index.ts'
import type { AccountPage, RoundLine } from '../types.ts'
import { GuidelinePanel } from './guideline/panel.tsx'
import { Gaps, HoursTable } from './hours.tsx'
import { kindText } from './kind.tsx'
import { Trial } from './trial.tsx'
import { capabilityText, Health, lackText, Person } from './words.tsx'

interface AccountProps {
  page: AccountPage
  platform: PlatformPart | undefined
  may: {
    readonly run: boolean
    readonly connect: boolean
    readonly appoint: boolean
    readonly explain: boolean
    readonly confirm: boolean
    readonly record: boolean
    readonly staff: boolean
    readonly vault: boolean
    readonly close: boolean
    readonly followUp: boolean
    readonly prove: boolean
    readonly rights: boolean
  }
  /** What has just been done, in a sentence. */
  done: string | undefined
}

/** Who answers for an account, when it was last looked at, and whether collection works. */
export const AccountScreen = ({ page, platform, may, done }: AccountProps) => {
  const { row } = page
  const { account } = row
  const isFetched = row.health?.state !== 'byHand' && row.health?.state !== 'refused'
  const name = platform ? `${account.name}, ${platform.name}` : account.name
  return (
    <>
      <Head title={name} crumbs={[{ text: 'Konton', href: '/register' }, { text: account.department }]}>
        {may.run && account.state === 'active' && isFetched && (
          <Form action={`/register/${account.accountId}/hamta`}>
            <Button icon="down2">Hämta nu</Button>
          </Form>
        )}
        {may.record && account.state === 'active' && (
          <LinkButton icon="hand" href={`/register/${account.accountId}/for-hand`}>
            Registrera för hand
          </LinkButton>
        )}
        {may.appoint && account.state === 'active' && (
          <LinkButton
            icon="users"
            href={`/register/${account.accountId}/ansvarig`}
            kind={row.lacks.some((lack) => lack === 'noOwner' || lack === 'noDeputy') ? 'primary' : undefined}
          >
            Utse ansvarig och ersättare
          </LinkButton>
        )}
      </Head>
      <p class="row">
        {account.state === 'active' ? <Badge tone="ok">I bruk</Badge> : <Badge tone="quiet">Avslutat</Badge>}
        {account.paused && <Badge tone="info">Pausat</Badge>}
        {account.audience === 'internal' && <Badge tone="quiet">Internt</Badge>}
        {row.lacks.map((lack) => (
          <Badge tone={lackText[lack].tone}>{lackText[lack].text}</Badge>
        ))}
        {account.url && isWebAddress(account.url) && (
          <a class="s" href={account.url}>
            {account.url}
          </a>
        )}
      </p>
      {done && (
        <div class="mt3">
          <Note tone="ok">
            <p>{done}</p>
          </Note>
        </div>
      )}
      <Trouble page={page} platform={platform} mayConnect={may.connect} />
      <div class="cols cols-2-1 mt4">
        <div class="stack">
          {account.state === 'active' && <GuidelinePanel guideline={page.guideline} />}
          {page.cells.length > 0 && <Watching page={page} platform={platform} mayConfirm={may.confirm} />}
          <Gaps page={page} mayExplain={may.explain} />
          <HoursTable hours={page.hours} />
          {page.rounds && <Rounds rounds={page.rounds} />}
        </div>
        <div class="stack">
          <Responsibility page={page} may={may} />
          <LifePanel account={account} steps={page.life} planInHand={page.planInHand} may={may} />
          <ConnectionPanel page={page} platform={platform} mayConnect={may.connect} />
          {platform && Object.keys(platform.collects).length > 0 && (
            <Trial page={page} platform={platform} mayConnect={may.connect && isFetched} />
          )}
        </div>
      </div>
    </>
  )
}

export const isWebAddress = (text: string): boolean => /^https?:\/\//iu.test(text) && URL.canParse(text)

/** An account that is not collected says so first of all, with what to do. */
const Trouble = ({
  page,
  platform,
  mayConnect,
}: Pick<AccountProps, 'page' | 'platform'> & { mayConnect: boolean }) => {
  const { health, account, lacks } = page.row
  if (health?.refusal && platform) return <Refused refusal={health.refusal} platform={platform} />
  if (health && lacks.includes('still'))
    return (
      <div class="mt3">
        <Note tone="bad">
          <p>
            <b>
              Hämtningen står still sedan <When at={health.nextAttemptAt} />.
            </b>{' '}
            Den del av Uppsikt som hämtar verkar inte vara i gång. Be den som driver Uppsikt att starta den.
          </p>
        </Note>
      </div>
    )
  if (health?.state !== 'failing') return null
  const renew = health.failure === 'reauthorise'
  return (
    <div class="mt3">
      <Note tone="bad">
        <p>
          <b>Kontot hämtas inte sedan {health.failingSince && <When at={health.failingSince} />}.</b>{' '}
          {health.failureDetail}
        </p>
        <p>
          {renew ? (
            mayConnect ? (
              <a href={`/register/${account.accountId}/anslutning`}>Anslut på nytt</a>
            ) : (
              'Be kommunikation att ansluta kontot på nytt.'
            )
          ) : (
            <>
              Nytt försök görs <When at={health.nextAttemptAt} />.
            </>
          )}
        </p>
      </Note>
    </div>
  )
}

/** What the municipality has decided, what it means for the account, and the two ways on. */
const Refused = ({
  refusal,
  platform: { id, name },
}: {
  refusal: NonNullable<CollectionHealth['refusal']>
  platform: PlatformPart
}) => (
  <div class="mt3">
    <Note tone="bad">
      <p>
        <b>
          Kommunen har beslutat att inte använda {name} ({refusal.diaryNumber},{' '}
          <When at={refusal.at} time={false} />
          ).
        </b>{' '}
        Därför hämtas inget härifrån. Det som redan finns bevaras.
      </p>
      <p>
        Stäng kontot hos {name} om kommunen inte ska finnas där. Ska det användas behövs ett nytt beslut:{' '}
        <a href={`/installningar/plattformar/${id}#beslut`}>Beslutet om {name}</a>
      </p>
    </Note>
  </div>
)

const watchOf: Readonly<Record<Cell['state'], Watch>> = {
  done: 'owner',
  byDeputy: 'deputy',
  missed: 'missed',
  explained: 'explained',
  dueToday: 'due',
  notRequired: 'notRequired',
}

/** A day's supervision as the matrix shows it. */
export const watchesOf = (cells: readonly Cell[]): Watch[] => cells.map(({ state }) => watchOf[state])

const Watching = ({
  page,
  platform,
  mayConfirm,
}: {
  page: AccountPage
  platform: PlatformPart | undefined
  mayConfirm: boolean
}) => {
  const { account } = page.row
  return (
    <Panel
      id="uppsikt"
      title="Uppsikt, två veckor"
      aside={<MatrixLegend />}
      flush
      footer={
        <>
          Riktlinjen: {settingWords.supervision.says(page.policy)}{' '}
          {mayConfirm && <a href={`/ko/runda/${account.accountId}`}>Gör en runda</a>}
        </>
      }
    >
      <Matrix
        caption={`Uppsikt på ${account.name}, de senaste 14 dagarna`}
        days={page.cells.map(({ day }) => day)}
        rows={[
          {
            account: account.name,
            platform: platform?.name ?? '',
            href: `/register/${account.accountId}`,
            days: watchesOf(page.cells),
          },
        ]}
      />
    </Panel>
  )
}

const roundColumns: readonly Column<RoundLine>[] = [
  { key: 'at', title: 'När', names: true, cell: ({ at }) => <When at={at} first /> },
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
  { key: 'note', title: 'Anteckning', cell: ({ note }) => note || 'Inget att anmärka' },
]

const Rounds = ({ rounds }: { rounds: readonly RoundLine[] }) => (
  <Panel id="rundor" title="Senaste rundorna" flush>
    {rounds.length > 0 ? (
      <Table caption="Rundor, senaste först" columns={roundColumns} rows={rounds} calm />
    ) : (
      <p class="panel-body">Ingen har tittat igenom kontot ännu.</p>
    )}
  </Panel>
)

const Responsibility = ({ page, may }: { page: AccountPage; may: AccountProps['may'] }) => {
  const { row, people } = page
  const { accountId, state } = row.account
  return (
    <Panel
      id="h-a"
      title="Ansvar"
      footer={
        <p class="row">
          {may.staff && <a href={`/register/${accountId}/personer`}>Fler ersättare och vilka som talar</a>}
          {may.appoint && <a href={`/register/${accountId}/brevlada`}>Brev till funktionsbrevlådan</a>}
          {may.appoint && <a href={`/register/${accountId}/lasare`}>Vilka kontot är till för</a>}
          {may.confirm && <a href={`/register/${accountId}/underskrift`}>Så undertecknas svar</a>}
          {may.rights && (
            <a href={`/register/${accountId}/behorighet`}>Vem får göra vad med det här kontot</a>
          )}
        </p>
      }
    >
      <Facts
        layout="narrow"
        facts={[
          ['Ansvarig', <Person person={row.owner} missing="Saknas" />],
          [
            people.furtherDeputies.length > 0 ? 'Ersättare, i ordning' : 'Ersättare',
            <>
              <Person person={row.deputy} missing="Saknas" />
              {people.furtherDeputies.map((name) => `, ${name}`)}
            </>,
          ],
          ...(state === 'active'
            ? ([
                ['Svarar nu', nowText(people.standing)],
                ['Den här veckan', <WeekAhead week={people.week} />],
              ] as const)
            : []),
          ['Talar för kommunen', <Speakers people={people} />],
          ['Förvaltning', row.account.department],
          ['Enheter', page.guideline.units.join(', ') || 'Saknas'],
          ['Till för', kindText(row.account)],
          ['Syfte', row.account.purpose || 'Inte beskrivet'],
          ['Med sedan', <When at={row.account.createdAt} time={false} first />],
          ['Svarstid', settingWords.responseTarget.says(page.policy)],
          ['Inloggning', <LogIn page={page} mayVault={may.vault} />],
        ]}
      />
    </Panel>
  )
}

const LogIn = ({ page, mayVault }: { page: AccountPage; mayVault: boolean }) => (
  <>
    {page.vault ? (
      <State tone="ok" icon="key">
        Ligger i kommunens valv
      </State>
    ) : (
      <State tone="warn" icon="key">
        Ligger inte i valvet
      </State>
    )}{' '}
    {mayVault && <a href={`/register/${page.row.account.accountId}/valv`}>Till valvet</a>}
  </>
)

const ConnectionPanel = ({
  page,
  platform,
  mayConnect,
}: {
  page: AccountPage
  platform: PlatformPart | undefined
  mayConnect: boolean
}) => {
  const { health, account, lookedAt } = page.row
  const needsSecrets = platform?.settings.some(({ secret }) => secret) ?? false
  return (
    <Panel id="anslutning" title="Anslutning">
      <Facts
        layout="narrow"
        facts={[
          ['Läge', <Health health={health} connected={account.connected} />],
          ['Stämmer av', <Reconciled page={page} />],
          ['Senast sett', lookedAt ? <When at={lookedAt} first /> : 'Ingen har tittat ännu'],
          ['Kan här', listed(platform, 'automatic')],
          ['För hand', listed(platform, 'byHand')],
          ['Går inte', listed(platform, 'unavailable')],
        ]}
      />
      <p class="s">
        <a href="/installningar/plattformar">Vad som går på varje plattform</a>
      </p>
      {mayConnect && needsSecrets && account.state === 'active' && (
        <LinkButton icon="key" block href={`/register/${account.accountId}/anslutning`}>
          {account.connected ? 'Anslut på nytt' : 'Anslut kontot'}
        </LinkButton>
      )}
    </Panel>
  )
}

/** Our count against the platform's own: what differs is said with both figures. */
const Reconciled = ({ page }: { page: AccountPage }) => {
  const { knownCount, reportedCount, state } = page.row.health ?? {}
  if (state === 'byHand') return <>Stäms inte av</>
  if (knownCount === null || knownCount === undefined) return <>Inte avstämt ännu</>
  if (reportedCount === null || reportedCount === undefined)
    return <>{numberText(knownCount)} i arkivet. Plattformen säger inte hur många den har.</>
  return (
    <>
      {numberText(knownCount)} av {numberText(reportedCount)} som plattformen visar
    </>
  )
}

function listed(platform: PlatformPart | undefined, wanted: string): string {
  if (!platform) return 'Plattformen finns inte längre i Uppsikt'
  const can = capabilitiesOf(platform)
  const names = (Object.keys(capabilityText) as Capability[])
    .filter((name) => can[name] === wanted)
    .map((name) => capabilityText[name].toLowerCase())
  return names.length > 0 ? names.join(', ') : 'Inget'
}
