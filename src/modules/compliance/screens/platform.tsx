import type { Capability, Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  Button,
  Choices,
  ErrorSummary,
  Facts,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  Panel,
  Textarea,
} from '../../../web/index.ts'
import type { PlatformDecision } from '../../accounts/index.ts'
import { DiaryLink, type DiaryStanding } from '../../supervision/index.ts'
import { Decided } from './platforms.tsx'
import { capabilityText, settingText } from './words.tsx'

/** One platform: how it is connected, what is done by hand there, and the municipality's decision. */
export const PlatformScreen = ({
  platform,
  decision,
  diary,
  redirect,
  state,
  done,
  may,
}: {
  platform: PlatformPart
  decision: PlatformDecision | undefined
  /** Where the decision stands in the diary. */
  diary: DiaryStanding | undefined
  /** Where the platform sends people back after signing in. */
  redirect: string
  state: FormState
  done: boolean
  may: { readonly decide: boolean; readonly register: boolean }
}) => (
  <>
    <Head
      title={platform.name}
      sub="Så ansluts kontot, det som görs för hand, och kommunens beslut."
      crumbs={[
        { text: 'Inställningar', href: '/installningar/riktlinje' },
        { text: 'Plattformar', href: '/installningar/plattformar' },
        { text: platform.name },
      ]}
    >
      {may.register && (
        <LinkButton kind="primary" icon="plus" href={`/register/nytt?plattform=${platform.id}`}>
          Lägg till ett konto
        </LinkButton>
      )}
    </Head>
    <div class="stack mt5">
      <Connecting platform={platform} redirect={redirect} />
      <ByHand platform={platform} />
      <Panel id="beslut" title={`Använder kommunen ${platform.name}?`}>
        <p role={done ? 'status' : undefined}>
          <Decided platform={platform} decision={decision} />
        </p>
        {decision && diary && (
          <p>
            <DiaryLink diary={diary} recordId={decision.decisionId} />
          </p>
        )}
        {may.decide && <DecisionForm platform={platform} state={state} />}
      </Panel>
    </div>
  </>
)

const Connecting = ({ platform, redirect }: { platform: PlatformPart; redirect: string }) => {
  const { guide, apiVersion } = platform
  return (
    <Panel id="anslut" title={`Så ansluts ${platform.name}`}>
      {guide ? (
        <ol class="read stack-s">
          {guide.steps.map((step, at) => (
            <li>
              {at + 1}. {step}
            </li>
          ))}
        </ol>
      ) : (
        <p>Fyll i kontots uppgifter när du lägger till det. Uppsikt provar dem direkt.</p>
      )}
      {guide && guide.permissions.length > 0 && (
        <>
          <h3>Behörigheter, och varför</h3>
          <Facts layout="stacked" facts={guide.permissions.map(({ name, why }) => [name, why] as const)} />
        </>
      )}
      {guide && guide.approvals.length > 0 && (
        <>
          <h3>Godkännanden som tar tid</h3>
          <Facts
            layout="stacked"
            facts={guide.approvals.map(
              ({ what, takes, meanwhile }) => [what, `${takes} Under tiden: ${meanwhile}`] as const,
            )}
          />
        </>
      )}
      <h3>Uppgifter som behövs</h3>
      <Facts
        layout="stacked"
        facts={platform.settings.map(
          (spec) =>
            [
              `${settingText(spec)}${spec.required ? '' : ' (frivilligt)'}`,
              `${spec.help} På kommandoraden: ${spec.name}.`,
            ] as const,
        )}
      />
      {platform.access && (
        <>
          <h3>Adress för inloggning</h3>
          <p>
            Registrera adressen hos kommunens app på {platform.name}, som återkoppling efter inloggning
            (redirect URI): <span class="mono">{redirect}</span>
          </p>
        </>
      )}
      {apiVersion && (
        <p class="meta">
          Uppsikt talar med version {apiVersion.name}
          {apiVersion.ends ? `, som plattformen stänger ${apiVersion.ends}` : ''}.
        </p>
      )}
    </Panel>
  )
}

const ByHand = ({ platform }: { platform: PlatformPart }) => {
  const all = Object.entries(platform.byHand) as [Capability, readonly string[]][]
  if (all.length === 0) return null
  return (
    <Panel id="forhand" title="Så gör du för hand">
      {all.map(([name, steps]) => (
        <details class="data">
          <summary>{capabilityText[name]}</summary>
          <ol class="read s stack-s mt2">
            {steps.map((step, at) => (
              <li>
                {at + 1}. {step}
              </li>
            ))}
          </ol>
        </details>
      ))}
    </Panel>
  )
}

const DecisionForm = ({ platform, state }: { platform: PlatformPart; state: FormState }) => (
  <Form action={`/installningar/plattformar/${platform.id}`} class="stack read mt5">
    <ErrorSummary state={state} />
    <Choices
      kind="radio"
      name="beslut"
      legend="Beslut"
      choices={[
        { value: 'ja', text: `Kommunen använder ${platform.name}` },
        {
          value: 'nej',
          text: `Kommunen använder inte ${platform.name}`,
          detail: 'Inget mer hämtas. Det som redan finns bevaras.',
        },
      ]}
      state={state}
    />
    <Field name="diarienummer" label="Beslutets diarienummer" hint="Till exempel KS 2026/14." state={state} />
    <Textarea
      name="skal"
      label="Skäl"
      hint="Vad it-säkerheten och juristen har sagt, och hur villkoren vägdes mot skyldigheten att bevara."
      state={state}
    />
    <p>
      <Button kind="primary">Spara beslutet om {platform.name}</Button>
    </p>
  </Form>
)
