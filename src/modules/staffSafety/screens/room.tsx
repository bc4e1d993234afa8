import { dayOf, instantOf, type StaffId } from '../../../kernel/index.ts'
import {
  Button,
  ChoiceLine,
  dayText,
  ErrorSummary,
  emptyForm,
  Facts,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  Note,
  Panel,
  State,
  sends,
  sentence,
  Tasks,
  Textarea,
  Timeline,
  useRendering,
  Veiled,
  When,
} from '../../../web/index.ts'
import { isInside } from '../rules.ts'
import type { RoomPage } from '../service/read.ts'
import type { Member } from '../types.ts'
import { movedText, outcomeText, partText, reportText, roomHref } from './words.ts'

interface RoomProps {
  readonly page: RoomPage
  readonly me: StaffId
  readonly state: FormState | undefined
  /** The reader has asked for the text. */
  readonly shown: boolean
  /** Whether the reader has the queue, so that a link there leads somewhere. */
  readonly hasQueue: boolean
}

/** 'Bengt, Nora och du'; the reader last. */
function insideText(members: readonly Member[], me: StaffId): string {
  const others = members.filter((one) => isInside(one) && one.staffId !== me).map(({ name }) => name)
  return `Här är ${others.join(', ')} och du, och ingen mer.`
}

/** Help for one employee, for those in the room and nobody else. */
export const RoomScreen = (props: RoomProps) => {
  const { page, me, state } = props
  const { room, members, steps } = page
  const left = steps.filter(({ last }) => !last)
  const decides = room.part !== 'invited'
  const open = room.closedAt === null
  return (
    <>
      <Head
        title={`Stöd till ${room.about}`}
        crumbs={[{ text: 'Dina stängda rum', href: '/personalskydd' }, { text: room.about }]}
        sub={
          room.closedAt ? (
            <>
              Stängt <When at={room.closedAt} />. Det går att läsa men inte att skriva i.
            </>
          ) : (
            `${steps.length - left.length} av ${steps.length} steg är ${steps.length - left.length === 1 ? 'avklarat' : 'avklarade'}.${left[0] ? ` Nästa: ${left[0].step.title.toLocaleLowerCase('sv')}.` : ''}`
          )
        }
      >
        {open && decides && (
          <>
            <LinkButton icon="plus" href={roomHref(room.roomId, '/bjud-in')} dialog>
              Bjud in någon
            </LinkButton>
            <LinkButton icon="lock" href={roomHref(room.roomId, '/stang')} dialog>
              Stäng rummet
            </LinkButton>
          </>
        )}
      </Head>
      {state && <ErrorSummary state={state} />}
      <Note tone="seal" icon="lock">
        <p>
          <b>Stängt rum.</b> {insideText(members, me)} Kommunikation, administratörer och revisorer ser varken
          rummet eller vad som står här.
        </p>
      </Note>
      <div class="cols cols-2-1 mt4">
        <div class="stack">
          <Steps {...props} />
          <Notes {...props} />
        </div>
        <div class="stack">
          <Happened {...props} />
          <Inside {...props} />
          <FollowUps {...props} />
          <p class="meta">Akut fara: ring 112.</p>
        </div>
      </div>
    </>
  )
}

const Steps = ({ page }: RoomProps) => {
  const { room, steps, names } = page
  const { now } = useRendering()
  const hint = 'Kommunens egen rutin för hot och våld gäller. Hoppar ni över ett steg skriver ni varför.'
  const lines = steps.map(({ step, last }) => ({
    title: step.title,
    detail: last ? [last.content.text, names.get(last.staffId)].filter(Boolean).join(' – ') : step.detail,
    tone: last?.content.outcome === 'done' ? ('ok' as const) : ('quiet' as const),
    icon: last
      ? last.content.outcome === 'done'
        ? ('okc' as const)
        : ('dash' as const)
      : ('clock' as const),
    due: last
      ? `${outcomeText[last.content.outcome]} ${dayText(instantOf(last.content.day), now)}`
      : 'Inte gjort',
    href: roomHref(room.roomId, `/steg/${step.id}`),
  }))
  const aside = <span class="meta">{`${steps.filter(({ last }) => last).length} av ${steps.length}`}</span>
  return (
    <Panel
      id="h-steg"
      title="Stegen"
      aside={aside}
      flush={!room.closedAt}
      footer={<p class="hint">{hint}</p>}
    >
      {room.closedAt ? (
        <Timeline
          moments={lines.map(({ title, detail, due, tone, icon }) => ({
            kind: tone === 'ok' ? 'ok' : 'seen',
            icon,
            what: <b>{title}</b>,
            detail: `${due}. ${detail}`,
          }))}
        />
      ) : (
        <Tasks tasks={lines} />
      )}
    </Panel>
  )
}

const Notes = ({ page, state }: RoomProps) => {
  const { room, entries, names } = page
  const nameOf = (id: string): string => names.get(id as StaffId) ?? 'en medarbetare'
  return (
    <Panel id="h-ant" title="Anteckningar">
      <Timeline
        moments={[
          { kind: 'seen', icon: 'lock', what: 'Rummet öppnades.', detail: <When at={room.openedAt} first /> },
          ...entries.flatMap(({ content, staffId, at }) =>
            content.kind === 'step'
              ? []
              : [
                  {
                    kind: 'seen' as const,
                    icon: content.kind === 'note' ? ('edit' as const) : ('user' as const),
                    what:
                      content.kind === 'note' ? (
                        <span class="written">{content.text}</span>
                      ) : (
                        movedText[content.kind](nameOf(content.staffId))
                      ),
                    detail: (
                      <>
                        {nameOf(staffId)}, <When at={at} />
                      </>
                    ),
                  },
                ],
          ),
        ]}
      />
      {!room.closedAt && (
        <Form action={roomHref(room.roomId, '/anteckning')} class="stack mt4" extra={sends}>
          <Textarea
            name="anteckning"
            label="Ny anteckning"
            hint="Skriv bara det som behövs. Uppgifter om hälsa hör till personalakten."
            rows={3}
            state={state ?? emptyForm()}
          />
          <p>
            <Button kind="primary" icon="edit">
              Spara anteckningen
            </Button>
          </p>
        </Form>
      )}
    </Panel>
  )
}

const Happened = ({ page, shown, hasQueue }: RoomProps) => {
  const { room, incident } = page
  if (!incident) return null
  const { text, report, taskId } = incident
  return (
    <Panel id="h-hant" title="Det som hänt">
      <p class="ink2">Du behöver inte läsa texten för att ge eller få stöd.</p>
      {text === undefined ? (
        <p>Texten finns inte kvar.</p>
      ) : (
        <Veiled id="texten" href={roomHref(room.roomId)} shown={shown}>
          {text}
        </Veiled>
      )}
      <Facts
        layout="narrow"
        facts={[
          ['Polisanmälan', report ? (reportText[report.state] ?? report.state) : 'Ingen är gjord'],
          ...(report?.policeNumber ? [['Polisens nummer', report.policeNumber] as const] : []),
        ]}
      />
      {hasQueue && (
        <p>
          <a href={`/ko/${taskId}`}>Ärendet i kön</a>
        </p>
      )}
    </Panel>
  )
}

const Answer = ({ roomId, member, me }: { roomId: string; member: Member; me: 'manager' | 'employee' }) => {
  const mine = me === 'manager' ? member.managerYesAt : member.employeeYesAt
  const hidden = <input type="hidden" name="val" value={member.staffId} />
  return (
    <Form
      action={roomHref(roomId, '/inbjudan')}
      class="row mt1"
      label={`Svar om ${member.name}`}
      extra={sends}
    >
      {hidden}
      {!mine && (
        <Button small kind="primary" name="svar" value="ja">
          Säg ja till {member.name}
        </Button>
      )}
      <Button small name="svar" value="nej">
        {isInside(member) ? `Ta bort ${member.name} ur rummet` : `Säg nej till ${member.name}`}
      </Button>
    </Form>
  )
}

const Inside = ({ page }: RoomProps) => {
  const { room, members } = page
  return (
    <Panel id="h-vem" title="Vem ser rummet">
      <Facts
        layout="stacked"
        facts={members.map((member) => [
          member.name,
          <>
            {isInside(member) ? partText[member.part] : 'Ser inget förrän ni båda har sagt ja'}
            <br />
            <span class="meta">
              {member.lastReadAt ? (
                <>
                  Läste senast <When at={member.lastReadAt} />
                </>
              ) : (
                'Har inte läst'
              )}
            </span>
            {member.part === 'invited' && room.part !== 'invited' && !room.closedAt && (
              <Answer roomId={room.roomId} member={member} me={room.part} />
            )}
          </>,
        ])}
      />
      <p class="meta">Varje läsning syns för er i rummet, och bara för er.</p>
    </Panel>
  )
}

const FollowUps = ({ page, state }: RoomProps) => {
  const { room, followUps } = page
  const { now } = useRendering()
  const form = state ?? emptyForm()
  return (
    <Panel id="h-sedan" title="Sedan">
      {followUps.length === 0 ? (
        <p>Ingen uppföljning är bestämd.</p>
      ) : (
        <ul class="stack-s">
          {followUps.map(({ day, tellsEmployee }) => (
            <li>
              {sentence(dayText(instantOf(day), now))}
              {day < dayOf(now) && <State tone="quiet">har varit</State>}
              <br />
              <span class="meta">
                {tellsEmployee ? `Chefen och ${room.about} påminns.` : 'Chefen påminns.'}
              </span>
            </li>
          ))}
        </ul>
      )}
      {!room.closedAt && (
        <Form action={roomHref(room.roomId, '/uppfoljning')} class="stack mt2" extra={sends}>
          <Field name="dag" type="date" label="Följ upp den" state={form} />
          <ChoiceLine
            kind="checkbox"
            name="bada"
            choice={{ value: 'ja', text: `Påminn ${room.about} också` }}
            state={form}
          />
          <p>
            <Button icon="clock">Lägg till uppföljning</Button>
          </p>
        </Form>
      )}
    </Panel>
  )
}
