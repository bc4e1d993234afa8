import {
  Badge,
  Button,
  ErrorSummary,
  Facts,
  Field,
  FileField,
  Form,
  type FormState,
  Note,
  Panel,
  sends,
  Textarea,
  When,
} from '../../../web/index.ts'
import { closingLines, closingSteps } from '../closing.ts'
import { latest } from '../rules.ts'
import type { ClosingView } from '../service/closing.ts'

export interface ClosingProps {
  view: ClosingView
  platformName: string
  /** The form that has faults, by the last word of its address. */
  faulty: { readonly form: string; readonly state: FormState } | undefined
  /** What the notice says unless somebody writes otherwise. */
  notice: string
  may: {
    /** Why the person cannot decide; undefined: the person can. */
    readonly refused: string | undefined
    readonly assign: boolean
    readonly collect: boolean
    /** The platform takes the notice from here. */
    readonly publish: boolean
  }
  said: string | undefined
}

const emptyState: FormState = { values: {}, errors: {} }

/** What was typed in one of the page's forms, by the last word of its address. */
export const stateOf = ({ faulty }: ClosingProps, form: string): FormState =>
  faulty?.form === form ? faulty.state : emptyState

export const Notice = (props: ClosingProps) => {
  const { view, notice, platformName, may } = props
  const shown = latest(closingSteps(view.facts.steps), 'noticeShown')
  const path = `/register/${view.account.accountId}/avsluta`
  if (shown)
    return (
      <Panel id="besked-klart" title="Besked på kontot" aside={<Badge tone="ok">Står på kontot</Badge>}>
        <p class="prewrap">{String(shown.detail['text'])}</p>
        <p class="meta">
          {shown.by || 'Uppsikt'}, <When at={shown.at} />
        </p>
      </Panel>
    )
  const last = latest(closingSteps(view.facts.steps), 'noticeOrdered', 'noticeRefused')
  if (last?.kind === 'noticeOrdered')
    return (
      <Panel id="besked-pa-vag" title="Besked på kontot" aside={<Badge tone="info">På väg</Badge>}>
        <p class="prewrap">{String(last.detail['text'])}</p>
        <p class="meta">
          Skickat <When at={last.at} />. Ladda om sidan för att se när det står på kontot.
        </p>
      </Panel>
    )
  const given = stateOf(props, 'besked')
  const state = Object.keys(given.values).length > 0 ? given : { ...given, values: { text: notice } }
  return (
    <Form action={`${path}/besked`} class="panel" label="Besked på kontot" files extra={sends}>
      <div class="panel-head">
        <h2>Besked på kontot</h2>
      </div>
      <div class="panel-body stack">
        <ErrorSummary state={state} />
        {last && (
          <Note tone="bad">
            <p>
              {platformName} tog inte emot beskedet. {String(last.detail['reason'])} Försök igen, eller lägg
              upp det för hand.
            </p>
          </Note>
        )}
        <Textarea
          name="text"
          label="Text som läsarna får"
          hint="Säger vad, när, varför och vart man vänder sig."
          rows={5}
          state={state}
        />
        {may.publish && (
          <p>
            <Button kind="primary" icon="send" name="gor" value="publicera">
              Publicera på {platformName}
            </Button>
          </p>
        )}
        <p>
          {may.publish ? 'Eller för hand: ' : 'För hand: '}
          lägg upp texten på {platformName}, fäst den överst om det går, och bekräfta här.
        </p>
        <Field name="lank" label="Länk till beskedet" optional type="url" autocomplete="off" state={state} />
        <PicturesField hint="En bild av hur det ser ut." state={state} optional />
        <p>
          <Button name="gor" value="bekrafta">
            Bekräfta att beskedet står på kontot
          </Button>
        </p>
      </div>
    </Form>
  )
}

const PicturesField = ({ hint, state, optional }: { hint: string; state: FormState; optional?: boolean }) => (
  <FileField
    name="bilder"
    label="Bilder"
    hint={`${hint} PNG, JPEG eller WebP.`}
    accept="image/png,image/jpeg,image/webp"
    multiple
    optional={optional}
    state={state}
  />
)

export const LastLook = (props: ClosingProps) => {
  const { view, may } = props
  const { facts, account } = view
  const capture = latest(closingSteps(facts.steps), 'finalCapture')
  const path = `/register/${account.accountId}/avsluta`
  const line = closingLines(facts).find(({ what }) => what === 'Sista hämtningen')
  const state = stateOf(props, 'bild')
  return (
    <Panel id="sista" title="Sista hämtningen och sista bilden">
      <Facts
        facts={[
          [
            'Senast hämtat',
            facts.collectedAt === undefined ? (
              'Kontot hämtas inte av Uppsikt'
            ) : facts.collectedAt ? (
              <When at={facts.collectedAt} first />
            ) : (
              'Aldrig'
            ),
          ],
          ['Sista hämtningen', line?.done ? 'Klar' : line?.waits || 'Inte gjord'],
          [
            'Sista bilden',
            capture ? (
              <>
                {capture.by}, <When at={capture.at} />
              </>
            ) : (
              'Inte tagen'
            ),
          ],
        ]}
      />
      {line && !line.done && may.collect && (
        <Form action={`${path}/hamta`}>
          <Button icon="down2">Hämta en sista gång</Button>
        </Form>
      )}
      {!capture && (
        <Form action={`${path}/bild`} class="stack" files label="Sista bilden">
          <ErrorSummary state={state} />
          <PicturesField hint="Kontots sida, efter sista svaret." state={state} optional />
          <Field
            name="anteckning"
            label="Anteckning"
            hint="Behövs om det inte finns någon bild."
            optional
            autocomplete="off"
            state={state}
          />
          {facts.collectedAt !== undefined && (
            <Field
              name="ohamtat"
              label="Varför det inte gick att hämta en sista gång"
              hint="Lämna tomt när hämtningen gick bra."
              optional
              autocomplete="off"
              state={state}
            />
          )}
          <p>
            <Button icon="camera">Spara sista bilden</Button>
          </p>
        </Form>
      )}
    </Panel>
  )
}
