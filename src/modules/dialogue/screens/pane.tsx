import type { TaskId } from '../../../kernel/index.ts'
import {
  Badge,
  Button,
  ErrorSummary,
  emptyForm,
  Form,
  type FormState,
  ItemPane,
  LinkButton,
  Note,
  Panel,
  Platform,
  Said,
  Select,
  sends,
  Text,
  Textarea,
  Thread,
  Veiled,
  When,
  whenText,
} from '../../../web/index.ts'
import { signatureOf } from '../../accounts/index.ts'
import type { Item } from '../../archive/index.ts'
import { isReply, type MeasureState, replyBy } from '../../measures/index.ts'
import {
  authorOf,
  DiaryLink,
  excerpt,
  ItemPictures,
  isVeiled,
  type OpenedItem,
  ReadVersion,
  replyHint,
  SeenFields,
  stateOf,
  TakenNote,
  titleOf,
} from '../../supervision/index.ts'
import { chartStep, referralState } from '../rules.ts'
import type { OpenedDialogue } from '../service/answer.ts'
import type { Referral } from '../types.ts'
import { Chart } from './chart.tsx'

export interface PaneProps {
  readonly dialogue: OpenedDialogue
  readonly back: string
  readonly now: Date
  /** Who would sign. */
  readonly me: string
  readonly mayReply: boolean
  readonly shown: boolean
  readonly state: FormState | undefined
}

/** Two clocks: when somebody saw it, and when it is to be answered. */
const Clocks = (props: PaneProps) => {
  const { dialogue, now } = props
  const { task } = dialogue.opened
  return (
    <>
      {task.seenAt ? (
        <>
          Sedd <When at={task.seenAt} />
        </>
      ) : (
        'Ingen har sett den före dig'
      )}
      {' · kom in '}
      <When at={task.createdAt} />
      {task.urgency === 1 && !task.doneAt && task.dueAt <= now && ' · svaret är försenat'}
      {!task.doneAt && (
        <>
          <br />
          <Whose {...props} />
        </>
      )}
    </>
  )
}

/** Who has the question: whoever has taken it, else whoever answers for the account. */
const Whose = ({ dialogue: { opened, answers } }: PaneProps) => {
  const { task, names } = opened
  const holder = task.assignedTo && names.get(task.assignedTo)
  if (!answers) return <>{holder && `Hos ${holder}`}</>
  const { owner, deputy, now } = answers
  return (
    <>
      {holder ? `Hos ${holder}. ` : now && `Svarar nu: ${now}. `}
      {owner ? `Ansvarig ${owner}` : 'Ingen ansvarig'}
      {deputy ? `, ersättare ${deputy}` : ', ingen ersättare'}
    </>
  )
}

const Due = ({ dialogue: { opened }, now }: PaneProps) => {
  const { task } = opened
  if (task.doneAt) return <Badge tone="ok">Klart {whenText(task.doneAt, now)}</Badge>
  if (task.urgency !== 1) return null
  const late = task.dueAt <= now
  return (
    <Badge tone={late ? 'bad' : 'warn'} icon="clock">
      {late ? 'Skulle ha besvarats ' : 'Besvaras senast '}
      {whenText(task.dueAt, now)}
    </Badge>
  )
}

const TheThread = (props: PaneProps & { item: OpenedItem }) => {
  const { item, dialogue, shown } = props
  const { thread } = item
  const all = [
    ...(thread.root ? [thread.root] : []),
    ...thread.around.filter((one) => one.recordId !== thread.root?.recordId),
  ]
  return (
    <Thread>
      {all.map((said) => (
        <OneSaid said={said} props={{ dialogue, shown, item }} />
      ))}
    </Thread>
  )
}

const OneSaid = ({
  said,
  props: { dialogue, shown, item },
}: {
  said: Item
  props: Pick<PaneProps, 'dialogue' | 'shown'> & { item: OpenedItem }
}) => {
  const isThis = said.recordId === item.item.recordId
  const labels = isThis ? (item.screening?.labels ?? []) : (item.labels.get(said.recordId) ?? [])
  const ours = said.direction === 'drawnUp'
  const state = stateOf(said)
  return (
    <Said
      by={ours ? (dialogue.opened.account?.name ?? authorOf(said)) : authorOf(said)}
      ours={ours}
      sub={said.parent !== null}
      focus={isThis ? 'calm' : undefined}
      meta={
        <>
          <When at={said.publishedAt} />
          {state && ` · ${state.text.toLocaleLowerCase('sv')}`}
        </>
      }
    >
      {isVeiled(labels) ? (
        <Veiled
          id={`t-${said.recordId}`}
          href={`/dialog/${dialogue.opened.task.taskId}`}
          keep={{}}
          shown={shown}
          lang={item.languages.get(said.recordId)}
        >
          {said.text}
        </Veiled>
      ) : (
        <Text lang={item.languages.get(said.recordId)}>{isThis ? said.text : excerpt(said.text)}</Text>
      )}
      {isThis && item.screening && <ItemPictures item={said} screening={item.screening} />}
    </Said>
  )
}

const Referred = ({ referral, now, mayReply }: { referral: Referral; now: Date; mayReply: boolean }) => {
  const state = referralState(referral, now)
  if (state === 'answered')
    return (
      <Note tone="ok">
        <p>
          <b>{`${referral.answeredBy}, ${referral.unit}, svarade`}</b>{' '}
          {referral.answeredAt && <When at={referral.answeredAt} />}
        </p>
        <p class="written">{referral.answer}</p>
      </Note>
    )
  const sent = referral.mailedAt
  return (
    <Note tone={state === 'waiting' && !referral.mailFailure ? 'info' : 'warn'} icon="refer">
      <p>
        <b>{`Hänvisad till ${referral.unit}`}</b> <When at={referral.createdAt} />
        {state === 'withdrawn' && '. Frågan är tagen tillbaka.'}
        {state === 'expired' && '. Ingen svarade, och länken gäller inte längre.'}
        {state === 'waiting' &&
          (referral.openedAt ? '. Länken är öppnad.' : sent ? '. Länken är skickad.' : '.')}
      </p>
      <p class="written">{referral.question}</p>
      {state === 'waiting' && referral.mailFailure && <p>{referral.mailFailure}</p>}
      {state === 'waiting' && mayReply && (
        <div class="row mt2">
          <LinkButton small href={`/dialog/hanvisning/${referral.referralId}`}>
            Visa länken
          </LinkButton>
          <Form action={`/dialog/hanvisning/${referral.referralId}/aterta`}>
            <Button small>Ta tillbaka frågan</Button>
          </Form>
        </div>
      )}
    </Note>
  )
}

/** Nobody writes an answer twice: what a second person, or the platform, said no to is there to be written anew. */
const declinedText = ({ history }: OpenedItem): string => {
  const last = history.findLast(({ measure }) => isReply(measure.kind))?.measure
  return last?.state === 'declined' || last?.state === 'refused' ? last.note : ''
}

const AnswerForm = (props: PaneProps & { item: OpenedItem }) => {
  const { dialogue, item, me, now } = props
  const { opened, draft, savedReplies } = dialogue
  const place = opened.platform?.name ?? 'plattformen'
  const signature = opened.account && signatureOf(item.policy.settings, me, opened.account)
  const most = opened.platform?.publishing?.limits.graphemes
  const hint = [
    replyHint(item.item.kind, place, signature, most),
    draft && `Utkast sparat ${whenText(draft.savedAt, now)}.`,
  ]
  const state = props.state ?? emptyForm({ svar: draft?.text ?? declinedText(item) })
  return (
    <Panel id="h-svar" title={`Ditt svar på ${place}`} level={3}>
      <Form action={`/dialog/${opened.task.taskId}`} class="stack" extra={sends}>
        <input type="hidden" name="version" value={String(state.values['version'] ?? item.item.version)} />
        <SeenFields opened={opened} state={state} />
        <ErrorSummary state={state} />
        <Textarea
          name="svar"
          label={`Svara som ${opened.account?.name ?? 'kommunen'}`}
          hint={hint.filter(Boolean).join(' ')}
          rows={6}
          state={state}
        />
        <div class="row">
          <Button kind="primary" icon="send" name="gor" value="skicka">
            Godkänn och skicka svaret
          </Button>
          <Button name="gor" value="spara">
            Spara utkast
          </Button>
        </div>
        {savedReplies.length > 0 && (
          <div class="row base">
            <Select
              name="sparat"
              label="Sparade svar"
              state={state}
              options={savedReplies.map(({ savedReplyId, title }) => ({ value: savedReplyId, text: title }))}
            />
            <Button name="gor" value="hamta">
              Lägg in i utkastet
            </Button>
          </div>
        )}
      </Form>
    </Panel>
  )
}

const Others = ({ dialogue: { opened, diary } }: PaneProps) => {
  const { task, item } = opened
  const toDiary = item && <DiaryLink diary={diary} recordId={item.item.recordId} />
  if (task.doneAt)
    return (
      <>
        {toDiary}
        <LinkButton href={`/ko/${task.taskId}`}>Öppna i kön</LinkButton>
      </>
    )
  return (
    <>
      {toDiary}
      <LinkButton icon="refer" shortcut="h" href={`/dialog/${task.taskId}/hanvisa`} dialog>
        Hänvisa till en enhet
      </LinkButton>
      <LinkButton icon="globe" href={`/dialog/${task.taskId}/annan-myndighet`} dialog>
        Annan myndighet
      </LinkButton>
      <LinkButton icon="mail" href={`/dialog/${task.taskId}/annan-vag`} dialog>
        Be om en annan väg
      </LinkButton>
      <LinkButton icon="check" href={`/dialog/${task.taskId}/besvarad`} dialog>
        Redan besvarad
      </LinkButton>
      <LinkButton icon="user" shortcut="e" href={`/ko/${task.taskId}/tilldela`} dialog>
        Tilldela
      </LinkButton>
      <Form action={`/dialog/${task.taskId}/inget-svar`} extra={sends}>
        <ReadVersion item={opened.item?.item} />
        <Button icon="check" shortcut="l">
          Behöver inget svar
        </Button>
      </Form>
      <LinkButton href={`/ko/${task.taskId}`}>Öppna i kön</LinkButton>
    </>
  )
}

/** How the last answer stands, in a line. */
const Answered = ({ taskId, item }: { taskId: TaskId; item: OpenedItem }) => {
  const last = item.history.findLast(({ measure }) => isReply(measure.kind))?.measure
  if (!last) return null
  const { state, detail } = last
  const words: Partial<Record<MeasureState, string>> = {
    awaitsSecond: 'Ett svar väntar på en andra person. Inget är skickat än.',
    declined: 'En andra person sa nej till svaret. Skriv om det, och skicka det igen.',
    refused: `Svaret gick inte fram, och frågan väntar ännu. ${detail}`,
  }
  return (
    <Note tone={words[state] ? 'warn' : 'info'}>
      <p>
        {words[state] ?? 'Ett svar är godkänt.'} <a href={`/ko/${taskId}`}>Se hur det har gått</a>
      </p>
    </Note>
  )
}

/** A question, what is known about it, and the answer that is being written. */
export const DialoguePane = (props: PaneProps) => {
  const { dialogue, back, now, mayReply } = props
  const { opened, referrals } = dialogue
  const { task, account, platform, item } = opened
  if (!item) return null
  const waits = opened.waiting !== undefined && isReply(opened.waiting.measure.kind)
  const canReply =
    mayReply && opened.mayWork && !task.doneAt && !waits && replyBy(platform, item.item) !== undefined
  const states = referrals.map((one) => referralState(one, now))
  return (
    <ItemPane
      title={titleOf(task, item.item, account)}
      where={
        <>
          {platform && <Platform letters={platform.mark} name={platform.name} />}
          <span>{`${item.item.kind === 'message' ? 'Privat meddelande till ' : ''}${account?.name ?? ''}`}</span>
        </>
      }
      deadline={<Due {...props} />}
      history={<Clocks {...props} />}
      back={back}
      measures={
        opened.mayWork ? <Others {...props} /> : <p class="meta">Du kan läsa frågan men inte svara på den.</p>
      }
    >
      <TakenNote opened={opened} />
      <Answered taskId={task.taskId} item={item} />
      <TheThread {...props} item={item} />
      {referrals.map((referral) => (
        <Referred referral={referral} now={now} mayReply={mayReply && opened.mayWork} />
      ))}
      {canReply && <AnswerForm {...props} item={item} />}
      {!task.doneAt && replyBy(platform, item.item) === undefined && (
        <Note tone="warn">
          <p>{`${platform?.name ?? 'Plattformen'} tar inte emot svar härifrån. Svara där, och välj sedan Redan besvarad.`}</p>
        </Note>
      )}
      <Chart
        taskId={opened.mayWork ? task.taskId : undefined}
        now={chartStep(item.screening?.labels ?? task.labels, states)}
      />
    </ItemPane>
  )
}
