import {
  Button,
  Choices,
  ErrorSummary,
  Form,
  type FormState,
  numberText,
  sends,
  Textarea,
  whenText,
} from '../../../../web/index.ts'
import type { Item } from '../../../archive/index.ts'
import { isVeiled } from '../../rules.ts'
import type { RoundPart } from '../../service/round-part.ts'
import { excerpt } from '../rows.tsx'
import { authorOf } from '../words.ts'

interface ConfirmProps {
  readonly part: RoundPart
  readonly now: Date
  readonly state: FormState
}

const choiceOf = (item: Item, part: RoundPart, now: Date) => ({
  value: item.recordId,
  text: (
    <b>
      {`${item.direction === 'drawnUp' ? part.account.name : authorOf(item)}, ${whenText(item.publishedAt, now)}`}
    </b>
  ),
  detail: isVeiled(part.labels.get(item.recordId) ?? []) ? (
    'Texten är dold.'
  ) : (
    <span lang={part.languages.get(item.recordId)}>{excerpt(item.text)}</span>
  ),
})

/** Where there is one to name, the button names it: a quiet account is gone through in one tap. */
const LastOne = ({ text, detail }: ReturnType<typeof choiceOf>) => (
  <div>
    <p class="hint">Det senaste på kontot:</p>
    <p class="mt1">
      {text}
      <br />
      {detail}
    </p>
  </div>
)

/** The last round when the page was drawn; told of a colleague's, the person goes on from that. */
const roundSeen = ({ last }: RoundPart, { values, errors }: FormState): string =>
  String((errors[''] === undefined && values['senast']) || last?.at.toISOString() || noRound)

/** No round had been made when the page was drawn. */
export const noRound = 'ingen'

/** The person confirms by naming the last item seen; opening the page is not looking. */
export const Confirm = ({ part, state, now }: ConfirmProps) => {
  const { account, items, seen, newest, total } = part
  const toName = items.length > 0 ? items.slice(Math.max(0, seen - 1)) : newest ? [newest] : []
  const last = toName.at(-1)
  return (
    <section aria-labelledby="h-slut">
      <h2 id="h-slut">Avsluta rundan</h2>
      <Form action={`/ko/runda/${account.accountId}`} class="stack-s mt2" extra={sends}>
        <input type="hidden" name="sedd" value={part.seenId ?? ''} />
        <input type="hidden" name="senast" value={roundSeen(part, state)} />
        <ErrorSummary state={state} />
        {toName.length > 1 && (
          <Choices
            kind="radio"
            name="sist"
            framed
            legend="Vilket är det sista du såg?"
            hint={`Rundan gäller till och med det du väljer.${total > items.length ? ' Gör sedan en runda till, det finns fler.' : ''}`}
            choices={toName.map((item) => choiceOf(item, part, now))}
            state={state}
          />
        )}
        {last && toName.length === 1 && <LastOne {...choiceOf(last, part, now)} />}
        {toName.length === 0 && <p class="hint">Kontot är tomt. Rundan sparas som att du har tittat.</p>}
        <details class="data" open={state.errors['anteckning'] !== undefined}>
          <summary>Skriv en anteckning</summary>
          <Textarea
            name="anteckning"
            label="Anteckning"
            hint="Sparas med rundan, och läses av den som granskar uppsikten."
            optional
            rows={2}
            state={state}
          />
        </details>
        {last && toName.length > 1 ? (
          <>
            <Button kind="primary" block>
              Avsluta rundan
            </Button>
            {!toName.some((item) => isVeiled(part.labels.get(item.recordId) ?? [])) && (
              <Button block name="allt" value={last.recordId}>
                {`Jag har sett alla ${numberText(toName.length)}`}
              </Button>
            )}
          </>
        ) : (
          <Button kind="primary" block name="allt" value={last?.recordId ?? ''}>
            {last ? 'Jag har sett det, avsluta rundan' : 'Avsluta rundan'}
          </Button>
        )}
        <p class="hint">Rundan sparas som uppsikt för i dag. Ärenden med skäl ligger kvar i kön.</p>
      </Form>
    </section>
  )
}
