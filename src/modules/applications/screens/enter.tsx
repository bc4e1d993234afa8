import {
  Button,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  LinkButton,
  Panel,
  When,
} from '../../../web/index.ts'
import { accountBefore, latest } from '../rules.ts'
import type { ApplicationView } from '../service/read.ts'
import { Frame, Lacks, pathOf, standingOf } from './frame.tsx'

/** The last part: the account is entered in the register, or the plan is tied to one that was there before. */
export const EnterScreen = ({
  view,
  state,
  enters,
  said,
}: {
  view: ApplicationView
  state: FormState
  /** May enter accounts in the register. */
  enters: boolean
  said: string | undefined
}) => {
  const { application, platform, around } = view
  const standing = standingOf(view, 'anslut')
  const entered = latest(application.steps, 'entered')
  const before = accountBefore(application)
  return (
    <Frame view={view} part="anslut" said={said}>
      <Lacks standing={standing} />
      {entered && (
        <Panel id="infort" title="Kontot finns i registret">
          <p>
            <When at={entered.at} first />, av {entered.by}.{' '}
            <a href={`/register/${entered.accountId}`}>Öppna kontot</a>
          </p>
          {!around.connected && (
            <p>
              <LinkButton
                kind="primary"
                icon="plug"
                href={`/register/${entered.accountId}/forsta-anslutning`}
              >
                Anslut kontot
              </LinkButton>
            </p>
          )}
          <p>Planen följs upp en gång om året. Den ansvariga får veta när det är dags.</p>
        </Panel>
      )}
      {standing.state === 'notBegun' && enters && before && (
        <Form action={pathOf(view, 'koppla')} class="panel" label="Koppla planen till kontot">
          <div class="panel-body stack mt5">
            <ErrorSummary state={state} />
            <p>
              <a href={`/register/${before}`}>Kontot</a> finns redan i registret. Syfte, ansvarig och
              ersättare står kvar där som de är. Har planen andra: ändra dem på kontots sida.
            </p>
            <p>
              <Button kind="primary">Koppla planen till kontot</Button>
            </p>
          </div>
        </Form>
      )}
      {standing.state === 'notBegun' && enters && !before && (
        <Form action={pathOf(view, 'anslut')} class="panel" label="För in kontot">
          <div class="panel-head">
            <h2>Skapa kontot på {platform.name} och för in det här</h2>
          </div>
          <div class="panel-body stack">
            <ErrorSummary state={state} />
            <p>
              Skapa kontot hos {platform.name} med funktionsadressen i planen. Namn, syfte, ansvarig och
              ersättare följer med från ansökan. Sedan ansluter du det.
            </p>
            <Field
              name="lank"
              label="Länk till kontot"
              type="url"
              hint="Kopiera den från webbläsaren, med https framför."
              autocomplete="off"
              state={state}
            />
            <p>
              <Button kind="primary">För in kontot i registret</Button>
            </p>
          </div>
        </Form>
      )}
      {standing.state === 'notBegun' && !enters && (
        <p>
          {before
            ? 'Kommunikation kopplar planen till kontot.'
            : 'Kommunikation för in kontot i registret och ansluter det.'}
        </p>
      )}
    </Frame>
  )
}
