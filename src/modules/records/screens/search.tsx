import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  Badge,
  Button,
  countText,
  Empty,
  Field,
  type FormState,
  Head,
  Icon,
  Marked,
  Note,
  numberText,
  Platform,
  SearchField,
  Select,
  When,
} from '../../../web/index.ts'
import type { Found, Hit } from '../types.ts'
import { directionText, kindText, lookOf, stateLooks, titleOf } from './words.ts'

/** What the address holds, and links made from it. */
export interface SearchView {
  /** As typed, by name in the address. */
  readonly state: FormState
  /** Everything but the place in the list. */
  readonly kept: Readonly<Record<string, string>>
  /** How many filters are chosen. */
  readonly chosen: number
  /** Number of the first hit shown. */
  readonly from: number
  readonly newest: string | undefined
  readonly older: string | undefined
  readonly kinds: readonly Hit['item']['kind'][]
}

interface SearchProps {
  view: SearchView
  found: Found
  platforms: ReadonlyMap<string, PlatformPart>
}

const text = (view: SearchView, name: string): string => {
  const value = view.state.values[name]
  return typeof value === 'string' ? value : ''
}

export const SearchScreen = ({ view, found, platforms }: SearchProps) => {
  const { q = '', ...filters } = view.kept
  return (
    <>
      <Head title="Sök i handlingar" />
      <SearchField
        action="/sok"
        label="Sök i handlingar"
        value={text(view, 'q')}
        placeholder="Ord, namn eller ”exakt ordföljd”"
        keep={filters}
      />
      <p class="hint mt2">
        Hittar även böjningar. Skriv ”inom citat” för exakt ordföljd, en stjärna för början av ett ord:{' '}
        <span class="mono">snö*</span>. Minus utesluter: <span class="mono">-bandy</span>.
      </p>
      <Interrupted failing={found.failing} />
      <p class="mt3 hide-wide">
        <a class={view.chosen > 0 ? 'chip on' : 'chip'} href="#filter">
          <Icon name="filter" size="s" />
          {view.chosen > 0 ? `Filter, ${view.chosen} valda` : 'Filter'}
        </a>
      </p>
      <div class="cols cols-1-2 mt4">
        <Results view={view} found={found} platforms={platforms} />
        <Filter view={view} found={found} q={q} platforms={platforms} />
      </div>
    </>
  )
}

/** What cannot be collected is not among the hits: an interruption never looks like "nothing found". */
const Interrupted = ({ failing }: { failing: Found['failing'] }) => {
  const [first] = failing
  if (!first) return null
  const many = failing.length > 1
  return (
    <div class="mt3">
      <Note tone="warn">
        <p>
          <b>
            {many
              ? `${failing.length} konton går inte att hämta just nu.`
              : `${first.account.name} går inte att hämta just nu.`}
          </b>{' '}
          Det som skrivits där sedan <When at={first.since} /> finns inte bland träffarna.{' '}
          <a href={many ? '/register' : `/register/${first.account.accountId}`}>Se varför</a>
        </p>
      </Note>
    </div>
  )
}

const Results = ({ view, found, platforms }: SearchProps) => (
  <section class="panel" aria-labelledby="h-t">
    <header>
      <h2 id="h-t" aria-live="polite">
        {found.capped
          ? `Fler än ${countText(found.total, 'handling', 'handlingar')}`
          : countText(found.total, 'handling', 'handlingar')}
      </h2>
      <span class="meta">Nyast först</span>
    </header>
    {found.hits.length === 0 ? (
      <Empty kind="noHits" title={view.newest ? 'Inga äldre träffar' : 'Ingen handling stämmer'} level={3}>
        <p>
          Pröva färre ord, en annan böjning eller en längre period.
          {view.chosen > 0 && ' Du har filter valda, ta bort dem för att söka bredare.'}
        </p>
        <p>
          <a href={view.newest ?? '/sok'}>
            {view.newest ? 'Till de nyaste träffarna' : 'Visa allt, nyast först'}
          </a>
        </p>
      </Empty>
    ) : (
      <ul>
        {found.hits.map((hit) => (
          <HitRow hit={hit} platforms={platforms} />
        ))}
      </ul>
    )}
    {found.hits.length > 0 && (
      <footer class="between">
        <span>
          {numberText(view.from)}–{numberText(view.from + found.hits.length - 1)} av{' '}
          {found.capped ? `fler än ${numberText(found.total)}` : numberText(found.total)}
        </span>
        {(view.newest || view.older) && (
          <nav class="pages" aria-label="Sidor med träffar">
            {view.newest && <a href={view.newest}>Nyaste</a>}
            {view.older && (
              <a href={view.older} rel="next">
                <span class="pages-in">
                  Äldre
                  <Icon name="right" />
                </span>
              </a>
            )}
          </nav>
        )}
      </footer>
    )}
  </section>
)

const HitRow = ({ hit, platforms }: { hit: Hit; platforms: SearchProps['platforms'] }) => {
  const { item, account, excerpt } = hit
  const platform = platforms.get(account?.platform ?? '')
  const look = lookOf(item)
  return (
    <li class="q-item no-pick">
      <div>
        <a href={`/handlingar/${item.recordId}`}>{titleOf(item)}</a>
        <p class="meta-row">
          {platform && <Platform letters={platform.mark} name={platform.name} />}
          <span>{account?.name ?? 'Kontot finns inte längre i registret'}</span>
          <When at={item.publishedAt} />
          <span>{directionText[item.direction]}</span>
        </p>
        {excerpt ? (
          <p class="txt mt1" lang={hit.language}>
            {excerpt.cutBefore && '… '}
            {excerpt.text === '' ? (
              'Ingen text.'
            ) : (
              <Marked as="found" text={excerpt.text} spans={excerpt.spans} />
            )}
            {excerpt.cutAfter && ' …'}
          </p>
        ) : (
          <p class="txt mt1">
            Texten är dold, den kan vara svår att läsa. Öppna handlingen för att välja själv.
          </p>
        )}
        <div class="row">
          <Badge tone={look.tone} icon={look.icon}>
            {look.text}
          </Badge>
          {item.version > 1 && (
            <Badge tone="warn" icon="edit">
              {item.version} versioner
            </Badge>
          )}
          {hit.maybeSecret && (
            <Badge tone="seal" icon="lock">
              Sekretess kan gälla
            </Badge>
          )}
          <span class="meta mono">{item.recordId.slice(0, 8)}</span>
        </div>
      </div>
    </li>
  )
}

const all = { value: '', text: 'Alla' }

const Filter = ({ view, found, q, platforms }: SearchProps & { q: string }) => (
  <search class="panel sticky first" id="filter" aria-label="Filter">
    <form action="/sok">
      <div class="panel-head">
        <h2>Filter</h2>
        {view.chosen > 0 && (
          <a class="s" href={q ? `/sok?q=${encodeURIComponent(q)}` : '/sok'}>
            Rensa {view.chosen}
          </a>
        )}
      </div>
      <div class="panel-body stack-s">
        <input type="hidden" name="q" value={q} />
        <Select
          name="konto"
          label="Konto"
          state={view.state}
          options={[
            { value: '', text: `Alla ${countText(found.accounts.length, 'konto', 'konton')}` },
            ...found.accounts.map((account) => ({
              value: account.accountId,
              text: `${account.name}, ${platforms.get(account.platform)?.name ?? account.platform}`,
            })),
          ]}
        />
        <Field name="fran" type="date" label="Från och med" state={view.state} />
        <Field name="till" type="date" label="Till och med" state={view.state} />
        <Select
          name="riktning"
          label="Riktning"
          state={view.state}
          options={[all, { value: 'inkommen', text: 'Inkommen' }, { value: 'upprattad', text: 'Upprättad' }]}
        />
        <Select
          name="slag"
          label="Slag"
          state={view.state}
          options={[all, ...view.kinds.map((kind) => ({ value: kindCodes[kind], text: kindText[kind] }))]}
        />
        <Select
          name="lage"
          label="På plattformen"
          state={view.state}
          options={[
            all,
            ...Object.entries(stateCodes).map(([state, value]) => ({
              value,
              text: stateLooks[state as keyof typeof stateCodes].text,
            })),
          ]}
        />
        <Field name="av" label="Avsändare" hint="Hela namnet, som det står." state={view.state} />
        <Button>Visa</Button>
      </div>
    </form>
  </search>
)

/** Codes in the address, which people read and send to each other. */
export const kindCodes = { post: 'inlagg', comment: 'kommentar', message: 'meddelande' } as const
export const stateCodes = {
  visible: 'kvar',
  held: 'vantar',
  hidden: 'dold',
  removed: 'borttagen',
  gone: 'borta',
} as const
export const directionCodes = { received: 'inkommen', drawnUp: 'upprattad' } as const
