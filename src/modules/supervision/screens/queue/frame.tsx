import { type Actor, may } from '../../../../access/index.ts'
import {
  Button,
  Chip,
  clockText,
  countText,
  emptyForm,
  FilterBar,
  Head,
  Keys,
  LinkButton,
  numberText,
  Select,
  Tabs,
  useRendering,
} from '../../../../web/index.ts'
import type { Account } from '../../../accounts/index.ts'
import type { TaskCounts } from '../../../tasks/index.ts'
import { type QueueAddress, queryText, queueHref, type View } from '../address.ts'
import { labelChoices } from '../words.ts'

export interface ListProps {
  readonly address: QueueAddress
  readonly accounts: readonly Account[]
  readonly counts: TaskCounts
  /** How many wait for the reader as second person. */
  readonly seconds: number
}

/** The first line: how things are, in one sentence. */
function standing(counts: TaskCounts, now: Date): string {
  const { todo, urgent, oldestUrgentAt } = counts
  if (todo === 0) return 'Inget väntar på dig.'
  const all = todo > 10_000 ? 'Mer än 10\u00a0000 att göra' : `${numberText(todo)} att göra`
  if (urgent === 0) return `${all}. Inget är brådskande.`
  const since = oldestUrgentAt ? `, äldst från ${clockText(oldestUrgentAt, now)}` : ''
  return `${countText(urgent, 'ärende', 'ärenden')} kan inte vänta${since}. ${all}.`
}

const tabs: readonly (readonly [View, string])[] = [
  ['todo', 'Att göra'],
  ['mine', 'Mina'],
  ['second', 'Väntar på en andra'],
  ['incoming', 'Allt inkommet'],
  ['done', 'Klart'],
]

/** Asked for only where something waits for a second person: few municipalities have two for everything. */
const isShown = (each: View, { address, seconds }: ListProps): boolean =>
  each !== 'second' || seconds > 0 || address.view === 'second'

/** How many a selection holds, where that is counted. */
export const countOf = (
  each: View,
  { counts, seconds }: Pick<ListProps, 'counts' | 'seconds'>,
): number | undefined => {
  if (each === 'second') return seconds
  return each === 'todo' ? counts.todo : each === 'mine' ? counts.mine : undefined
}

export const QueueBar = (props: ListProps) => {
  const { address, accounts } = props
  const { view, accountId, label, language, sameAs } = address
  const chosen = accountId ?? label ?? language ?? sameAs
  const isPlain = hasNoReasons(view)
  return (
    <div class="bar stack-s">
      <Tabs
        label="Urval i kön"
        tabs={tabs
          .filter(([each]) => isShown(each, props))
          .map(([each, text]) => ({
            href: queueHref({ view: each, accountId }),
            text,
            current: each === view,
            count: countOf(each, props),
          }))}
      />
      <FilterBar label="Filter" clear={chosen ? queueHref({ view }) : undefined}>
        {!isPlain && (
          <Chip
            href={queueHref({ view, accountId, ...(label !== 'question' && { label: 'question' }) })}
            chosen={label === 'question'}
            icon="talk"
          >
            Bara frågor
          </Chip>
        )}
        {!isPlain && (
          <Chip
            href={queueHref({ view, accountId, ...(language !== 'mina' && { language: 'mina' }) })}
            chosen={language === 'mina'}
            icon="words"
          >
            Språk jag läser
          </Chip>
        )}
        {sameAs && (
          <Chip href={queueHref({ view })} chosen icon="words">
            Samma text
          </Chip>
        )}
        <details class="data" open={accountId !== undefined || (label !== undefined && label !== 'question')}>
          <summary>{isPlain ? 'Konto' : 'Konto och skäl'}</summary>
          <FilterForm address={address} accounts={accounts} />
        </details>
      </FilterBar>
    </div>
  )
}

/** What has come in is not filtered by its reasons, nor is what a colleague has decided on. */
const hasNoReasons = (view: View): boolean => view === 'incoming' || view === 'second'

/** Account and reason, by GET: the choice stands in the address. */
const FilterForm = ({ address, accounts }: Pick<ListProps, 'address' | 'accounts'>) => {
  const state = emptyForm({ konto: address.accountId ?? '', skal: address.label ?? '' })
  const urval = new URLSearchParams(queryText({ view: address.view })).get('urval')
  return (
    <form class="row" action="/ko">
      {urval && <input type="hidden" name="urval" value={urval} />}
      <Select
        name="konto"
        label="Konto"
        quietLabel
        state={state}
        options={[
          { value: '', text: 'Alla konton' },
          ...accounts.map(({ accountId, name }) => ({ value: accountId, text: name })),
        ]}
      />
      {!hasNoReasons(address.view) && (
        <Select
          name="skal"
          label="Skäl"
          quietLabel
          state={state}
          options={[{ value: '', text: 'Alla skäl' }, ...labelChoices]}
        />
      )}
      <Button small icon="filter">
        Filtrera
      </Button>
    </form>
  )
}

export const QueueHead = ({ counts, actor }: { counts: TaskCounts; actor: Actor }) => (
  <Head title="Kö" sub={standing(counts, useRendering().now)}>
    <Keys
      keys={[
        [['J', 'K'], 'nästa, förra'],
        [['X'], 'markera'],
        [['Enter'], 'öppna'],
        [['?'], 'alla tangenter'],
      ]}
    />
    {may(actor, 'supervision.confirm') && (
      <LinkButton icon="check" href="/ko/runda">
        Gör en runda
      </LinkButton>
    )}
  </Head>
)
