import { wallTime } from '../../../../kernel/index.ts'
import {
  clockText,
  dayText,
  LinkButton,
  Note,
  Proofbar,
  Timeline,
  timeText,
  useRendering,
} from '../../../../web/index.ts'
import {
  isAlready,
  isReply,
  type Measure,
  needsGround,
  reversalOf,
  takenAwayBy,
  wayOf,
} from '../../../measures/index.ts'
import { groundById } from '../../../policy/index.ts'
import { isUnderWay, type OpenedItem, type OpenedTask } from '../../service/item.ts'
import type { DiaryStanding } from '../../types.ts'
import { actHref, type QueueAddress } from '../address.ts'
import { measureWords, takenAwayText, theKind } from '../words.ts'
import { DiaryNext } from './diary.tsx'
import { nextText } from './grounds.tsx'
import { doneText, momentsOf } from './history.tsx'

interface LiveProps {
  readonly opened: OpenedTask
  readonly item: OpenedItem
  readonly address: QueueAddress
  readonly diary: DiaryStanding
}

/** 'i dag 14.05.09' */
const seconds = (at: Date, now: Date): string =>
  `${dayText(at, now)} ${timeText(at)}.${String(wallTime(at).second).padStart(2, '0')}`

const partsText = (parts: number): string => (parts === 1 ? 'en del' : `${parts} delar`)

/** How far the proof of the version that is shown has come. */
const ProofLine = ({ item: { item, proof } }: { item: OpenedItem }) => {
  const { now } = useRendering()
  const link = { href: `/handlingar/${item.recordId}`, text: 'Visa beviset' }
  const number = proof.index?.toLocaleString('sv-SE')
  const place = number === undefined ? '' : ` · loggpost ${number}`
  if (proof.refusals.length > 0) {
    const more = proof.refusals.length > 1 ? ` Och ${proof.refusals.length - 1} till.` : ''
    return (
      <Proofbar proof="incomplete" detail={`En bilaga saknas: ${proof.refusals[0]}${more}`} link={link} />
    )
  }
  if (proof.sealedAt)
    return (
      <Proofbar
        proof="sealed"
        detail={`${seconds(proof.sealedAt, now)} · ${partsText(proof.parts)}${place}`}
        link={link}
      />
    )
  const detail =
    proof.index === undefined
      ? 'Åtgärder väntar tills beviset har fått sin plats i loggen, oftast någon sekund.'
      : `Har plats ${number} i loggen, som skrivs under inom en minut.`
  return <Proofbar proof="sealing" detail={detail} link={link} />
}

const said = (tone: 'info' | 'warn', text: string) => (
  <Note tone={tone}>
    <p>{text}</p>
  </Note>
)

/** The sentence that says how the last measure stands. */
const Standing = ({ opened, item, address, measure }: Omit<LiveProps, 'diary'> & { measure: Measure }) => {
  const { now } = useRendering()
  const platform = opened.platform?.name ?? 'plattformen'
  const what = theKind[item.item.kind]
  switch (measure.state) {
    case 'requested':
      return <Note tone="info">{isReply(measure.kind) ? 'Svaret skickas …' : 'Förseglar läget före …'}</Note>
    case 'sealed':
      return said('info', 'Förseglat. Ordern skickas …')
    case 'sent':
      return said('info', `Skickad till ${platform}. Vi ser efter att det blev gjort.`)
    case 'unknown':
      return said('warn', 'Vi vet inte om ordern gick fram. Vi tittar efter nu.')
    case 'byHand':
      return (
        <Note tone="warn" icon="hand">
          <p>
            {`${platform} tar inte emot ordern härifrån. Gör det för hand och bekräfta sedan. Till dess visas ${what} som förut.`}
          </p>
          <p class="mt2">
            <LinkButton
              small
              href={actHref(address, opened.task.taskId, 'for-hand', { atgard: measure.measureId })}
              dialog
            >
              Så gör du, och bekräfta
            </LinkButton>
          </p>
        </Note>
      )
    case 'awaitsSecond':
      return <AwaitsSecond opened={opened} item={item} address={address} measure={measure} />
    case 'declined':
      return said('warn', `En andra person sa nej: ${measure.detail} Inget är gjort.`)
    case 'overtaken':
      if (item.item.withheld) return said('info', measure.detail)
      return said(
        'info',
        `Ordern behövdes inte längre: ${what} var redan borta. ${takenAwayText('others', item.item)}`,
      )
    case 'refused':
      return (
        <Note tone="bad">
          <p>
            <b>Det gick inte.</b> {measure.detail}
          </p>
        </Note>
      )
    case 'done':
      if (measure.staffId === null && !isReply(measure.kind))
        return said(
          'warn',
          `Ordfiltret har dolt ${what} på ${platform} sedan ${clockText(measure.finishedAt ?? measure.requestedAt, now)}. Ingen ser den förrän du har bestämt: välj ${measureWords[reversalOf[measure.kind]].verb}, eller Låt vara dold och på vilken grund.`,
        )
      return (
        <Note tone="ok">
          <div class="between">
            <p>
              {doneText(measure, measure.finishedAt ?? measure.requestedAt, {
                item: item.item,
                platform,
                now,
              })}
            </p>
            <TellAuthor opened={opened} item={item} address={address} measure={measure} />
            <Undo opened={opened} item={item} address={address} measure={measure} />
          </div>
        </Note>
      )
  }
}

/** Four eyes: decided by one, and waiting for another. */
const AwaitsSecond = ({ opened, measure, address }: Omit<LiveProps, 'diary'> & { measure: Measure }) => {
  const first = (measure.staffId && opened.names.get(measure.staffId)) ?? 'En kollega'
  const did = isReply(measure.kind) ? 'har skrivit ett svar' : 'har beslutat om en åtgärd'
  if (!opened.waiting?.mayAnswer)
    return said(
      'warn',
      `${first} ${did}, och riktlinjen säger att två personer behövs. Någon annan ska godkänna. Till dess är inget gjort.`,
    )
  return (
    <Note tone="warn" icon="user">
      <div class="between">
        <p>{`${first} ${did}, och riktlinjen säger att två personer behövs. Till dess är inget gjort.`}</p>
        <LinkButton small icon="scale" href={actHref(address, opened.task.taskId, 'fyra-ogon')} dialog>
          Godkänn eller säg nej
        </LinkButton>
      </div>
    </Note>
  )
}

/** What the ground of the last measure asks for next; of what is or may be secret the way to the diary says it. */
const Next = ({ item, measure }: { item: OpenedItem; measure: Measure }) => {
  const group = groundById(measure.groundId ?? '', measure.requestedAt)?.group
  if (measure.state !== 'done' || (group !== 'must' && group !== 'data')) return null
  return (
    <p>
      <b>Sedan:</b> {nextText(group, item.policy.settings)}
    </p>
  )
}

/** The author of what broke a house rule is told why, once; a person writes it. */
const TellAuthor = ({ opened, item, measure, address }: Omit<LiveProps, 'diary'> & { measure: Measure }) => {
  const told = item.history.some(
    (one) => isReply(one.measure.kind) && one.measure.requestedAt > measure.requestedAt,
  )
  if (!opened.mayWork || !measure.number || !needsGround(measure.kind) || told) return null
  const href = actHref(address, opened.task.taskId, 'beratta', { atgard: measure.measureId })
  return (
    <LinkButton small icon="mail" href={href} dialog>
      Berätta för avsändaren
    </LinkButton>
  )
}

/** Undoing is a new measure, where the platform has one and it is not done already. */
const Undo = ({ opened, item, measure, address }: Omit<LiveProps, 'diary'> & { measure: Measure }) => {
  const { platform, mayWork, task } = opened
  if (!mayWork || !platform || isReply(measure.kind) || item.item.withheld) return null
  const reversal = reversalOf[measure.kind]
  const { state } = item.item
  const history = item.history.map((one) => one.measure)
  if (state === 'gone' || wayOf(platform, reversal) === 'unavailable') return null
  if (isAlready(platform, reversal, state, history)) return null
  const href = actHref(address, task.taskId, `angra/${measure.measureId}`)
  return (
    <LinkButton small icon={measureWords[reversal].icon} href={href} dialog>
      Ångra
    </LinkButton>
  )
}

/** Proof and history. While something is on its way the part asks for itself again, every other second. */
export const Live = (props: LiveProps) => {
  const { opened, item, address, diary } = props
  const { now } = useRendering()
  const last = item.history.at(-1)?.measure
  const by = takenAwayBy(item.item.state, item.history)
  const poll = isUnderWay(item)
    ? {
        'hx-get': actHref(address, opened.task.taskId, 'laget'),
        'hx-trigger': 'every 2s',
        'hx-swap': 'outerHTML',
      }
    : {}
  return (
    <div id="laget" class="stack-s" {...poll}>
      <ProofLine item={item} />
      {last && <Standing {...props} measure={last} />}
      {last && <Next item={item} measure={last} />}
      {by && by !== 'us' && last?.state !== 'overtaken' && <p class="meta">{takenAwayText(by, item.item)}</p>}
      <DiaryNext diary={diary} item={item} />
      {item.history.length > 0 && (
        <details class="data" open={last?.state !== 'done'}>
          <summary>Det som har gjorts</summary>
          <div class="mt2">
            <Timeline
              moments={momentsOf(item.history, {
                item: item.item,
                platform: opened.platform?.name ?? 'plattformen',
                names: opened.names,
                now,
              })}
            />
          </div>
        </details>
      )}
    </div>
  )
}
