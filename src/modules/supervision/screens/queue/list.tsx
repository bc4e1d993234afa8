import type { TaskId } from '../../../../kernel/index.ts'
import {
  Bulk,
  Button,
  countText,
  Empty,
  Form,
  NewRows,
  Note,
  Pages,
  QueueList,
  When,
} from '../../../../web/index.ts'
import { type lookedLast, pageSize, type QueuePage } from '../../service/queue.ts'
import { placeText, type QueueAddress, queryText, queueHref, type View } from '../address.ts'
import { type RowContext, TaskRow } from '../rows.tsx'
import { type Told, ToldToast } from '../toast.tsx'
import { countOf, type ListProps } from './frame.tsx'

interface TaskListProps extends ListProps {
  readonly found: QueuePage
  readonly open: TaskId | undefined
  readonly context: RowContext
  readonly told: Told
  readonly mayWork: boolean
  readonly empty: Awaited<ReturnType<typeof lookedLast>> | undefined
}

export const TaskList = (props: TaskListProps) => {
  const { address, found, open, context, mayWork } = props
  const last = found.entries.at(-1)
  const pick = mayWork && address.view !== 'done'
  const newest = props.counts.newestAt ?? context.now
  return (
    <>
      <ToldToast told={props.told} address={address} />
      {address.view === 'todo' && (
        <NewRows href={`/ko/nytt${queryText(address, { sedan: newest.toISOString() })}`} />
      )}
      {found.entries.length === 0 ? (
        <NothingHere {...props} />
      ) : (
        <QueueList label="Ärenden i kön">
          {found.entries.map((entry) => (
            <TaskRow
              entry={entry}
              href={queueHref(address, entry.task.taskId)}
              current={entry.task.taskId === open}
              pick={pick}
              context={context}
            />
          ))}
        </QueueList>
      )}
      {last && (address.from > 1 || found.more) && (
        <div class="pane-in">
          <Pages
            label="Sidor i kön"
            from={address.from}
            shown={found.entries.length}
            total={Math.max(
              countOf(address.view, props) ?? props.counts.todo,
              address.from - 1 + found.entries.length,
            )}
            of={['ärende', 'ärenden']}
            previous={address.from > 1 ? queueHref({ ...address, after: undefined }) : undefined}
            next={
              found.more && address.view !== 'done'
                ? queueHref({ ...address, after: placeText(last.task), from: address.from + pageSize })
                : undefined
            }
          />
        </div>
      )}
      {pick && found.entries.length > 0 && <BulkForm address={address} />}
    </>
  )
}

const BulkForm = ({ address }: { address: QueueAddress }) => (
  <Form action={`/ko/valda${queryText(address)}`} id="valda">
    <Bulk>{address.view === 'second' ? <AnswerButton /> : <ActButtons />}</Bulk>
  </Form>
)

const AnswerButton = () => (
  <Button small icon="scale" name="gor" value="andra">
    Godkänn eller säg nej
  </Button>
)

const ActButtons = () => (
  <>
    <Button small name="gor" value="tilldela">
      Tilldela
    </Button>
    <Button small name="gor" value="lat">
      Låt stå
    </Button>
    <Button small icon="hide" name="gor" value="dolj">
      Dölj
    </Button>
    <Button small icon="trash" name="gor" value="tabort">
      Ta bort
    </Button>
  </>
)

/** Nothing new, nothing that fits, or could not look: never alike. */
const NothingHere = ({ address, empty }: TaskListProps) => {
  if (address.language)
    return (
      <Empty kind="noHits" title="Inget på de språk som du läser">
        <p>
          <a href="/mitt/sprak">Välj språk som du läser</a>, eller{' '}
          <a href={queueHref({ view: address.view })}>visa hela kön</a>.
        </p>
      </Empty>
    )
  if (address.accountId || address.label || address.sameAs)
    return (
      <Empty kind="noHits" title="Inget passar urvalet">
        <p>
          <a href={queueHref({ view: address.view })}>Visa alla konton och skäl</a>
        </p>
      </Empty>
    )
  const failing = empty?.failing.length ?? 0
  return (
    <>
      {failing > 0 && (
        <Note tone="bad">
          <p>
            <b>{countText(failing, 'konto går', 'konton går')} inte att hämta just nu.</b> Där kan något ha
            kommit som inte syns här. <a href="/register">Se vilka</a>
          </p>
        </Note>
      )}
      <Empty kind="done" title={emptyTitle[address.view]}>
        {empty?.at && (
          <p>
            Vi hämtade senast <When at={empty.at} />.
          </p>
        )}
      </Empty>
    </>
  )
}

const emptyTitle: Readonly<Record<View, string>> = {
  todo: 'Inget väntar på dig',
  mine: 'Inget är tilldelat dig',
  second: 'Ingen åtgärd väntar på dig som andra person',
  incoming: 'Inget har kommit in ännu',
  done: 'Inget är avslutat ännu',
}
