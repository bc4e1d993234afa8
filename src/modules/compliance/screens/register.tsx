import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  AccountName,
  Chip,
  type Column,
  countText,
  Empty,
  FilterBar,
  Head,
  LinkButton,
  Note,
  numberText,
  Pages,
  SearchField,
  State,
  Table,
} from '../../../web/index.ts'
import { AnswersNow } from '../../staffing/index.ts'
import type { Register, RegisterFilter, RegisterRow } from '../types.ts'
import { Health, lackText, Person, Watched } from './words.tsx'

type Platforms = ReadonlyMap<string, PlatformPart>

interface RegisterProps {
  register: Register
  filter: RegisterFilter
  /** A link to this page with something in the filter changed. */
  link: (change: Readonly<Record<string, string>>) => string
  keep: Readonly<Record<string, string>>
  /** All on one page is for paper. */
  page: number | 'all'
  platforms: Platforms
  mayRegister: boolean
  mayStaffing: boolean
}

export const rowsOnPage = 50

/** Which accounts lack something, and who answers for each. */
export const RegisterScreen = (props: RegisterProps) => {
  const { register, filter, page, link, keep, platforms } = props
  const first = page === 'all' ? 0 : (page - 1) * rowsOnPage
  const rows = page === 'all' ? register.rows : register.rows.slice(first, first + rowsOnPage)
  return (
    <>
      <Head
        title="Konton"
        sub={
          <>
            Kommunens förteckning. {numberText(register.active)} i bruk,{' '}
            {countText(register.closed, 'avslutat', 'avslutade')}.{' '}
            <a href="/konton">Se den offentliga listan</a>
          </>
        }
      >
        {props.mayStaffing && (
          <LinkButton icon="users" href="/register/bemanning">
            Bemanning
          </LinkButton>
        )}
        <LinkButton href="/register/ansokan">Ansökningar</LinkButton>
        {props.mayRegister && <LinkButton href="/register/lista">Från en lista</LinkButton>}
        {props.mayRegister && (
          <LinkButton kind="primary" icon="plus" href="/register/nytt">
            Lägg till ett konto
          </LinkButton>
        )}
      </Head>
      <Lacking register={register} link={link} chosen={filter.lacking} />
      <p class="mt3">
        {register.guideline.notMet > 0
          ? `Riktlinjen: ${countText(register.guideline.notMet, 'brist', 'brister')} på ${countText(register.guideline.accounts, 'konto', 'konton')}. `
          : ''}
        <a href="/register/riktlinje">Hur riktlinjen följs</a>
      </p>
      <section class="panel mt4" aria-label="Förteckning">
        <div class="panel-head">
          <SearchField
            action="/register"
            label="Sök konto, enhet eller person"
            value={filter.text}
            placeholder="Konto, enhet eller person"
            keep={keep}
          />
          <Filters register={register} filter={filter} link={link} platforms={platforms} />
        </div>
        {rows.length > 0 ? (
          <Table
            caption="Kommunens konton, efter förvaltning"
            columns={columnsWith(platforms)}
            rows={rows}
            calm
          />
        ) : (
          <Nothing register={register} />
        )}
        {rows.length > 0 && (
          <footer>
            <Pages
              label="Sidor med konton"
              from={first + 1}
              shown={rows.length}
              total={register.rows.length}
              of={['konto', 'konton']}
              previous={page !== 'all' && page > 1 ? link({ sida: String(page - 1) }) : undefined}
              next={
                page !== 'all' && first + rowsOnPage < register.rows.length
                  ? link({ sida: String(page + 1) })
                  : undefined
              }
            />
            <p class="row no-print">
              <a href={link({ sida: '' }).replace('/register', '/register/forteckning.csv')}>
                Hämta som kalkylblad (CSV)
              </a>
              <a href={link({ sida: 'alla' })}>Alla på en sida, för utskrift</a>
            </p>
          </footer>
        )}
      </section>
    </>
  )
}

const Lacking = ({
  register,
  link,
  chosen,
}: {
  register: Register
  link: RegisterProps['link']
  chosen: boolean
}) => {
  const { lacking } = register
  if (lacking.length === 0) return null
  const weighty = lacking.filter(({ lacks }) => lacks.includes('notCollected') || lacks.includes('still'))
  return (
    <Note tone={weighty.length > 0 ? 'bad' : 'warn'}>
      <p>
        <b>{lacking.length === 1 ? 'Ett konto saknar något.' : `${lacking.length} konton saknar något.`}</b>{' '}
        {lacking
          .slice(0, 3)
          .map(
            ({ account, lacks }) =>
              `${account.name}: ${lacks.map((lack) => lackText[lack].text.toLowerCase()).join(', ')}.`,
          )
          .join(' ')}{' '}
        {!chosen && <a href={link({ brister: '1', sida: '' })}>Visa bara dem</a>}
      </p>
    </Note>
  )
}

const Filters = ({
  register,
  filter,
  link,
  platforms,
}: Pick<RegisterProps, 'register' | 'filter' | 'link' | 'platforms'>) => (
  <FilterBar
    label="Filter"
    clear={
      filter.department || filter.platform || filter.lacking || filter.state !== 'active'
        ? '/register'
        : undefined
    }
  >
    <Chip href={link({ lage: '', sida: '' })} chosen={filter.state === 'active'}>
      I bruk
    </Chip>
    {register.closed > 0 && (
      <Chip href={link({ lage: 'avslutade', sida: '' })} chosen={filter.state === 'closed'}>
        Avslutade
      </Chip>
    )}
    <Chip href={link({ brister: filter.lacking ? '' : '1', sida: '' })} chosen={filter.lacking} icon="warn">
      Saknar något
    </Chip>
    {register.departments.map((department) => (
      <Chip
        href={link({ forvaltning: filter.department === department ? '' : department, sida: '' })}
        chosen={filter.department === department}
      >
        {department}
      </Chip>
    ))}
    {[...platforms.values()]
      .filter(({ id }) => register.platforms.has(id))
      .map(({ id, name }) => (
        <Chip
          href={link({ plattform: filter.platform === id ? '' : id, sida: '' })}
          chosen={filter.platform === id}
        >
          {name}
        </Chip>
      ))}
  </FilterBar>
)

const Nothing = ({ register }: { register: Register }) =>
  register.active + register.closed === 0 ? (
    <Empty kind="notBegun" title="Inget konto är med ännu">
      <p>Börja med kommunens största konto, så ser du snart vad som skrivs där.</p>
    </Empty>
  ) : (
    <Empty kind="noHits" title="Inget konto stämmer">
      <p>
        Pröva ett kortare ord, eller{' '}
        <a href="/register">visa alla {countText(register.active, 'konto', 'konton')}</a>.
      </p>
    </Empty>
  )

const columnsWith = (platforms: Platforms): readonly Column<RegisterRow>[] => [
  {
    key: 'account',
    title: 'Konto',
    names: true,
    cell: ({ account }) => {
      const platform = platforms.get(account.platform)
      return (
        <AccountName name={account.name} href={`/register/${account.accountId}`} platform={platform}>
          {platform?.name}
          <br />
          {account.department}
          {account.audience === 'internal' && ', internt'}
        </AccountName>
      )
    },
  },
  {
    key: 'responsible',
    title: 'Ansvarig och ersättare',
    cell: ({ owner, deputy, standing }) => (
      <>
        <Person person={owner} missing="Ansvarig saknas" />
        <small>
          {deputy && !deputy.endedAt && 'Ersättare '}
          <Person person={deputy} missing="Ersättare saknas" />
        </small>
        <small>
          <AnswersNow standing={standing} />
        </small>
      </>
    ),
  },
  {
    key: 'state',
    title: 'Läge',
    optional: true,
    cell: ({ account }) =>
      account.state === 'closed' ? (
        <State tone="quiet">Avslutat</State>
      ) : account.paused ? (
        <State tone="info">Pausat</State>
      ) : (
        <State tone="ok">I&nbsp;bruk</State>
      ),
  },
  {
    key: 'guideline',
    title: 'Riktlinjen',
    optional: true,
    cell: ({ account, guideline }) => {
      if (!guideline) return <span class="meta">Inte prövad</span>
      const { notMet, unknown } = guideline
      return (
        <a href={`/register/${account.accountId}/riktlinje`}>
          {notMet > 0 ? countText(notMet, 'brist', 'brister') : `${unknown} att intyga`}
          <span class="vh"> på {account.name}</span>
        </a>
      )
    },
  },
  { key: 'watched', title: 'Uppsikt', cell: (row) => <Watched row={row} /> },
  {
    key: 'health',
    title: 'Insamling',
    cell: ({ account, health, lacks }) => (
      <>
        <Health health={health} connected={account.connected} />
        {lacks.includes('countDiffers') && (
          <small>
            Arkivet har {numberText(health?.knownCount ?? 0)}, plattformen visar{' '}
            {numberText(health?.reportedCount ?? 0)}
          </small>
        )}
      </>
    ),
  },
]
