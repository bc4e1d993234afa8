import { type Actor, may } from '../../../../access/index.ts'
import {
  Button,
  Chip,
  countText,
  emptyForm,
  FilterBar,
  Head,
  Keys,
  LinkButton,
  numberText,
  Select,
  Tabs,
  timeText,
} from '../../../../web/index.ts'
import type { Account } from '../../../accounts/index.ts'
import type { TaskCounts } from '../../../tasks/index.ts'
import { type QueueAddress, queryText, queueHref, type View } from '../address.ts'
import { labelChoices } from '../words.ts'

export interface ListProps {
  readonly address: QueueAddress
  readonly accounts: readonly Account[]
  readonly counts: TaskCounts
}

/** The first line: how things are, in one sentence. */
function standing(counts: TaskCounts): string {
  const { todo, urgent, oldestUrgentAt } = counts
  if (todo === 0) return 'Inget väntar på dig.'
  const all = todo > 10_000 ? 'Mer än 10 000 att göra' : `${numberText(todo)} att göra`
  if (urgent === 0) return `${all}. Inget är brådskande.`
  const since = oldestUrgentAt ? `, äldst från kl. ${timeText(oldestUrgentAt)}` : ''
  return `${countText(urgent, 'ärende', 'ärenden')} kan inte vänta${since}. ${all}.`
}

const tabs: readonly (readonly [View, string])[] = [
  ['todo', 'Att göra'],
  ['mine', 'Mina'],
  ['incoming', 'Allt inkommet'],
  ['done', 'Klart'],
]

export const QueueBar = ({ address, accounts, counts }: ListProps) => {
  const { view, accountId, label, language, sameAs } = address
  const chosen = accountId ?? label ?? language ?? sameAs
  return (
    <div class="bar stack-s">
      <Tabs
        label="Urval i kön"
        tabs={tabs.map(([each, text]) => ({
          href: queueHref({ view: each, accountId }),
          text,
          current: each === view,
          count: each === 'todo' ? counts.todo : each === 'mine' ? counts.mine : undefined,
        }))}
      />
      <FilterBar label="Filter" clear={chosen ? queueHref({ view }) : undefined}>
        {view !== 'incoming' && (
          <Chip
            href={queueHref({ view, accountId, ...(label !== 'question' && { label: 'question' }) })}
            chosen={label === 'question'}
            icon="talk"
          >
            Bara frågor
          </Chip>
        )}
        {view !== 'incoming' && (
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
          <summary>{view === 'incoming' ? 'Konto' : 'Konto och skäl'}</summary>
          <FilterForm address={address} accounts={accounts} />
        </details>
      </FilterBar>
    </div>
  )
}

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
      {address.view !== 'incoming' && (
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
  <Head title="Kö" sub={standing(counts)}>
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
