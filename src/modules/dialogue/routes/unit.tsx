import { z } from 'zod'
import { Stop } from '../../../kernel/index.ts'
import {
  Button,
  checkForm,
  ErrorSummary,
  emptyForm,
  Field,
  Form,
  type FormState,
  municipalityOf,
  Note,
  Panel,
  publicPage,
  seeOther,
  Textarea,
  type WebContext,
  When,
  written,
} from '../../../web/index.ts'
import { answerReferral, type ReferredQuestion, readReferral } from '../service/refer.ts'
import type { Deps, Screen } from './deps.ts'

const tokenOf = (c: WebContext): string => c.req.param('token') ?? ''

async function questionOf(c: WebContext, deps: Deps): Promise<ReferredQuestion> {
  const question = await readReferral(deps.house, municipalityOf(c).id, tokenOf(c))
  if (!question)
    throw new Stop(
      'notFound',
      'Länken gäller inte. Frågan kan vara tagen tillbaka, eller så har det gått för lång tid. Kontakta den som skickade länken.',
    )
  return question
}

function show(c: WebContext, { referral, text, dueAt }: ReferredQuestion, state: FormState) {
  c.header('cache-control', 'no-store')
  c.header('referrer-policy', 'no-referrer')
  const answered = referral.answeredAt !== null
  return publicPage(
    c,
    { title: `En fråga till ${referral.unit}`, state },
    <>
      <h1>En fråga till {referral.unit}</h1>
      <Panel id="h-sagt" title="Det här skrev någon till kommunen">
        <p class="written">{text}</p>
      </Panel>
      <Panel id="h-fraga" title="Det här vill vi veta" class="mt4">
        <p class="written">{referral.question}</p>
        {dueAt && !answered && (
          <p>
            Den som frågade ska ha svar senast <When at={dueAt} />. Svara i god tid före.
          </p>
        )}
      </Panel>
      {answered ? (
        <Note tone="ok">
          <p>
            <b>Tack, svaret har kommit fram.</b> Den som frågade får det från kommunens konto.
          </p>
          <p class="written">{referral.answer}</p>
        </Note>
      ) : (
        <Panel id="h-svar" title="Ditt svar" class="mt4">
          <Form action={`/hanvisning/${tokenOf(c)}`} class="stack">
            <ErrorSummary state={state} />
            <Textarea
              name="svar"
              label="Svar"
              hint="Skriv det som ska sägas till den som frågade. Skriv inget som är sekretessbelagt. Svaret blir en allmän handling."
              rows={6}
              state={state}
            />
            <Field
              name="namn"
              label="Ditt namn"
              autocomplete="name"
              hint="Så att vi vet vem vi kan fråga vidare."
              state={state}
            />
            <p>
              <Button kind="primary">Skicka svaret</Button>
            </p>
          </Form>
        </Panel>
      )}
    </>,
  )
}

/** GET /hanvisning/:token: the question, for the unit in charge; no account is needed. */
export const unitScreen =
  (deps: Deps): Screen =>
  async (c) =>
    show(c, await questionOf(c, deps), emptyForm())

const unitForm = z.object({
  svar: written('Skriv svaret.', 5_000),
  namn: written('Skriv ditt namn.', 120),
})

export const unitAnswer =
  (deps: Deps): Screen =>
  async (c) => {
    const question = await questionOf(c, deps)
    const checked = await checkForm(c, unitForm)
    if (!checked.ok) return show(c, question, checked.error)
    const { svar, namn } = checked.value
    await answerReferral(deps.house, municipalityOf(c).id, tokenOf(c), { name: namn, text: svar })
    return seeOther(c, `/hanvisning/${tokenOf(c)}`)
  }
