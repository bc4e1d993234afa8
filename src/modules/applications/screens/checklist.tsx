import {
  Button,
  Choices,
  ErrorSummary,
  Facts,
  Form,
  type FormState,
  Head,
  Panel,
  When,
} from '../../../web/index.ts'
import { checklistDue } from '../checklist.ts'
import type { Who } from '../rules.ts'
import type { ChecklistView } from '../service/checklist.ts'
import { crumbs } from './life.tsx'

/** The checklist of an account in use. */
export const AgainScreen = ({ view, state }: { view: ChecklistView; state: FormState }) => {
  const { account, items, who } = view
  return (
    <>
      <Head
        title={`Checklista för ${account.name}`}
        sub="Den ansvariga och en chef går igenom listan varje år, var för sig."
        crumbs={crumbs(account, 'Checklista')}
      />
      <div class="read stack">
        <Panel id="laget" title="När den gicks igenom">
          <Facts
            facts={[
              ['Den ansvariga', <Last view={view} who="employee" />],
              ['En chef', <Last view={view} who="manager" />],
            ]}
          />
        </Panel>
        {who && account.state === 'active' ? (
          <Form action={`/register/${account.accountId}/checklista`} class="panel">
            <div class="panel-body stack mt5">
              <ErrorSummary state={state} />
              <Choices
                kind="checkbox"
                name="punkter"
                legend={
                  who === 'employee'
                    ? 'Bocka i det du som ansvarig kan svara för'
                    : 'Bocka i det du som chef kan svara för'
                }
                choices={items.map(({ id, text }) => ({ value: id, text }))}
                state={state}
              />
              <p>
                <Button kind="primary">Spara genomgången</Button>
              </p>
            </div>
          </Form>
        ) : (
          <Panel id="punkterna" title="Punkterna">
            <ul class="dotted">
              {items.map(({ text }) => (
                <li>{text}</li>
              ))}
            </ul>
          </Panel>
        )}
      </div>
    </>
  )
}

const Last = ({ view: { account, gone }, who }: { view: ChecklistView; who: Who }) => {
  const last = gone[who]
  if (!last) return <>Inte än</>
  return (
    <>
      <When at={last} time={false} first />. Nästa gång senast{' '}
      <When at={checklistDue(gone, who, account)} time={false} />.
    </>
  )
}
