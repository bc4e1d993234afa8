import type { Child } from 'hono/jsx'
import {
  Badge,
  Button,
  emptyForm,
  Field,
  Form,
  LinkButton,
  Note,
  Panel,
  sends,
  Textarea,
  Timeline,
} from '../../../web/index.ts'
import type { Lack, PoliceReport } from '../types.ts'
import { draftForm, lackText, type ReportProps, reportHref, stateText } from './words.ts'

/** What is lacking, and the button when nothing is. */
export const Make = ({ page }: ReportProps) => {
  const { opened, report, lacks, diary } = page
  const untouched: readonly Lack[] = diary.entry
    ? ['context', 'classification']
    : ['context', 'classification', 'diaryNumber']
  const missing = report ? lacks : untouched
  return (
    <Panel id="h-kvar" title="Kvar innan anmälan kan göras">
      {missing.length === 0 ? (
        <Note tone="ok">
          <p>Allt är ifyllt.</p>
        </Note>
      ) : (
        <ul class="stack-s">
          {missing.map((lack) => (
            <li>{lackText[lack]}</li>
          ))}
        </ul>
      )}
      {missing.length === 0 && (
        <p class="mt4">
          <Button
            kind="primary"
            icon="seal"
            form={draftForm}
            formaction={reportHref(opened.task.taskId, '/gor')}
          >
            Gör anmälan och paketet
          </Button>
        </p>
      )}
    </Panel>
  )
}

/** The package, and what the police say. */
export const After = ({ page, report, state }: ReportProps & { report: PoliceReport }) => {
  const { taskId } = page.opened.task
  const form =
    state ?? emptyForm({ nummer: report.policeNumber, utfall: report.outcome, folj: report.followUpOn ?? '' })
  return (
    <Panel
      id="h-sedan"
      title="Lämna in och följ upp"
      aside={<Badge tone="info">{stateText[report.state]}</Badge>}
    >
      <p>
        <LinkButton kind="primary" icon="down2" href={reportHref(taskId, '/paket.zip')}>
          Hämta paketet till polisen
        </LinkButton>
      </p>
      <p class="mt2">
        Polisen öppnar polisanmalan.pdf i paketet först.{' '}
        {report.diaryNumber
          ? `Diarienummer ${report.diaryNumber}.`
          : 'Registratorn har den, och numret kommer hit när det är satt.'}{' '}
        Inget i anmälan gallras förrän den är avslutad.
      </p>
      {report.state === 'made' && (
        <Form action={reportHref(taskId, '/inlamnad')} class="stack mt4" extra={sends}>
          <Field
            name="folj"
            label="Följ upp den"
            optional
            type="date"
            hint="Annars om två veckor."
            state={form}
          />
          <p>
            <Button>Anmälan är inlämnad</Button>
          </p>
        </Form>
      )}
      {report.state === 'submitted' && (
        <Form action={reportHref(taskId, '/svar')} class="stack mt4" extra={sends}>
          <Field name="nummer" label="Polisens nummer" state={form} />
          <Field name="folj" label="Följ upp nästa gång" type="date" state={form} />
          <Textarea
            name="utfall"
            label="Utfall"
            hint="Lämna tomt tills polisen har svarat. Ett utfall avslutar anmälan."
            rows={3}
            state={form}
          />
          <p>
            <Button kind="primary">Spara polisens svar</Button>
          </p>
        </Form>
      )}
      {report.state === 'closed' && (
        <p class="mt4">{`Polisens nummer ${report.policeNumber || 'är inte känt'}. Utfall: ${report.outcome}`}</p>
      )}
    </Panel>
  )
}

const steps: readonly (readonly [string, Child])[] = [
  ['Anmälan blir PDF/A med paket', 'Den förseglas som en upprättad handling.'],
  ['Gallringen stoppas', 'För allt som ingår, tills anmälan är avslutad.'],
  ['Du lämnar in hos polisen', 'På det sätt som polisen anvisar. Paketet går att kontrollera utan Uppsikt.'],
  ['Ni följer upp', 'Polisens nummer och utfallet skrivs in här.'],
]

export const Next = () => (
  <Panel id="h-sen" title="Vad som händer sedan">
    <Timeline
      moments={steps.map(([what, detail]) => ({ kind: 'next', icon: 'right', what: <b>{what}</b>, detail }))}
    />
    <p class="hint">Vid akut fara: ring 112.</p>
  </Panel>
)
