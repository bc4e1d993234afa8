import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import { Button, Form, Note, Panel, State, When } from '../../../web/index.ts'
import type { CapabilityState } from '../../accounts/index.ts'
import type { AccountPage } from '../types.ts'
import { capabilityText, collectText } from './words.tsx'

/** What the platform says that the access can do, each with its last proof of life. */
export const Trial = ({
  page,
  platform,
  mayConnect,
}: {
  page: AccountPage
  platform: PlatformPart | undefined
  mayConnect: boolean
}) => {
  const { account } = page.row
  return (
    <Panel id="prov" title="Vad anslutningen klarar">
      <Ending page={page} />
      <NoEvents page={page} />
      {page.capabilities.length > 0 ? (
        <ul class="stack-s">
          {page.capabilities.map((state) => (
            <li>
              <Shown state={state} />
            </li>
          ))}
        </ul>
      ) : (
        <p>
          {platform?.probe
            ? 'Anslutningen är inte provad ännu.'
            : 'Plattformen talar inte om vad anslutningen får göra. Ett prov visar bara att den släpper in oss.'}
        </p>
      )}
      {mayConnect && account.state === 'active' && (
        <Form action={`/register/${account.accountId}/prova`}>
          <Button icon="plug">Prova anslutningen</Button>
        </Form>
      )}
    </Panel>
  )
}

/** Without the platform's word at once things come in all the same, some minutes later. */
const NoEvents = ({ page: { row } }: { page: AccountPage }) => {
  const { noEvents } = row.health ?? {}
  if (!noEvents) return null
  return (
    <Note tone={noEvents.since ? 'warn' : 'info'}>
      <p>
        <b>
          {noEvents.since ? (
            <>
              Plattformen vill inte meddela när något händer, sedan <When at={noEvents.since} />.
            </>
          ) : (
            'Plattformen meddelar inte när något händer.'
          )}
        </b>{' '}
        {noEvents.why}
      </p>
    </Note>
  )
}

const nameOf = ({ capability }: CapabilityState): string =>
  ({ ...capabilityText, ...collectText })[capability] ?? capability

const Shown = ({ state }: { state: CapabilityState }) => (
  <>
    <State tone={state.works ? 'ok' : 'bad'}>
      {nameOf(state)}: {state.works ? 'Fungerar' : 'Fungerar inte'}
    </State>
    <p class="meta">
      {!state.works && `${state.detail} `}
      {state.workedAt ? (
        <>
          Senaste livstecken <When at={state.workedAt} />.
        </>
      ) : (
        'Inget livstecken ännu.'
      )}
    </p>
  </>
)

const Ending = ({ page: { access } }: { page: AccountPage }) => {
  if (!access?.endsAt) return null
  if (!access.failingSince)
    return (
      <p class="s">
        Åtkomsten gäller till <When at={access.endsAt} />.
      </p>
    )
  return (
    <Note tone="warn">
      <p>
        Åtkomsten har inte kunnat förnyas sedan <When at={access.failingSince} />. Den som finns nu gäller
        till <When at={access.endsAt} />. Anslut på nytt före dess.
      </p>
    </Note>
  )
}
