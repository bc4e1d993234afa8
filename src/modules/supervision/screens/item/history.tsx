import type { StaffId } from '../../../../kernel/index.ts'
import { clockText, lawText, type Moment, When } from '../../../../web/index.ts'
import type { Item } from '../../../archive/index.ts'
import {
  filterName,
  isModeration,
  isOpen,
  isReply,
  type Measure,
  type MeasureStep,
} from '../../../measures/index.ts'
import { groundsAt } from '../../../policy/index.ts'
import type { History } from '../../service/item.ts'
import { doneWord, measureWords, takenAwayText, theKind } from '../words.ts'

interface Telling {
  readonly item: Item
  /** The platform's name. */
  readonly platform: string
  readonly names: ReadonlyMap<StaffId, string>
  readonly now: Date
}

/** 'Olaga hot, Brottsbalken 4 kap. 5 §': the ground as the rulebook named it when it was used. */
function groundText({ groundId, requestedAt }: Measure): string | undefined {
  const ground = groundsAt(requestedAt).find(({ id }) => id === groundId)
  return ground ? `${ground.title}, ${lawText(ground.lawRef)}` : (groundId ?? undefined)
}

const nameIn = (names: ReadonlyMap<StaffId, string>, staffId: StaffId | null): string =>
  staffId === null ? filterName : (names.get(staffId) ?? 'En kollega')

function orderedMoment(measure: Measure, { item, names }: Telling): Moment {
  const who = nameIn(names, measure.staffId)
  const byFilter = measure.staffId === null
  const what = isReply(measure.kind)
    ? `${who} skrev ett svar${measure.kind === 'privateReply' ? ' till avsändaren' : ''}`
    : `${who} beslutade att ${measureWords[measure.kind].order} ${theKind[item.kind]}`
  const more = byFilter
    ? 'Tills någon har läst och bestämt'
    : [
        groundText(measure),
        !isReply(measure.kind) && measure.note,
        measure.groundId && `Riktlinjens version ${measure.policyVersion}`,
      ]
        .filter(Boolean)
        .join('. ')
  return {
    kind: 'seen',
    icon: isReply(measure.kind) ? 'reply' : measureWords[measure.kind].icon,
    what: <b>{what}</b>,
    detail: (
      <>
        <When at={measure.requestedAt} first />
        {more && `. ${more}`}
        {measure.number && isModeration(measure) && measure.state !== 'awaitsSecond' && (
          <>
            . Avsändaren kan be om ny prövning:{' '}
            <a class="nowrap" href={`/provning/${measure.number}`}>
              {measure.number}
            </a>
          </>
        )}
        {isReply(measure.kind) && <span class="written">{`\n${measure.note}`}</span>}
      </>
    ),
  }
}

/** How many failed tries are told one by one; a platform that is away for a day gives thousands. */
const mostFailures = 3

function stepMoment(measure: Measure, step: MeasureStep, telling: Telling): Moment {
  const { platform, names } = telling
  const at = <When at={step.at} first />
  switch (step.kind) {
    case 'ordered':
      return orderedMoment(measure, telling)
    case 'sealedBefore':
      return { kind: 'seal', icon: 'seal', what: 'Läget före är förseglat', detail: at }
    case 'sent':
      return { kind: 'seen', icon: 'send', what: `Skickad till ${platform}`, detail: at }
    case 'answered':
      return { kind: 'seal', icon: 'seal', what: `${platform} svarade, och svaret är förseglat`, detail: at }
    case 'lookedUp':
      return {
        kind: 'warn',
        icon: 'eye',
        what: 'Vi såg efter. Ordern var inte genomförd och skickas igen.',
        detail: at,
      }
    case 'failed':
      return { kind: 'warn', icon: 'warn', what: step.detail || 'Det gick inte', detail: at }
    case 'approved':
    case 'declined':
      return {
        kind: step.kind === 'approved' ? 'ok' : 'warn',
        icon: 'scale',
        what: `${nameIn(names, step.staffId)} ${step.kind === 'approved' ? 'godkände' : 'sa nej'}`,
        detail: (
          <>
            {at}
            {step.detail && `. ${step.detail}`}
          </>
        ),
      }
    case 'overtaken':
      return {
        kind: 'warn',
        icon: 'dash',
        what: telling.item.withheld ? step.detail : takenAwayText('others', telling.item),
        detail: at,
      }
    case 'confirmedByHand':
      return {
        kind: 'ok',
        icon: 'hand',
        what: `${nameIn(names, step.staffId ?? measure.staffId)} bekräftade att det är gjort för hand`,
        detail: (
          <>
            {at}
            {step.detail && `. ${step.detail}`}
          </>
        ),
      }
    default:
      return {
        kind: 'ok',
        icon: 'okc',
        what: <b>{doneText(measure, step.at, telling)}</b>,
        detail: 'Vi har sett efter, och det vi såg är förseglat.',
      }
  }
}

/** 'Dold på Facebook kl. 09.14', 'Dold på Facebook 18 nov kl. 09.14' */
export const doneText = (
  { kind }: Measure,
  at: Date,
  { item, platform, now }: Pick<Telling, 'item' | 'platform' | 'now'>,
): string => `${doneWord(kind, item.kind)} på ${platform} ${clockText(at, now)}`

/** What is still to come for an order on its way. */
function toCome(measure: Measure, { platform, item }: Telling): Moment[] {
  if (!isOpen(measure.state) || measure.state === 'byHand') return []
  if (measure.state === 'awaitsSecond')
    return [{ kind: 'next', icon: 'user', what: 'En andra person godkänner eller säger nej' }]
  const coming: Moment[] = []
  if (!isReply(measure.kind) && measure.state === 'requested')
    coming.push({ kind: 'next', icon: 'seal', what: 'Läget före förseglas' })
  if (measure.state === 'requested' || measure.state === 'sealed')
    coming.push({ kind: 'next', icon: 'send', what: `Ordern skickas till ${platform}` })
  const last = isReply(measure.kind) ? 'Svaret förseglas' : `Vi ser efter hur ${theKind[item.kind]} visas`
  return [...coming, { kind: 'next', icon: 'eye', what: last }]
}

/** Everything that has been done with an item, step by step, newest last. */
export function momentsOf(history: History, telling: Telling): Moment[] {
  return history.flatMap(({ measure, steps }) => {
    const failures = steps.filter((step) => step.kind === 'failed')
    const untold = new Set(failures.slice(0, -mostFailures))
    const told = steps.filter((step) => !untold.has(step))
    const moments = told.map((step) => stepMoment(measure, step, telling))
    if (untold.size > 0)
      moments.splice(-mostFailures, 0, {
        kind: 'warn',
        icon: 'warn',
        what: `${untold.size} tidigare försök gick inte heller`,
      })
    return [...moments, ...toCome(measure, telling)]
  })
}
