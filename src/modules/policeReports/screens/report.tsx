import {
  Button,
  Choices,
  ErrorSummary,
  emptyForm,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  lawText,
  Panel,
  Proofbar,
  Said,
  sends,
  Text,
  Textarea,
  Timeline,
  timeText,
  Veiled,
  When,
} from '../../../web/index.ts'
import { authorOf, DiaryLink, isVeiled } from '../../supervision/index.ts'
import { policeClassify } from '../rules.ts'
import { Captures } from './captures.tsx'
import { Earlier } from './earlier.tsx'
import { After, Make, Next } from './steps.tsx'
import { draftForm, type ReportProps, reportHref, stateText } from './words.ts'

/** The report to the police, from the item: what is known is filled in, a person writes the rest and decides. */
export const ReportScreen = (props: ReportProps) => {
  const { opened, report } = props.page
  const { task } = opened
  const draft = !report || report.state === 'draft'
  return (
    <>
      <Head
        title="Polisanmälan"
        sub={`${stateText[report?.state ?? 'draft']}. Fylld ur ärendet. Du läser och beslutar.`}
        crumbs={[{ href: `/ko/${task.taskId}`, text: 'Ärendet i kön' }]}
      >
        <LinkButton icon="print" href={reportHref(task.taskId, '/anmalan.pdf')}>
          {draft ? 'Läs utkastet som PDF' : 'Läs anmälan som PDF'}
        </LinkButton>
      </Head>
      {opened.item.proof.sealedAt ? (
        <Proofbar
          proof="sealed"
          detail={timeText(opened.item.proof.sealedAt)}
          link={{ href: `/handlingar/${opened.item.item.recordId}`, text: 'Visa beviset' }}
        />
      ) : (
        <Proofbar
          proof="sealing"
          detail="Skrivs under inom en minut."
          link={{ href: `/handlingar/${opened.item.item.recordId}`, text: 'Visa beviset' }}
        />
      )}
      {props.state && <ErrorSummary state={props.state} />}
      <div class="cols cols-2-1 mt4">
        <div class="stack">
          <What {...props} />
          {draft ? (
            <Form action={reportHref(task.taskId)} id={draftForm} files class="stack" extra={sends}>
              <Words {...props} />
              <Captures {...props} draft />
              <Earlier {...props} draft />
            </Form>
          ) : (
            <>
              <Captures {...props} draft={false} />
              <Earlier {...props} draft={false} />
            </>
          )}
        </div>
        <div class="stack">
          {draft ? <Make {...props} /> : <After {...props} report={report} />}
          <Next />
        </div>
      </div>
    </>
  )
}

const What = ({ page, shown }: ReportProps) => {
  const { opened, events } = page
  const { item } = opened
  const language = item.languages.get(item.item.recordId)
  return (
    <Panel id="h-vad" title="Vad som har hänt, i ordning">
      <Timeline
        moments={events.map(({ at, what, detail }) => ({
          kind: 'seen',
          icon: 'clock',
          what: <b>{what}</b>,
          detail: (
            <>
              <When at={at} first />
              {detail && `. ${detail}`}
            </>
          ),
        }))}
      />
      <div class="mt4">
        <Said by={authorOf(item.item)} focus="urgent" meta={<When at={item.item.publishedAt} />}>
          {isVeiled(item.screening?.labels ?? []) ? (
            <Veiled id="texten" href={reportHref(opened.task.taskId)} shown={shown} lang={language}>
              {item.item.text}
            </Veiled>
          ) : (
            <Text lang={language}>{item.item.text}</Text>
          )}
        </Said>
      </div>
    </Panel>
  )
}

const whyText = {
  measured: 'Grunden som valdes när det åtgärdades. ',
  screened: 'Granskningen pekar hit. ',
} as const

const Words = ({ page, state }: ReportProps) => {
  const { report, suggestions } = page
  const form =
    state ??
    emptyForm({
      sammanhang: report?.context ?? '',
      rubricering: report?.classification ?? '',
      diarienummer: report?.diaryNumber ?? '',
    })
  return (
    <Panel id="h-ord" title="Dina ord och ditt val">
      <Textarea
        name="sammanhang"
        label="Beskriv sammanhanget med egna ord"
        hint="Skriv det du vet, inte vad du tror. Skriv inte namnet på den som är hotad: det lämnas till polisen för sig."
        rows={5}
        state={form}
      />
      <Choices
        kind="radio"
        name="rubricering"
        legend="Rubricering"
        hint="Förslagen kommer ur kommunens lagrum. En person väljer, polisen avgör."
        state={form}
        choices={[
          ...suggestions.map(({ ground, why }) => ({
            value: ground.id,
            text: ground.title,
            detail: `${why ? whyText[why] : ''}${lawText(ground.lawRef)}.${ground.checkedByLawyer ? '' : ' Beskrivningen är inte kontrollerad av en jurist.'}`,
          })),
          { value: policeClassify, text: 'Låt polisen rubricera', detail: 'Anmälan lämnas utan förslag.' },
        ]}
      />
      <DiaryNumber page={page} state={form} />
    </Panel>
  )
}

/** The number that the diary has given; until then what somebody has got from another system can be written. */
const DiaryNumber = ({
  page: { diary, opened },
  state,
}: Pick<ReportProps, 'page'> & { state: FormState }) => {
  const { entry } = diary
  if (entry?.number)
    return (
      <>
        <p>
          Diarienummer <a href={`/diarium/${entry.entryId}`}>{entry.number}</a>. Anmälan följer det ärendet.
        </p>
        <p>
          <Save />
        </p>
      </>
    )
  const mayGo = (!entry || entry.state === 'declined') && diary.mayPropose
  return (
    <>
      <Field
        name="diarienummer"
        label="Diarienummer"
        hint="Fylls i av sig självt när registratorn har diariefört. Har ni ett nummer från ett annat system: skriv det, till exempel KS 2026/481."
        optional
        state={state}
      />
      <div class="row">
        <Save />
        {mayGo ? (
          <Button icon="book" name="gor" value="diarium">
            Till diariet
          </Button>
        ) : (
          <DiaryLink diary={diary} recordId={opened.item.item.recordId} />
        )}
      </div>
    </>
  )
}

/** First among the form's buttons: it is what Enter presses. */
const Save = () => (
  <Button kind="primary" name="gor" value="spara">
    Spara
  </Button>
)
