import {
  Button,
  Chip,
  countText,
  Empty,
  emptyForm,
  Figures,
  FilterBar,
  Head,
  LinkButton,
  numberText,
  Select,
} from '../../../web/index.ts'
import { addCounts, figureThat } from '../rules.ts'
import type { AccountInsights } from '../types.ts'
import { comparedText, spanText } from '../words.ts'
import { inTimeText, lateText } from './cells.tsx'
import { Months } from './months.tsx'
import { Departments, type InsightsProps, Own, Reached } from './tables.tsx'

/** Who is reached, what they write, and whether it is answered: an account, a department or the municipality. */
export const InsightsScreen = (props: InsightsProps) => {
  const { insights, filter, link, months, platforms } = props
  const { period, accounts } = insights
  const only = months && accounts[0]
  return (
    <>
      <Head
        title="Statistik"
        sub={
          <>
            {spanText(period)}. {comparedText(period)} Varje konto jämförs med sig självt.
          </>
        }
      >
        <LinkButton icon="down2" href={link({ sida: '' }, '/statistik.csv')}>
          Hämta som kalkylblad (CSV)
        </LinkButton>
      </Head>
      <Filters {...props} />
      {accounts.length === 0 ? (
        <Empty kind="noHits" title="Inget konto att visa">
          <p>
            Välj en annan förvaltning, eller <a href="/statistik">visa hela kommunen</a>.
          </p>
        </Empty>
      ) : (
        <>
          <Summary accounts={accounts} />
          {!filter.department && !only && <Departments {...props} />}
          <Reached {...props} />
          <Own {...props} />
          {only && <Months one={only} months={months} period={period} platforms={platforms} />}
          <p class="hint mt5">
            Plattformarnas siffror frågas en gång om dygnet och står som plattformen ger dem, även när de är
            små. Uppsikt sparar bara antal, aldrig vem. När en plattform slutar ge ut en siffra står det, i
            stället för noll.
          </p>
        </>
      )}
    </>
  )
}

const Filters = ({ insights, filter, link }: InsightsProps) => (
  <div class="stack">
    <FilterBar label="Period" clear={undefined}>
      {insights.periods.map(({ id, name }) => (
        <Chip href={link({ period: id, sida: '' })} chosen={insights.period.id === id}>
          {name}
        </Chip>
      ))}
    </FilterBar>
    <form action="/statistik" class="row base no-print">
      <input type="hidden" name="period" value={insights.period.id} />
      <Select
        name="forvaltning"
        label="Förvaltning"
        options={[
          { value: '', text: 'Hela kommunen' },
          ...insights.departments.map((name) => ({ value: name, text: name })),
        ]}
        state={emptyForm({ forvaltning: filter.department })}
      />
      <Select
        name="konto"
        label="Konto"
        options={[
          { value: '', text: 'Alla konton' },
          ...insights.choosable.map(({ accountId, name }) => ({ value: accountId, text: name })),
        ]}
        state={emptyForm({ konto: filter.accountId ?? '' })}
      />
      <Button>Visa</Button>
    </form>
  </div>
)

/** Followers of several accounts together count a person once for each account; it says so. */
const Summary = ({ accounts }: { accounts: readonly AccountInsights[] }) => {
  const own = addCounts(accounts.map((one) => one.own))
  const before = addCounts(accounts.map((one) => one.ownBefore))
  const followed = accounts.flatMap(({ figures }) => {
    const value = figureThat(figures, 'followers')?.now?.value
    return value === undefined ? [] : [value]
  })
  const followers = followed.reduce((sum, value) => sum + value, 0)
  const whose =
    followed.length > 0
      ? `på ${numberText(followed.length)} av ${countText(accounts.length, 'konto', 'konton')}, samma person kan följa flera`
      : 'inget av kontona ger ut antalet'
  const quiet = (text: string) => ({ tone: 'quiet', text }) as const
  return (
    <div class="mt4">
      <Figures
        figures={[
          {
            name: 'Följare',
            value: followed.length > 0 ? numberText(followers) : 'Okänt',
            meaning: quiet(whose),
            href: '#natt',
          },
          {
            name: 'Kommentarer in',
            value: numberText(own.comments),
            meaning: quiet(`förut ${numberText(before.comments)}`),
            href: '#eget',
          },
          {
            name: 'Svar i tid',
            value: inTimeText(own),
            meaning:
              own.late > 0
                ? { tone: 'warn', icon: 'clock', text: lateText(own) ?? '' }
                : quiet(`förut ${inTimeText(before).toLowerCase()}`),
            href: '#eget',
          },
          {
            name: 'Egna inlägg',
            value: numberText(own.ownPosts),
            meaning: quiet(`förut ${numberText(before.ownPosts)}`),
            href: '#eget',
          },
        ]}
      />
    </div>
  )
}
