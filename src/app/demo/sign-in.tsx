import type { House } from '../../infra/house.ts'
import { asId, type StaffId, Stop } from '../../kernel/index.ts'
import { startSession } from '../../modules/organisation/index.ts'
import {
  Form,
  municipalityOf,
  Note,
  ownPath,
  type Route,
  readForm,
  seeOther,
  setSessionCookie,
  signInPage,
  textsOf,
  type WebContext,
} from '../../web/index.ts'
import { doors, people } from './town.ts'

/** Somebody that a visitor can be with one click. */
export interface Door {
  readonly staffId: StaffId
  readonly name: string
  readonly title: string
  readonly does: string
}

/** What the demo's door shows now; undefined while Storlunda is being lived through. */
type Doors = () => readonly Door[] | undefined

const Invented = () => (
  <Note tone="info">
    <p>Det här är en demonstration. Allt är påhittat, och inget lämnar din dator.</p>
  </Note>
)

const Choices = ({ open, to }: { open: readonly Door[]; to: string }) => (
  <>
    <h1>Vem vill du vara?</h1>
    <Invented />
    {open.map(({ staffId, name, title, does }) => (
      <Form action="/demo/logga-in" label={`Logga in som ${name}`}>
        <input type="hidden" name="medarbetare" value={staffId} />
        <input type="hidden" name="till" value={to} />
        <button type="submit" class="btn btn-block" aria-describedby={`gor-${staffId}`}>
          <span>
            <b>{name}</b>, {title}
          </span>
        </button>
        <p class="hint" id={`gor-${staffId}`}>
          {does}
        </p>
      </Form>
    ))}
  </>
)

const Filling = () => (
  <>
    <h1>Storlunda fylls</h1>
    <Invented />
    <p>
      Ett halvår i en kommun samlas in, granskas och förseglas just nu. Det tar några sekunder, och sidan
      visar dig vidare av sig själv.
    </p>
  </>
)

/** The time that a browser waits before it asks again, in seconds. */
const askAgain = '1'

function show(c: WebContext, doorsNow: Doors): Response {
  const open = doorsNow()
  if (open)
    return signInPage(
      c,
      { title: 'Välj vem du är' },
      <Choices open={open} to={ownPath(c.req.query('till'), '')} />,
    )
  c.header('refresh', askAgain)
  return signInPage(c, { title: 'Storlunda fylls' }, <Filling />)
}

async function enter(house: House, c: WebContext, doorsNow: Doors): Promise<Response> {
  const { medarbetare, till } = textsOf(await readForm(c))
  const chosen = asId<StaffId>(typeof medarbetare === 'string' ? medarbetare : '')
  // Only those who stand at the door, whoever else works in Storlunda.
  const door = doorsNow()?.find(({ staffId }) => staffId === chosen)
  if (!door)
    throw new Stop(
      'notFound',
      'Den personen går inte att vara här. Gå tillbaka och välj någon av dem som visas.',
    )
  const session = await startSession(house, municipalityOf(c).id, door.staffId)
  setSessionCookie(c, session.token, session.expires)
  return seeOther(c, ownPath(typeof till === 'string' ? till : undefined, '/oversikt'))
}

/** The demo's way in instead of the ordinary one. Mounted by the demo and nowhere else. */
export const demoRoutes = (house: House, doorsNow: Doors): readonly Route[] => [
  { method: 'GET', path: '/logga-in', permission: 'public', handler: (c) => show(c, doorsNow) },
  {
    method: 'POST',
    path: '/demo/logga-in',
    permission: 'public',
    handler: (c) => enter(house, c, doorsNow),
  },
]

/** Where they live: their ids in this installation. */
export const doorsFrom = (staffIdOf: (name: string) => StaffId): readonly Door[] =>
  doors.map(({ who, title, does }) => {
    const { name } = people[who]
    return { staffId: staffIdOf(name), name, title, does }
  })
