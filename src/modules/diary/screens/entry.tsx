import type { Child } from 'hono/jsx'
import {
  Button,
  Choices,
  ErrorSummary,
  Facts,
  Form,
  type FormState,
  Head,
  LinkButton,
  lawText,
  Note,
  Panel,
  sends,
  useRendering,
  When,
} from '../../../web/index.ts'
import type { Ground } from '../../policy/index.ts'
import type { Paragraph } from '../rules.ts'
import { declines, type LinkedRecord, type ReadEntry } from '../types.ts'
import { EntryFields } from './fields.tsx'
import { Law } from './law.tsx'
import {
  agoText,
  cameText,
  dayWord,
  declineCodes,
  declineText,
  partyText,
  SecrecyState,
  stateText,
} from './words.tsx'

interface EntryProps {
  read: ReadEntry
  state: FormState
  grounds: readonly Ground[]
  law: readonly Paragraph[]
  /** What a person does in the municipality's own diary, and what is written there. */
  byHand: { readonly steps: readonly string[]; readonly slip: string }
  done: string | undefined
}

/** One entry: what it says, what it points at, and what the registrar has left to do. */
export const EntryScreen = (props: EntryProps) => {
  const { read, done, law, state } = props
  const { entry, mayRegister } = read
  const waits = entry.state === 'proposed'
  return (
    <>
      <Head
        title={entry.number ?? entry.matter}
        sub={<Standing {...props} />}
        crumbs={[{ href: '/diarium', text: 'Diarium' }]}
      >
        {entry.version > 0 && (
          <LinkButton icon="seal" href={`/handlingar/${entry.entryId}`}>
            Alla versioner och beviset
          </LinkButton>
        )}
        {entry.state === 'registered' && mayRegister && (
          <LinkButton icon="edit" href={`/diarium/${entry.entryId}/ratta`}>
            Rätta posten
          </LinkButton>
        )}
      </Head>
      {done && (
        <div role="status">
          <Note tone="ok">
            <p>{done}</p>
          </Note>
        </div>
      )}
      <ErrorSummary state={state} />
      <div class="cols cols-2-1 mt4">
        <div class="stack">
          {waits && mayRegister ? <Register {...props} /> : <Says read={read} grounds={props.grounds} />}
          {waits && mayRegister && <Decline {...props} />}
        </div>
        <div class="stack">
          <Points records={read.records} />
          {waits && mayRegister && <ByHand {...props} />}
          <Law law={law} />
        </div>
      </div>
    </>
  )
}

const Standing = ({ read }: EntryProps): Child => {
  const { entry, names } = read
  const { now } = useRendering()
  if (entry.state === 'proposed')
    return (
      <>
        {`${stateText.proposed}. ${cameText(entry.direction)} för ${agoText(entry.since, now)} sedan, lämnad hit av ${names.get(entry.proposedBy) ?? 'en kollega'} `}
        <When at={entry.proposedAt} />.
      </>
    )
  const by = (entry.settledBy && names.get(entry.settledBy)) ?? 'en kollega'
  return (
    <>
      {entry.declinedAs ? `${declineText[entry.declinedAs]}, beslutat av ` : `${stateText.registered} av `}
      {by} {entry.settledAt && <When at={entry.settledAt} />}.
      {entry.version > 1 && ` ${entry.version} versioner.`}
    </>
  )
}

const Says = ({ read: { entry }, grounds }: Pick<EntryProps, 'read' | 'grounds'>) => {
  const { now } = useRendering()
  const ground = grounds.find(({ id }) => id === entry.groundId)
  const why = [ground && `${ground.title}, ${lawText(ground.lawRef)}`, entry.groundWords]
    .filter(Boolean)
    .join('. ')
  return (
    <Panel id="h-post" title="Det som står i diariet">
      <Facts
        layout="stacked"
        facts={[
          ['Gäller', entry.matter],
          [cameText(entry.direction), dayWord(entry.day, now)],
          [partyText(entry.direction), entry.counterpart || 'Inte känt'],
          ['Nämnd', entry.committee || 'Inte angiven ännu'],
          [
            'Sekretess',
            <>
              <SecrecyState entry={entry} />
              {why && (
                <>
                  <br />
                  <span class="meta">{why}</span>
                </>
              )}
            </>,
          ],
          ...(entry.note ? [['Till registratorn', <span class="written">{entry.note}</span>] as const] : []),
        ]}
      />
      {entry.state === 'registered' && entry.secrecy !== 'no' && (
        <p class="hint">I listan för den som frågar syns bara nummer och dag.</p>
      )}
    </Panel>
  )
}

const Register = ({ read, state, grounds }: EntryProps) => {
  const { entry, series } = read
  return (
    <Panel id="h-post" title="Diarieför">
      {entry.note && (
        <Note tone="info">
          <p>
            <b>{`Från ${read.names.get(entry.proposedBy) ?? 'en kollega'}:`}</b>{' '}
            <span class="written">{entry.note}</span>
          </p>
        </Note>
      )}
      <Form action={`/diarium/${entry.entryId}`} class="stack" extra={sends}>
        <EntryFields state={state} series={series} grounds={grounds} typed />
        <p>
          <Button kind="primary" icon="book">
            Diarieför
          </Button>
        </p>
      </Form>
    </Panel>
  )
}

const Decline = ({ read: { entry }, state }: EntryProps) => (
  <Panel id="h-inte" title="Behöver inte diarieföras">
    <Form action={`/diarium/${entry.entryId}/inte`} class="stack" extra={sends}>
      <Choices
        kind="radio"
        name="som"
        legend="Varför"
        choices={declines.map((one) => ({ value: declineCodes[one], text: declineText[one] }))}
        state={state}
      />
      <Choices
        kind="checkbox"
        name="provad"
        legend="Sekretess"
        choices={[{ value: 'nej', text: 'Jag har prövat: inget här omfattas av sekretess' }]}
        state={state}
      />
      <p>
        <Button>Besluta att inte diarieföra</Button>
      </p>
    </Form>
  </Panel>
)

const Points = ({ records }: { records: readonly LinkedRecord[] }) => (
  <Panel id="h-hand" title="Handlingarna">
    <ul class="stack-s">
      {records.map(({ record, version, title }) => (
        <li>
          <a href={`/handlingar/${record}`}>
            {title}
            <span class="vh">, öppna handlingen</span>
          </a>
          <br />
          <span class="meta">{`Förseglad, version ${version}. ${record.slice(0, 8)}`}</span>
        </li>
      ))}
    </ul>
    <p class="hint">Posten pekar på de förseglade versionerna. Texten själv står aldrig i diariet.</p>
  </Panel>
)

const ByHand = ({ byHand }: EntryProps) => (
  <Panel id="h-egen" title="I kommunens eget diarium">
    <details class="data">
      <summary>Så gör du, och det som ska stå där</summary>
      <ol class="read s stack-s mt2">
        {byHand.steps.map((step, at) => (
          <li>
            {at + 1}. {step}
          </li>
        ))}
      </ol>
      <pre class="mono s mt2 written">{byHand.slip}</pre>
    </details>
  </Panel>
)
