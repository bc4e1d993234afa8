import { z } from 'zod'
import { may } from '../../access/index.ts'
import type { House } from '../../infra/house.ts'
import { asId, dayOf, isDay, isUuid, type StaffId, Stop, type TaskId } from '../../kernel/index.ts'
import {
  actorOf,
  Choices,
  checkForm,
  emptyForm,
  Field,
  type FormState,
  faultsOf,
  page,
  queryOf,
  type Route,
  seeOther,
  smallForm,
  Textarea,
  type WebContext,
  written,
} from '../../web/index.ts'
import { RoomScreen } from './screens/room.tsx'
import { RoomsScreen } from './screens/rooms.tsx'
import { outcomeText, roomHref } from './screens/words.ts'
import { answerInvitation, invite } from './service/invite.ts'
import { listRooms, openRoom } from './service/open.ts'
import { assertInside, readRoom, readStep } from './service/read.ts'
import { addFollowUp, addNote, endRoom, takeStep } from './service/write.ts'

type Handler = (house: House, c: WebContext) => Promise<Response>

/** Outside the menu. Signed in is enough at the door: only a place in a room opens it, whatever the roles. */
export const staffSafetyRoutes = (house: House): readonly Route[] => {
  const route = (
    method: 'GET' | 'POST',
    path: Route['path'],
    handler: Handler,
    permission: Route['permission'] = 'signedIn',
  ): Route => ({ method, path, permission, handler: (c) => handler(house, c) })
  const small = (path: Route['path'], form: ReturnType<typeof smallRoomForm>): readonly Route[] => [
    route('GET', path, form.show),
    route('POST', path, form.take),
  ]
  return [
    route('GET', '/personalskydd', list),
    route('GET', '/personalskydd/ny', (h, c) => showNew(h, c), 'staffSafety.open'),
    route('POST', '/personalskydd/ny', openNew, 'staffSafety.open'),
    route('GET', '/personalskydd/:id', (h, c) => showRoom(h, c)),
    route('POST', '/personalskydd/:id/anteckning', note),
    route('POST', '/personalskydd/:id/uppfoljning', followUp),
    route('POST', '/personalskydd/:id/inbjudan', answer),
    ...small('/personalskydd/:id/steg/:step', step),
    ...small('/personalskydd/:id/bjud-in', invitation),
    ...small('/personalskydd/:id/stang', closing),
  ]
}

const current = 'personalskydd'

function roomIdOf(c: WebContext): string {
  const id = c.req.param('id') ?? ''
  if (!isUuid(id))
    throw new Stop('notFound', 'Sidan finns inte, eller så är den inte din. Gå till startsidan.')
  return id
}

const list: Handler = async (house, c) => {
  const actor = actorOf(c)
  const rooms = await listRooms(house, actor)
  const mayOpen = may(actor, 'staffSafety.open')
  return page(c, { title: 'Dina stängda rum', current }, <RoomsScreen rooms={rooms} mayOpen={mayOpen} />)
}

async function showNew(_house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const asked = faults?.values['arende'] ?? queryOf(c)['arende']
  const task = typeof asked === 'string' ? asId<TaskId>(asked) : undefined
  const state = faults ?? emptyForm()
  return smallForm(c, {
    title: 'Öppna ett stängt rum',
    sub: 'Rummet syns bara för dig och medarbetaren, och för dem som ni båda säger ja till. Medarbetaren får ett besked utan några uppgifter.',
    button: 'Öppna rummet',
    action: '/personalskydd/ny',
    back: task ? `/ko/${task}` : '/personalskydd',
    current,
    state,
    children: (
      <>
        {task && (
          <>
            <input type="hidden" name="arende" value={task} />
            <p>Rummet länkas till ärendet i kön. Ärendet visar inte att det finns ett rum.</p>
          </>
        )}
        <Field
          name="epost"
          type="email"
          label="Medarbetarens e-postadress"
          hint="Medarbetaren behöver kunna logga in i Uppsikt, men behöver inga roller."
          state={state}
        />
      </>
    ),
  })
}

/** The verb's fields by the names that they have in the forms. */
const fieldNames: Readonly<Record<string, string>> = { email: 'epost', day: 'dag', text: 'anteckning' }

async function namedFaults(c: WebContext, thrown: unknown): Promise<FormState> {
  const { values, errors } = await faultsOf(c, thrown)
  return {
    values,
    errors: Object.fromEntries(
      Object.entries(errors).map(([name, text]) => [fieldNames[name] ?? name, text]),
    ),
  }
}

const email = written('Skriv adressen, till exempel namn@kommun.se.', 300)

const openNew: Handler = async (house, c) => {
  const form = await checkForm(c, z.object({ epost: email, arende: z.string().default('') }))
  if (!form.ok) return showNew(house, c, form.error)
  try {
    const { epost, arende } = form.value
    const wanted = { email: epost, taskId: asId<TaskId>(arende) }
    return seeOther(c, roomHref(await openRoom(house, actorOf(c), wanted)))
  } catch (thrown) {
    return showNew(house, c, await namedFaults(c, thrown))
  }
}

async function showRoom(house: House, c: WebContext, state?: FormState): Promise<Response> {
  const actor = actorOf(c)
  const found = await readRoom(house, actor, roomIdOf(c))
  return page(
    c,
    { title: `Stöd till ${found.room.about}`, current, state },
    <RoomScreen
      page={found}
      me={actor.staffId as StaffId}
      state={state}
      shown={queryOf(c)['visa'] === '1'}
      hasQueue={may(actor, 'tasks.read')}
    />,
  )
}

/** A form in the room: whoever is not in it gets no further than that it does not exist, whatever the form holds. */
const inRoom =
  <T,>(schema: z.ZodType<T>, act: (house: House, c: WebContext, form: T) => Promise<void>): Handler =>
  async (house, c) => {
    await assertInside(house, actorOf(c), roomIdOf(c))
    const form = await checkForm(c, schema)
    if (!form.ok) return showRoom(house, c, form.error)
    try {
      await act(house, c, form.value)
    } catch (thrown) {
      return showRoom(house, c, await namedFaults(c, thrown))
    }
    return seeOther(c, roomHref(roomIdOf(c)))
  }

const note = inRoom(z.object({ anteckning: written('Skriv anteckningen.', 5_000) }), (house, c, form) =>
  addNote(house, actorOf(c), roomIdOf(c), form.anteckning),
)

const day = z.string().refine(isDay, 'Välj en dag.')

const followUp = inRoom(z.object({ dag: day, bada: z.string().optional() }), (house, c, { dag, bada }) =>
  addFollowUp(house, actorOf(c), roomIdOf(c), { day: dag, tellsEmployee: bada === 'ja' }),
)

const answer = inRoom(
  z.object({ val: z.string().default(''), svar: z.enum(['ja', 'nej']) }),
  async (house, c, { val, svar }) => {
    const staffId = asId<StaffId>(val)
    if (!staffId)
      throw new Stop('conflict', 'Inbjudan finns inte längre. Ladda om sidan och se vem som är med.')
    await answerInvitation(house, actorOf(c), roomIdOf(c), staffId, svar === 'ja')
  },
)

type Drawn = Pick<Parameters<typeof smallForm>[1], 'title' | 'sub' | 'button' | 'state' | 'children'>

/** A small form about the room, on a page of its own. */
const smallRoomForm = <T,>(
  path: (c: WebContext) => string,
  schema: z.ZodType<T>,
  draw: (house: House, c: WebContext, state: FormState | undefined) => Promise<Drawn>,
  act: (house: House, c: WebContext, form: T) => Promise<void>,
): { show: Handler; take: Handler } => {
  const show = async (house: House, c: WebContext, state?: FormState): Promise<Response> => {
    await assertInside(house, actorOf(c), roomIdOf(c))
    const drawn = await draw(house, c, state)
    const back = roomHref(roomIdOf(c))
    return smallForm(c, { ...drawn, action: roomHref(roomIdOf(c), path(c)), back, current })
  }
  return {
    show: (house, c) => show(house, c),
    take: async (house, c) => {
      await assertInside(house, actorOf(c), roomIdOf(c))
      const form = await checkForm(c, schema)
      if (!form.ok) return show(house, c, form.error)
      try {
        await act(house, c, form.value)
      } catch (thrown) {
        return show(house, c, await namedFaults(c, thrown))
      }
      return seeOther(c, roomHref(roomIdOf(c)))
    },
  }
}

const stepIdOf = (c: WebContext): string => c.req.param('step') ?? ''

const step = smallRoomForm(
  (c) => `/steg/${encodeURIComponent(stepIdOf(c))}`,
  z.object({
    gor: z.enum(['done', 'skipped'], { error: 'Välj om steget är klart eller hoppas över.' }),
    dag: day,
    anteckning: z.string().trim().max(2_000, 'Skriv högst 2\u00a0000 tecken.').default(''),
  }),
  async (house, c, faults) => {
    const { title, detail } = await readStep(house, actorOf(c), roomIdOf(c), stepIdOf(c))
    const state = faults ?? emptyForm({ dag: dayOf(house.clock.now()) })
    return {
      title,
      sub: detail,
      button: 'Spara steget',
      state,
      children: (
        <>
          <Choices
            kind="radio"
            name="gor"
            legend="Hur blev det?"
            choices={[
              { value: 'done', text: outcomeText.done },
              { value: 'skipped', text: 'Hoppas över', detail: 'Skriv varför.' },
            ]}
            state={state}
          />
          <Field name="dag" type="date" label="Dag" state={state} />
          <Textarea
            name="anteckning"
            label="Vad ni gjorde, eller varför ni hoppar över"
            rows={3}
            state={state}
          />
        </>
      ),
    }
  },
  async (house, c, { gor, dag, anteckning }) => {
    const { id } = await readStep(house, actorOf(c), roomIdOf(c), stepIdOf(c))
    await takeStep(house, actorOf(c), roomIdOf(c), { step: id, outcome: gor, day: dag, text: anteckning })
  },
)

const invitation = smallRoomForm(
  () => '/bjud-in',
  z.object({ epost: email }),
  async (_house, _c, faults) => {
    const state = faults ?? emptyForm()
    return {
      title: 'Bjud in någon',
      sub: 'Den du bjuder in ser inget förrän ni båda har sagt ja. Sedan ser den allt som står i rummet.',
      button: 'Bjud in',
      state,
      children: (
        <Field
          name="epost"
          type="email"
          label="E-postadress"
          hint="Till exempel någon i säkerhetsfunktionen, ett skyddsombud eller en jurist."
          state={state}
        />
      ),
    }
  },
  (house, c, { epost }) => invite(house, actorOf(c), roomIdOf(c), epost),
)

const closing = smallRoomForm(
  () => '/stang',
  z.object({}),
  async (_house, _c, faults) => ({
    title: 'Stäng rummet',
    sub: 'Ni som är med kan läsa rummet också sedan, men inget mer går att skriva. Inga fler påminnelser kommer.',
    button: 'Stäng rummet',
    state: faults ?? emptyForm(),
    children: <p>Behövs stödet igen öppnar chefen ett nytt rum.</p>,
  }),
  (house, c) => endRoom(house, actorOf(c), roomIdOf(c)),
)
