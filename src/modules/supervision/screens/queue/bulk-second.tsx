import { z } from 'zod'
import { withMunicipality } from '../../../../infra/db/index.ts'
import { asId, type RecordId, type StaffId, type TaskId } from '../../../../kernel/index.ts'
import {
  actorOf,
  Button,
  checkForm,
  ErrorSummary,
  emptyForm,
  Facts,
  Form,
  type FormState,
  Head,
  LinkButton,
  many,
  Panel,
  page,
  Said,
  seeOther,
  Text,
  type WebContext,
  When,
} from '../../../../web/index.ts'
import { answerSeconds, type SecondCandidate, secondsChosen } from '../../../measures/index.ts'
import { staffNames } from '../../../organisation/index.ts'
import type { Screening } from '../../../screening/index.ts'
import { screeningsOf } from '../../service/queue.ts'
import { addressOf, queryText, queueHref } from '../address.ts'
import { SecondFields, secondFaults, secondFields, wantedFacts, wantedText } from '../decide/second.tsx'
import type { Deps, Screen } from '../deps.ts'
import { ItemPictures } from '../item/pictures/shown.tsx'
import { cut, longestShown } from '../rows.tsx'
import { authorOf } from '../words.ts'

/** The chosen rows with what a colleague has decided about each, to be read before they are answered together. */
export async function askSeconds(
  c: WebContext,
  deps: Deps,
  ids: readonly TaskId[],
  state: FormState = emptyForm(),
): Promise<Response> {
  const actor = actorOf(c)
  const chosen = await secondsChosen(deps.house, actor, ids)
  const names = await withMunicipality(deps.house.db, actor.municipalityId, (tx) =>
    staffNames(
      tx,
      actor.municipalityId,
      chosen.map(({ measure }) => measure.staffId),
    ),
  )
  const screenings = await screeningsOf(
    deps.house,
    actor,
    chosen.map(({ item }) => item),
  )
  const around = { names, screenings }
  const address = addressOf(c)
  const can = chosen.filter(({ whyNot }) => whyNot === undefined)
  const cannot = chosen.filter(({ whyNot }) => whyNot !== undefined)
  const title = 'Två personer behövs'
  const sub =
    chosen.length === 0
      ? 'Inget av det du valde väntar på dig längre.'
      : `Läs vart och ett, och ta ställning själv. Svaret gäller ${chosen.length === 1 ? 'åtgärden' : `alla ${chosen.length} åtgärderna`}.`
  return await page(
    c,
    { title, current: 'ko', state },
    <>
      <Head title={title} sub={sub} crumbs={[{ text: 'Kö', href: queueHref(address) }, { text: title }]} />
      <Form action={`/ko/valda/andra${queryText(address)}`} class="stack">
        <ErrorSummary state={state} />
        {chosen.map(({ taskId }) => (
          <input type="hidden" name="val" value={taskId} />
        ))}
        <List id="h-kan" title="Kan godkännas" chosen={can} {...around} />
        <List id="h-kan-inte" title="Kan inte godkännas längre" chosen={cannot} {...around} />
        {chosen.length > 0 && <SecondFields state={state} />}
        <p class="row">
          {chosen.length > 0 && (
            <Button kind="primary" icon="check">
              {chosen.length === 1 ? 'Spara ditt svar' : `Spara svaret på ${chosen.length} åtgärder`}
            </Button>
          )}
          <LinkButton href={queueHref(address)}>Tillbaka till kön</LinkButton>
        </p>
      </Form>
    </>,
  )
}

interface ListProps {
  id: string
  title: string
  chosen: readonly SecondCandidate[]
  names: ReadonlyMap<StaffId, string>
  screenings: ReadonlyMap<RecordId, Screening>
}

const List = ({ id, title, chosen, names, screenings }: ListProps) =>
  chosen.length === 0 ? null : (
    <Panel id={id} title={`${title}, ${chosen.length}`}>
      {chosen.map((one) => (
        <One {...one} names={names} screening={screenings.get(one.item.recordId)} />
      ))}
    </Panel>
  )

const One = ({
  taskId,
  measure,
  item,
  account,
  whyNot,
  names,
  screening,
}: SecondCandidate & Pick<ListProps, 'names'> & { screening: Screening | undefined }) => {
  const first = (measure.staffId && names.get(measure.staffId)) ?? 'En kollega'
  return (
    <Said
      by={authorOf(item)}
      meta={
        <>
          <When at={item.publishedAt} /> · {account.name}
        </>
      }
      foot={<a href={`/ko/${taskId}`}>Öppna ärendet</a>}
    >
      <details class="data">
        <summary>Visa texten</summary>
        <Text>{cut(item.text, longestShown)}</Text>
      </details>
      {screening && !item.withheld && <ItemPictures item={item} screening={screening} />}
      <Facts
        layout="stacked"
        facts={[
          [`${first} vill`, wantedText(measure, item)],
          ...wantedFacts(measure),
          ...(whyNot ? [['Varför inte', whyNot] as const] : []),
        ]}
      />
    </Said>
  )
}

const form = z.object({ val: many(z.string()), ...secondFields })
const chosenForm = form.pick({ val: true })

/** POST /ko/valda/andra: the same answer to all of them. */
export const answerSecondsForm =
  (deps: Deps): Screen =>
  async (c) => {
    const address = addressOf(c)
    const picked = await checkForm(c, chosenForm)
    const ids = picked.ok ? [...new Set(picked.value.val.flatMap((text) => asId<TaskId>(text) ?? []))] : []
    if (ids.length === 0) return seeOther(c, queueHref(address))
    const checked = await checkForm(c, form)
    if (!checked.ok) return askSeconds(c, deps, ids, checked.error)
    const { svar, motivering } = checked.value
    try {
      const answer = { approved: svar === 'ja', reason: motivering }
      const { done, passedOver } = await answerSeconds(deps.house, actorOf(c), deps.platforms, ids, answer)
      return seeOther(
        c,
        queueHref(address, undefined, {
          gjort: svar === 'ja' ? 'godkant' : 'nekat',
          antal: String(done),
          ...(passedOver > 0 && { forbi: String(passedOver) }),
        }),
      )
    } catch (thrown) {
      return askSeconds(c, deps, ids, await secondFaults(c, thrown))
    }
  }
