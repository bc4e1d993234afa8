import { type Moment, Panel, Timeline, useRendering, When, whenText } from '../../../web/index.ts'
import { type PlaceInUse, wayOn } from '../rules.ts'
import type { Opened } from '../service/read.ts'
import type { Step, StepKind } from '../types.ts'
import { stepText } from './words.ts'

/** What will happen, and afterwards what has happened: the same chain. */
export const Chain = ({ opened }: { opened: Opened }) => {
  const { now } = useRendering()
  const { steps } = opened
  const over = ['finished', 'cancelled'].includes(opened.whole.publication.state)
  const moments = [...told(steps).map((step) => past(step, opened)), ...(over ? [] : coming(opened, now))]
  return (
    <Panel id="h-sedan" title={over ? 'Det här har hänt' : 'Vad som händer'}>
      <Timeline moments={moments} />
    </Panel>
  )
}

/** Saving is not told each time: of changes by one person in a row the last is. */
const told = (steps: readonly Step[]): Step[] =>
  steps.filter(({ kind, staffId }, at) => {
    const next = steps[at + 1]
    return kind !== 'changed' || next?.kind !== 'changed' || next.staffId !== staffId
  })

const looks: Partial<Readonly<Record<StepKind, Pick<Moment, 'kind' | 'icon'>>>> = {
  approved: { kind: 'seal', icon: 'seal' },
  published: { kind: 'seal', icon: 'send' },
  doneByHand: { kind: 'ok', icon: 'hand' },
  declined: { kind: 'warn', icon: 'left' },
  takenBack: { kind: 'warn', icon: 'edit' },
  held: { kind: 'bad', icon: 'stop' },
  failed: { kind: 'bad', icon: 'stop' },
  unknown: { kind: 'warn', icon: 'help' },
  waits: { kind: 'warn', icon: 'clock' },
}

function past(step: Step, { names, inUse }: Opened): Moment {
  const account = inUse.find(({ place }) => place.accountId === step.accountId)?.account.name
  const by = step.staffId && (names.get(step.staffId) ?? 'En kollega')
  return {
    ...(looks[step.kind] ?? { kind: 'ok', icon: 'check' }),
    what: [by, by ? small(stepText[step.kind]) : stepText[step.kind]].filter(Boolean).join(' '),
    detail: (
      <>
        {account && `${account}, `}
        <When at={step.at} />
        {step.detail && `. ${step.detail}`}
      </>
    ),
  }
}

const small = (text: string): string => text.charAt(0).toLocaleLowerCase('sv') + text.slice(1)

function coming({ whole, inUse, needsSecond }: Opened, now: Date): Moment[] {
  const { state, plannedAt } = whole.publication
  const isWritten = state === 'draft' || state === 'held'
  const next = (icon: Moment['icon'], what: string, detail?: string): Moment => ({
    kind: 'next',
    icon,
    what,
    ...(detail && { detail }),
  })
  const when = plannedAt && plannedAt > now ? whenText(plannedAt, now) : 'genast'
  const left = inUse.filter(({ place }) => ['chosen', 'sent', 'unknown'].includes(place.state))
  const byMachine = left.filter((one) => way(one) === 'automatic')
  const byHand = left.filter((one) => way(one) === 'byHand')
  return [
    ...(isWritten || state === 'waiting'
      ? [
          needsSecond || state === 'waiting'
            ? next('users', 'Någon annan som får publicera på kontona godkänner', 'Texten fryses då')
            : next('check', 'Du godkänner', 'Texten fryses då'),
          next('seal', 'Inlägget blir en upprättad handling'),
        ]
      : []),
    ...(byMachine.length > 0
      ? [next('send', `Ut på ${byMachine.length === 1 ? '1 konto' : `${byMachine.length} konton`} ${when}`)]
      : []),
    ...byHand.map(({ account }) =>
      next('hand', `${account.name} publiceras för hand`, 'Du får besked när det är dags, med stegen'),
    ),
    ...(byMachine.length > 0 ? [next('search', 'Vi hittar inläggen igen när kontot hämtas')] : []),
  ]
}

const way = ({ account, platform }: PlaceInUse) => wayOn(account, platform)
