import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  Button,
  ErrorSummary,
  Form,
  type FormState,
  longDayText,
  Note,
  Textarea,
  Timeline,
  When,
} from '../../../web/index.ts'
import type { TrialStatus } from '../../reconsiderations/index.ts'
import { houseRuleTexts } from './words.ts'

interface TrialProps {
  status: TrialStatus
  platform: PlatformPart | undefined
  state: FormState
}

const Day = ({ at }: { at: Date }) => <time datetime={at.toISOString()}>{longDayText(at)}</time>

/** What was removed and why, who decides again, and when? */
export const TrialScreen = ({ status, platform, state }: TrialProps) => {
  const { account, takenAt, rule, houseRules, request, number, undone } = status
  const where = platform ? `${account}, ${platform.name}` : account
  return (
    <div class="read">
      <h1>Be oss pröva igen</h1>
      <p class="mt3">
        Vi dolde eller tog bort en kommentar på vårt konto {where} <Day at={takenAt} />. Tycker du att vi
        gjorde fel prövar en annan person saken.
      </p>
      <section class="mt6" aria-labelledby="h-det">
        <h2 id="h-det">Det vi gjorde</h2>
        <dl class="facts mt3">
          <div>
            <dt>Skäl</dt>
            <dd>{rule}</dd>
          </div>
          <div>
            <dt>Regel</dt>
            <dd>
              {houseRules.map((group) => houseRuleTexts[group]).join(' ')}{' '}
              <a href="/konton#forhallningsregler">Alla våra förhållningsregler</a>
            </dd>
          </div>
          <div>
            <dt>Nummer</dt>
            <dd>{number}</dd>
          </div>
          <div>
            <dt>Sparad</dt>
            <dd>
              Ja, i kommunens arkiv. Du kan begära ut den. Här visas den inte, eftersom andra kan ha numret.
            </dd>
          </div>
        </dl>
      </section>
      <Standing request={request} undone={undone} />
      {!request && !undone && <AskForm number={number} state={state} />}
      <section class="mt8 stack-s" aria-labelledby="h-miss">
        <h2 id="h-miss">Är du ändå missnöjd?</h2>
        <p>Du kan anmäla kommunen till Justitieombudsmannen, JO.</p>
      </section>
    </div>
  )
}

const Standing = ({ request, undone }: Pick<TrialStatus, 'request' | 'undone'>) => {
  if (!request)
    return undone ? (
      <div class="mt6">
        <Note tone="ok">
          <p>
            <b>Vi har redan ändrat oss.</b> Kommentaren ska synas igen. Du behöver inte göra något.
          </p>
        </Note>
      </div>
    ) : null
  const { decision, receivedAt, dueAt } = request
  return (
    <>
      <div class="mt6">
        <Note tone={decision ? 'ok' : 'info'}>
          <p>
            {decision ? (
              <>
                <b>{outcomes[decision.outcome]}</b> {decision.text}
              </>
            ) : (
              <>
                <b>Vi har fått din begäran.</b> En annan person än den som bestämde prövar den, senast{' '}
                <Day at={dueAt} />.
              </>
            )}
          </p>
        </Note>
      </div>
      <section class="mt8" aria-labelledby="h-hant">
        <h2 id="h-hant">Det här har hänt</h2>
        <div class="mt3">
          <Timeline
            moments={[
              {
                kind: 'ok',
                icon: 'mail',
                what: 'Du bad oss pröva igen',
                detail: <When at={receivedAt} first />,
              },
              decision
                ? {
                    kind: 'ok',
                    icon: 'scale',
                    what: 'Någon annan prövade',
                    detail: <When at={decision.at} first />,
                  }
                : { kind: 'next', icon: 'scale', what: 'Någon annan prövar' },
            ]}
          />
        </div>
      </section>
    </>
  )
}

const outcomes = {
  stands: 'Vi har prövat igen och ändrar oss inte.',
  shownAgain: 'Vi gjorde fel. Kommentaren ska synas igen.',
  mayWriteAgain: 'Vi gjorde fel. Plattformen kan inte visa kommentaren igen, men du får skriva den på nytt.',
} as const

const AskForm = ({ number, state }: { number: string; state: FormState }) => (
  <Form action={`/provning/${number}`} class="stack mt8" label="Din begäran">
    <h2>Din begäran</h2>
    <ErrorSummary state={state} />
    <Textarea
      name="varfor"
      label="Varför ska den få stå?"
      hint="Skriv fritt. Du behöver inte kunna lagen."
      rows={6}
      state={state}
    />
    <div>
      <Button kind="primary">Be om ny prövning</Button>
    </div>
    <p class="hint">
      Du ser svaret på den här sidan och kan vara anonym. Din begäran blir en allmän handling.{' '}
      <a href="/om-personuppgifter">Så hanterar vi personuppgifter</a>
    </p>
  </Form>
)

/** The number leads nowhere: mistyped, or never given out. */
export const UnknownTrial = () => (
  <div class="read">
    <h1>Vi hittar inte numret</h1>
    <p class="mt3">
      Kontrollera att alla tecken är med. Numret fick du när vi dolde eller tog bort din kommentar, och det
      ser ut så här: K-2026-K7QF2MXR. Gällde det ett möjligt brott, personuppgifter eller sekretess finns
      inget sådant nummer. Hör då av dig till oss.
    </p>
  </div>
)
