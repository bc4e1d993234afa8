import {
  Button,
  Choices,
  ErrorSummary,
  Facts,
  Form,
  type FormState,
  Head,
  LinkButton,
  Panel,
  sends,
  Textarea,
} from '../../../web/index.ts'
import { spanText } from '../../insights/index.ts'
import { type FollowUpView, reachedAnswers } from '../service/follow-up.ts'
import { crumbs } from './life.tsx'
import { reachedText } from './words.tsx'

/** The plan's target groups beside what was reached, so that the follow-up says whether they were. */
export const FollowUpScreen = ({ view, state }: { view: FollowUpView; state: FormState }) => {
  const { account, plan, targets, reached } = view
  const others = plan.filter((line) => !targets.includes(line))
  const text = (said: string) => <span class="prewrap">{said}</span>
  return (
    <>
      <Head
        title={`Följ upp planen för ${account.name}`}
        sub="Nåddes målen och målgrupperna? Ska kontot vara kvar?"
        crumbs={crumbs(account, 'Följ upp')}
      />
      <div class="cols cols-1-1">
        <Panel id="malgrupper" title="Det planen ville nå">
          {targets.length > 0 ? (
            <Facts layout="stacked" facts={targets.map(([label, said]) => [label, text(said)])} />
          ) : (
            <p>Planen säger inte vilka målgrupper kontot har.</p>
          )}
        </Panel>
        <Panel
          id="natt"
          title="Det som nåddes"
          aside={<span class="meta">{spanText(reached.span)}</span>}
          footer={<a href={`/statistik?konto=${account.accountId}`}>Siffrorna månad för månad</a>}
        >
          <Facts facts={reached.lines.map(([what, said]) => [what, said])} />
        </Panel>
      </div>
      <div class="cols cols-1-1 mt5">
        <Form action={`/register/${account.accountId}/uppfoljning`} class="panel" extra={sends}>
          <div class="panel-body stack mt5">
            <ErrorSummary state={state} />
            <Choices
              kind="radio"
              name="nadda"
              legend="Nåddes målgrupperna?"
              choices={reachedAnswers.map((value) => ({ value, text: reachedText[value] }))}
              state={state}
            />
            <Textarea
              name="text"
              label="Vad ni såg, och vad ni ändrar"
              hint="Sparas som ett beslut bredvid planen, med siffrorna som de är nu. Finns kontot bara för att finnas: stäng det."
              rows={8}
              state={state}
            />
            <p class="row">
              <Button kind="primary">Spara uppföljningen</Button>
              <LinkButton kind="quiet" href={`/register/${account.accountId}`}>
                Inte nu
              </LinkButton>
            </p>
          </div>
        </Form>
        <Panel id="planen" title="Resten av planen, som den beslutades">
          <Facts layout="stacked" facts={others.map(([label, said]) => [label, text(said)])} />
        </Panel>
      </div>
    </>
  )
}
