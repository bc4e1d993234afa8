import {
  Button,
  ErrorSummary,
  Facts,
  Form,
  type FormState,
  Head,
  LinkButton,
  Panel,
  Textarea,
  When,
} from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import { closingDecision, followUpDue } from '../closing.ts'
import { latest } from '../rules.ts'
import type { LifeStep } from '../types.ts'
import { History } from './after-sending.tsx'

/** On the account's own page: how its life stands, and what can be done. */
export const LifePanel = ({
  account,
  steps,
  planInHand,
  may,
}: {
  account: Account
  steps: readonly LifeStep[]
  /** The application in which the account's plan is being written; undefined: it is not. */
  planInHand: string | undefined
  may: { readonly close: boolean; readonly followUp: boolean; readonly prove: boolean }
}) => {
  const path = `/register/${account.accountId}`
  const due = followUpDue(steps)
  const application = latest(steps, 'entered')?.applicationId
  const closing = account.state === 'active' && closingDecision(steps) !== undefined
  return (
    <Panel id="livet" title="Kontots historia">
      <Facts
        layout="narrow"
        facts={[
          ['Läge', <Standing account={account} closing={closing} />],
          [
            'Ansökan',
            application ? (
              <a href={`/register/ansokan/${application}`}>Plan och beslut</a>
            ) : planInHand ? (
              <a href={`/register/ansokan/${planInHand}`}>Planen skrivs</a>
            ) : (
              'Ingen i Uppsikt. Planen kan skrivas nu.'
            ),
          ],
          [
            'Följs upp',
            due && !account.closed ? <When at={due} time={false} first /> : 'Ingen plan att följa upp',
          ],
        ]}
      />
      {account.state === 'active' && (
        <p class="row">
          {may.followUp && due && <LinkButton href={`${path}/uppfoljning`}>Följ upp planen</LinkButton>}
          {may.followUp && <LinkButton href={`${path}/checklista`}>Gå igenom checklistan</LinkButton>}
          {may.close && (
            <LinkButton href={`${path}/pausa`}>{account.paused ? 'Sätt i gång igen' : 'Pausa'}</LinkButton>
          )}
          {may.close && (
            <LinkButton href={`${path}/avsluta`}>
              {closing ? 'Fortsätt stängningen' : 'Stäng kontot'}
            </LinkButton>
          )}
        </p>
      )}
      {account.state === 'active' && may.followUp && !application && !planInHand && (
        <Form action={`${path}/plan`}>
          <Button>Skriv planen</Button>
        </Form>
      )}
      {steps.length > 0 && (
        <details>
          <summary>Det som har hänt ({steps.length})</summary>
          <div class="mt3">
            <History steps={steps} proof={may.prove} />
          </div>
        </details>
      )}
    </Panel>
  )
}

const Standing = ({ account, closing }: { account: Account; closing: boolean }) => {
  if (account.closed)
    return (
      <>
        Stängt <When at={account.closed.at} time={false} />. {account.closed.reason}
      </>
    )
  if (closing) return <>Ska stängas</>
  if (account.paused)
    return (
      <>
        Pausat sedan <When at={account.paused.at} time={false} />. {account.paused.reason}
      </>
    )
  return <>I bruk</>
}

export const crumbs = (account: Account, last: string) => [
  { text: 'Konton', href: '/register' },
  { text: account.name, href: `/register/${account.accountId}` },
  { text: last },
]

export const PauseScreen = ({ account, state }: { account: Account; state: FormState }) => {
  const path = `/register/${account.accountId}`
  const { paused } = account
  return (
    <>
      <Head
        title={paused ? `Sätt i gång ${account.name} igen` : `Pausa ${account.name}`}
        sub={
          paused
            ? `Pausat: ${paused.reason}`
            : 'Kommunen publicerar inget under pausen. Det andra skriver hämtas och bevakas som vanligt.'
        }
        crumbs={crumbs(account, paused ? 'Sätt i gång' : 'Pausa')}
      />
      <Form action={paused ? `${path}/igang` : `${path}/pausa`} class="panel read">
        <div class="panel-body stack mt5">
          <ErrorSummary state={state} />
          {!paused && (
            <Textarea
              name="skal"
              label="Varför, och till när"
              hint="Till exempel: Sommaruppehåll till 18 augusti."
              rows={2}
              state={state}
            />
          )}
          <p class="row">
            <Button kind="primary">{paused ? 'Sätt i gång kontot' : 'Pausa kontot'}</Button>
            <LinkButton kind="quiet" href={path}>
              Avbryt
            </LinkButton>
          </p>
        </div>
      </Form>
    </>
  )
}
