import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import { countText, numberText } from '../../../web/index.ts'
import { changeOf, figureThat } from '../rules.ts'
import type { AccountInsights, Figure, OwnCounts, Period } from '../types.ts'
import { amountText, changeText, gapText, lackText } from '../words.ts'
import { Bars } from './bars.tsx'

export type Platforms = ReadonlyMap<string, PlatformPart>

/** What a platform counts, in the columns of the table. */
export const questions = [
  { key: 'followers', title: 'Följare', tells: ['followers'], lacks: 'antalet följare' },
  { key: 'reach', title: 'Nåddes, eller visningar', tells: ['reach', 'views'], lacks: 'hur många som nås' },
  { key: 'interactions', title: 'Reaktioner', tells: ['interactions'], lacks: 'hur många som reagerar' },
] as const

export const mostOf = (accounts: readonly AccountInsights[], tells: (typeof questions)[number]['tells']) =>
  Math.max(
    0,
    ...accounts.flatMap(({ figures }) => {
      const figure = figureThat(figures, ...tells)
      return [figure?.now?.value ?? 0, figure?.before?.value ?? 0]
    }),
  )

/** A platform's number with how it has changed, and what is lacking in words: never a nought for what is not known. */
export const FigureCell = ({
  one,
  question,
  period,
  platforms,
  most,
}: {
  one: AccountInsights
  question: (typeof questions)[number]
  period: Period
  platforms: Platforms
  most: number
}) => {
  const name = platforms.get(one.account.platform)?.name ?? one.account.platform
  const figure = figureThat(one.figures, ...question.tells)
  if (!figure) return <span class="meta">Okänt</span>
  const gap = gapText(figure, name, period)
  return (
    <>
      {figure.now && (
        <>
          {amountText(figure.metric, figure.now)}
          {figure.metric.tells === 'views' && ' visningar'}
          <Change figure={figure} period={period} />
          <Bars now={figure.now.value} before={figure.before?.value} most={most} />
        </>
      )}
      {gap && <small>{gap}</small>}
    </>
  )
}

export const Change = ({ figure, period }: { figure: Figure; period: Period }) => {
  const change = changeOf(figure, period)
  return <small>{change === undefined ? 'Går inte att jämföra' : changeText(change)}</small>
}

/** Why a number is not known, of all accounts that it is not known of. */
export const Lacking = ({
  accounts,
  platforms,
}: {
  accounts: readonly AccountInsights[]
  platforms: Platforms
}) => {
  const lacking = questions.flatMap(({ tells, lacks }) => {
    const names = accounts
      .filter(({ figures }) => !figureThat(figures, ...tells))
      .map(({ account }) => platforms.get(account.platform)?.name ?? account.platform)
    return names.length > 0 ? [{ what: lacks, platforms: [...new Set(names)].sort() }] : []
  })
  if (lacking.length === 0) return null
  return (
    <div class="panel-body mt3">
      <p class="meta">{lackText(lacking)}</p>
    </div>
  )
}

/** A count of our own, with the period before beside it. */
export const OwnCell = ({
  own,
  before,
  of,
}: {
  own: OwnCounts
  before: OwnCounts
  of: Exclude<keyof OwnCounts, 'inTime' | 'late'>
}) => (
  <>
    {numberText(own[of])}
    <small>förut {numberText(before[of])}</small>
  </>
)

/** '3 försenade väntar', where some do: what nobody answers is not in the answers that were in time. */
export const lateText = ({ late }: OwnCounts): string | undefined =>
  late === 0 ? undefined : countText(late, 'försenad väntar', 'försenade väntar')

/** '12 av 14 svar i tid'. */
export const inTimeText = ({ answered, inTime }: OwnCounts): string =>
  answered === 0 ? 'Inga svar' : `${numberText(inTime)} av ${numberText(answered)}`
