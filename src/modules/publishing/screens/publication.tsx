import type { Platform } from '../../../platforms/contract.ts'
import {
  Button,
  ErrorSummary,
  Facts,
  Form,
  type FormState,
  Head,
  Note,
  Panel,
  State,
  sends,
  Textarea,
  When,
} from '../../../web/index.ts'
import { canBeThrownAway, picturesOf } from '../rules.ts'
import type { Opened } from '../service/read.ts'
import { Chain } from './chain.tsx'
import { Checks } from './checks.tsx'
import { PublicationFields } from './fields.tsx'
import { Places } from './places.tsx'
import { Previews } from './preview.tsx'
import { fileKinds, nameOf, stateLook } from './words.ts'

interface PublicationProps {
  opened: Opened
  platforms: ReadonlyMap<string, Platform>
  state: FormState
  done: string | undefined
}

/** What stops it, how will it look in each place, who approves, when does it go out? */
export const PublicationScreen = (props: PublicationProps) => {
  const { opened, state, done } = props
  const { publication, places } = opened.whole
  const { can, inUse, findings } = opened
  const action = `/publicering/${publication.publicationId}`
  const isWritten = ['draft', 'held', 'waiting'].includes(publication.state)
  return (
    <>
      <Head
        title={nameOf(publication)}
        sub={<Standing opened={opened} />}
        crumbs={[{ href: '/publicering', text: 'Publicering' }]}
      >
        <Acts {...props} action={action} />
      </Head>
      {done && (
        <div role="status">
          <Note tone="ok">
            <p>{done}</p>
          </Note>
        </div>
      )}
      {publication.detail && (
        <Note tone={publication.state === 'held' ? 'bad' : 'warn'}>
          <p>
            <b>{publication.state === 'held' ? 'Inget har publicerats. ' : 'Skickat tillbaka: '}</b>
            {publication.detail}
          </p>
        </Note>
      )}
      <ErrorSummary state={state} />
      <div class="cols cols-2-1 mt4">
        <div class="stack">
          {can.approve && <Decide {...props} action={action} />}
          {places.length > 0 && !isWritten && <Places opened={opened} state={state} />}
          {can.change ? <Write {...props} action={action} /> : <Says opened={opened} />}
          <Previews whole={opened.whole} inUse={inUse} files={`${action}/fil`} />
        </div>
        <div class="stack">
          {isWritten && (
            <Checks
              findings={findings}
              accounts={inUse.length}
              ask={publication.link ? `${action}/lank` : undefined}
            />
          )}
          {isWritten && can.change && (
            <p class="meta">
              Undrar du om personuppgifter? <a href={`${action}/dataskydd`}>Fråga dataskyddsombudet</a>
            </p>
          )}
          <Chain opened={opened} />
        </div>
      </div>
    </>
  )
}

const Standing = ({ opened: { whole, can } }: { opened: Opened }) => {
  const { publication } = whole
  const look = stateLook[publication.state]
  return (
    <>
      <State tone={look.tone}>
        {look.text}
        {publication.plannedAt && ['draft', 'waiting', 'planned'].includes(publication.state) && (
          <>
            {', ska ut '}
            <When at={publication.plannedAt} />
          </>
        )}
        .
      </State>
      {can.waitsForOther && ' Någon annan än du godkänner.'}
      {publication.origin && (
        <>
          {' Från nyheten '}
          <a href={publication.origin.url} rel="noreferrer">
            {publication.origin.title || publication.origin.url}
          </a>
          .
        </>
      )}
    </>
  )
}

type ActsProps = PublicationProps & { action: string }

/** The buttons of the written form, and what can be taken back. */
const Acts = ({ opened, action }: ActsProps) => {
  const { can, whole, needsSecond, findings } = opened
  const { publication } = whole
  const describedby = findings.some(({ weight }) => weight === 'stops') ? 'stopp' : undefined
  return (
    <>
      {canBeThrownAway(publication) && can.change && (
        <Form action={`${action}/kasta`} label="Kasta utkastet">
          <Button kind="quiet" icon="trash">
            Kasta utkastet
          </Button>
        </Form>
      )}
      {can.takeBack && (
        <Form action={`${action}/avbryt`} label="Avbryt inlägget">
          <Button kind="quiet" icon="close">
            Avbryt inlägget
          </Button>
        </Form>
      )}
      {can.takeBack && !can.change && (
        <Form action={`${action}/andra`} label="Ändra inlägget">
          <Button icon="edit">Ändra inlägget</Button>
        </Form>
      )}
      {can.change && (
        <>
          <Button form="inlagg" name="gor" value="spara" icon="check">
            Spara utkastet
          </Button>
          <Button
            form="inlagg"
            name="gor"
            value="vidare"
            kind="primary"
            icon={needsSecond ? 'users' : 'send'}
            extra={{ 'aria-describedby': describedby }}
          >
            {needsSecond ? 'Skicka för godkännande' : 'Godkänn inlägget'}
          </Button>
        </>
      )}
    </>
  )
}

const Write = ({ opened, platforms, state, action }: ActsProps) => (
  <Panel
    id="h-inlagg"
    title="Inlägg"
    aside={opened.whole.publication.origin && <span class="meta">Texten är hämtad ur nyheten</span>}
  >
    <Form action={action} id="inlagg" label="Inlägg" class="stack" files extra={sends}>
      <input type="hidden" name="version" value={opened.whole.publication.version} />
      <PublicationFields
        choices={opened.choices}
        handedIn={opened.handedIn}
        platforms={platforms}
        state={state}
        media={opened.whole.media}
        licences={opened.licences}
        files={`${action}/fil`}
      />
      <p>
        <Button name="gor" value="spara" icon="check">
          Spara det du har skrivit
        </Button>
      </p>
    </Form>
  </Panel>
)

/** Read before it is decided on: exactly this text is approved. */
const Decide = ({ opened, state, action }: ActsProps) => {
  const { version } = opened.whole.publication
  return (
    <Panel id="h-godkann" title="Väntar på ditt godkännande">
      <p>Läs texten och se hur det blir på varje konto. När du godkänner fryses allt som det står nu.</p>
      <Form action={`${action}/godkann`} label="Godkänn inlägget">
        <input type="hidden" name="version" value={version} />
        <Button kind="primary" icon="check">
          Godkänn inlägget
        </Button>
      </Form>
      <details class="data" open={Boolean(state.errors['skal'])}>
        <summary>Skicka tillbaka till den som skrev</summary>
        <Form action={`${action}/tillbaka`} label="Skicka tillbaka inlägget" class="stack-s mt2">
          <input type="hidden" name="version" value={version} />
          <Textarea name="skal" label="Vad behöver ändras" state={state} rows={3} />
          <p>
            <Button icon="left">Skicka tillbaka</Button>
          </p>
        </Form>
      </details>
    </Panel>
  )
}

/** The words as they are frozen. */
const Says = ({ opened: { whole } }: { opened: Opened }) => {
  const { publication, media } = whole
  return (
    <Panel id="h-inlagg" title="Inlägg">
      <Facts
        layout="stacked"
        facts={[
          ['Text för alla konton', <span class="written">{publication.text}</span>],
          ['Rubrik', publication.title || 'Ingen'],
          ['Länk', publication.link || 'Ingen'],
          ...picturesOf(media).map(({ name, alt }) => [name, alt || 'Ingen beskrivning'] as const),
          ...media
            .filter(({ kind }) => kind !== 'picture')
            .map((file) => [fileKinds[file.kind], file.name] as const),
        ]}
      />
    </Panel>
  )
}
