import type { Child } from 'hono/jsx'
import type { StaffId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { Badge, countText, Empty, Head, LinkButton, numberText, QueueList, Tabs } from '../../../web/index.ts'
import { type RowContext, TaskRow } from '../../supervision/index.ts'
import type { DialogueEntry, DialoguePage } from '../service/list.ts'
import type { AnswerFigures, DialogueView } from '../types.ts'

export const viewNames: Readonly<Record<DialogueView, { readonly slug: string; readonly text: string }>> = {
  unanswered: { slug: '', text: 'Ska ha svar i tid' },
  mine: { slug: 'mina', text: 'Mina' },
  referred: { slug: 'hanvisade', text: 'Hos en enhet' },
  praise: { slug: 'berom', text: 'Beröm' },
  answered: { slug: 'besvarade', text: 'Besvarade i dag' },
}

export const dialogueHref = (view: DialogueView, taskId?: string): string =>
  `/dialog${taskId ? `/${taskId}` : ''}${viewNames[view].slug && `?urval=${viewNames[view].slug}`}`

export interface ListProps {
  readonly view: DialogueView
  readonly page: DialoguePage
  readonly open: string | undefined
  readonly now: Date
  readonly me: StaffId | undefined
  readonly platforms: ReadonlyMap<string, Platform>
}

const hourMilliseconds = 3_600_000

/** 'Senaste 30 dagarna: 41 besvarade, 38 i tid. Hälften inom 3 timmar. 2 är försenade nu.' */
function figuresText({ days, answered, inTime, median, late }: AnswerFigures): string {
  const sentences = [
    answered === 0
      ? `Inget har besvarats de senaste ${days} dagarna.`
      : `De senaste ${days} dagarna: ${countText(answered, 'besvarad', 'besvarade')}, ${numberText(inTime)} i tid.`,
    median !== null &&
      (median < hourMilliseconds
        ? 'Hälften inom en timme.'
        : `Hälften inom ${countText(Math.ceil(median / hourMilliseconds), 'timme', 'timmar')}.`),
    late > 0 && `${countText(late, 'är försenad', 'är försenade')} nu.`,
  ]
  return sentences.filter(Boolean).join(' ')
}

interface DialogueHeadProps {
  page: DialoguePage
  view: DialogueView
  mayReply: boolean
}

export const DialogueHead = ({ page, view, mayReply }: DialogueHeadProps) => (
  <>
    <Head title="Dialog" sub={figuresText(page.figures)}>
      {mayReply && (
        <LinkButton icon="book" href="/dialog/svar">
          Sparade svar
        </LinkButton>
      )}
      <LinkButton icon="talk" href="/dialog/rundor">
        Dialogrundor
      </LinkButton>
    </Head>
    <div class="bar">
      {view === 'unanswered' && (
        <p class="meta">
          Här räknas allt som ska ha svar inom svarstiden, också klagomål och felanmälningar. Talet i menyn är
          alla frågor i kön.
        </p>
      )}
      <Tabs
        label="Urval i dialogen"
        tabs={Object.entries(viewNames).map(([each, { text }]) => ({
          href: dialogueHref(each as DialogueView),
          text,
          current: each === view,
          count: each === view ? page.entries.length : undefined,
        }))}
      />
    </div>
  </>
)

const referralBadge = ({ referral }: DialogueEntry): Child => {
  if (!referral) return undefined
  if (referral.state === 'answered')
    return (
      <Badge tone="ok" icon="check">
        {`Svar från ${referral.unit}`}
      </Badge>
    )
  return referral.state === 'waiting' ? (
    <Badge tone="quiet" icon="refer">
      {`Hos ${referral.unit}`}
    </Badge>
  ) : (
    <Badge tone="warn" icon="refer">
      {`Inget svar från ${referral.unit}`}
    </Badge>
  )
}

const nothing: Readonly<Record<DialogueView, string>> = {
  unanswered: 'Ingen fråga väntar på svar.',
  mine: 'Du har ingen fråga just nu.',
  referred: 'Ingen fråga är hos en enhet.',
  praise: 'Inget beröm väntar på ett tack.',
  answered: 'Inget har besvarats i dag.',
}

export const DialogueList = ({ view, page, open, now, me, platforms }: ListProps) => {
  const context: RowContext = { now, me, names: page.names, present: page.present, platforms }
  if (page.entries.length === 0) return <Empty kind="done" title={nothing[view]} />
  return (
    <>
      <QueueList label={viewNames[view].text}>
        {page.entries.map((entry) => (
          <TaskRow
            entry={entry}
            href={dialogueHref(view, entry.task.taskId)}
            current={entry.task.taskId === open}
            pick={false}
            context={context}
            more={referralBadge(entry)}
          />
        ))}
      </QueueList>
      {page.more && <p class="pane-in hint">Fler visas när du har svarat på de här.</p>}
    </>
  )
}
