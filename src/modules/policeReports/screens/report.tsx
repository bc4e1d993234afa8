import {
  Button,
  Choices,
  countText,
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
import type { Item } from '../../archive/index.ts'
import { authorOf, DiaryLink, excerpt, isVeiled } from '../../supervision/index.ts'
import { policeClassify } from '../rules.ts'
import { Captures } from './captures.tsx'
import { After, Make, Next } from './steps.tsx'
import { type ReportProps, reportHref, stateText } from './words.ts'

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
      <div class="cols-2-1 mt4">
        <div class="stack">
          <What {...props} />
          {draft && <Words {...props} />}
          <Captures {...props} draft={draft} />
          <Earlier {...props} draft={draft} />
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
  const { opened, report, suggestions } = page
  const form =
    state ??
    emptyForm({
      sammanhang: report?.context ?? '',
      rubricering: report?.classification ?? '',
      diarienummer: report?.diaryNumber ?? '',
    })
  return (
    <Panel id="h-ord" title="Dina ord och ditt val">
      <Form action={reportHref(opened.task.taskId)} class="stack" extra={sends}>
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
        <p>
          <Button kind="primary" name="gor" value="spara">
            Spara
          </Button>
        </p>
      </Form>
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
      <p>
        Diarienummer <a href={`/diarium/${entry.entryId}`}>{entry.number}</a>. Anmälan följer det ärendet.
      </p>
    )
  return (
    <div class="stack-s">
      <p>
        <DiaryLink diary={diary} recordId={opened.item.item.recordId} />{' '}
        {!entry && <span class="meta">Spara det du har skrivit först.</span>}
      </p>
      <Field
        name="diarienummer"
        label="Diarienummer"
        hint="Fylls i av sig självt när registratorn har diariefört. Har ni ett nummer från ett annat system: skriv det, till exempel KS 2026/481."
        optional
        state={state}
      />
    </div>
  )
}

const Earlier = ({ page, draft, state, shown }: ReportProps & { draft: boolean }) => {
  const { opened, earlier, labels, searches, records, names } = page
  const isHidden = (one: Item): boolean => !shown && isVeiled(labels.get(one.recordId) ?? [])
  const { taskId } = opened.task
  const taken = new Set(records.map(({ recordId }) => recordId))
  const { item } = opened.item
  return (
    <Panel id="h-tidigare" title="Tidigare av samma avsändare">
      <p class="ink2">
        Sökningen öppnas bara i en anmälan. Den loggas med ditt skäl, och varje läsning loggas. Träffarna
        väljs efter avsändarens id på plattformen, aldrig efter åsikt.
      </p>
      {searches.map(({ reason, at, staffId, found }) => (
        <p class="meta">
          {`${names.get(staffId) ?? 'En medarbetare'} sökte `}
          <When at={at} />
          {`: ${reason}. ${countText(found, 'träff', 'träffar')}.`}
        </p>
      ))}
      {draft && searches.length === 0 && (
        <Form action={reportHref(taskId, '/sok')} class="stack mt2" extra={sends}>
          {item.authorId ? (
            <>
              <Field name="skal" label="Varför behövs det?" state={state ?? emptyForm()} />
              <p>
                <Button icon="search">Sök i kommunens konton</Button>
              </p>
            </>
          ) : (
            <p>Plattformen ger inget id för avsändaren, så det går inte att söka säkert.</p>
          )}
        </Form>
      )}
      {draft && earlier.length > 0 && (
        <Form action={reportHref(taskId, '/ta-med')} class="stack mt2" extra={sends}>
          <Choices
            kind="checkbox"
            name="handling"
            legend="Ta med i anmälan"
            state={emptyForm({ handling: [...taken] })}
            choices={earlier.map((one) => ({
              value: one.recordId,
              text: isHidden(one) ? <span class="ink2">Texten är dold.</span> : excerpt(one.text),
              detail: <When at={one.publishedAt} first />,
            }))}
          />
          {earlier.some(isHidden) && (
            <p>
              <a href={reportHref(taskId, '?visa=1#h-tidigare')}>Visa texterna</a>
            </p>
          )}
          <p>
            <Button>Ta med de valda</Button>
          </p>
        </Form>
      )}
      {draft && searches.length > 0 && earlier.length === 0 && <p>Inget tidigare finns.</p>}
    </Panel>
  )
}
