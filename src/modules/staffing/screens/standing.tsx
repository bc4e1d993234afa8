import { daysText, State, useRendering } from '../../../web/index.ts'
import type { AccountPeople, Standing } from '../service/standing.ts'
import { asText, spanText, untilText } from './words.ts'

/** Beside an owner's name, where somebody else answers now: that the owner is away, until when, and who answers. */
export const AnswersNow = ({ standing }: { standing: Standing | undefined }) => {
  const { now } = useRendering()
  if (!standing || (standing.now?.as === 'owner' && !standing.nobody)) return null
  const away = standing.ownerAwayTo && `Ansvarig borta ${untilText(standing.ownerAwayTo, now)}. `
  // That nobody is appointed is said where the owner's name would stand.
  if (!away && standing.now?.as !== 'shift') return null
  return standing.nobody ? (
    <State tone="bad">{away}Ingen är på plats.</State>
  ) : (
    <State tone="info">
      {away}
      {standing.now?.name} svarar nu, {standing.now && asText[standing.now.as]}.
    </State>
  )
}

/** Who answers now, in one line. */
export const nowText = ({ now, nobody }: Standing): string =>
  now ? `${now.name}, ${asText[now.as]}${nobody ? '. Ingen annan är på plats' : ''}` : 'Ingen'

type WeekSpan = AccountPeople['week'][number]

const Who = ({ of }: { of: WeekSpan }) =>
  of.nobody ? (
    <span class="bad strong">Ingen</span>
  ) : (
    <>
      {of.now?.name}, {of.now && asText[of.now.as]}
    </>
  )

/** The week to come: each time that somebody else answers, and then who does it most of the time. */
export const WeekAhead = ({ week }: { week: AccountPeople['week'] }) => {
  const { now } = useRendering()
  const usual = usualIn(week)
  return (
    <ul class="stack-s">
      {week
        .filter((span) => !isAlike(span, usual))
        .map((span) => (
          <li>
            {spanText(span, now)}: <Who of={span} />
          </li>
        ))}
      {usual && (
        <li>
          {week.length > 1 && 'Annars '}
          <Who of={usual} />
        </li>
      )}
    </ul>
  )
}

const isAlike = (a: WeekSpan, b: WeekSpan | undefined): boolean =>
  a.nobody === b?.nobody && a.now?.staffId === b.now?.staffId && a.now?.as === b.now?.as

/** Of those who answer, whoever has most of the week; that nobody does is never the usual. */
function usualIn(week: readonly WeekSpan[]): WeekSpan | undefined {
  const hours = (one: WeekSpan): number =>
    week.reduce((sum, span) => sum + (isAlike(span, one) ? span.to.getTime() - span.from.getTime() : 0), 0)
  return week.filter(({ nobody }) => !nobody).sort((a, b) => hours(b) - hours(a))[0]
}

/** Who may speak for the municipality on the account, and what they have gone through. */
export const Speakers = ({ people }: { people: AccountPeople }) => {
  const { now } = useRendering()
  if (people.speakers.length === 0) return <>Ingen är utsedd</>
  return (
    <ul class="stack-s">
      {people.speakers.map(({ name, trainings }) => (
        <li>
          {name},
          <span class="meta">
            {' '}
            {trainings.length === 0
              ? 'ingen utbildning införd'
              : trainings.map((one) => `${one.name}, ${daysText(one.day, one.day, now)}`).join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
