import { authorize, may, type Permission } from '../../../access/index.ts'
import type { House } from '../../../infra/house.ts'
import { asId, Stop } from '../../../kernel/index.ts'
import { actorOf, pictureType, queryOf, readForm, type WebContext } from '../../../web/index.ts'
import type { NewPart } from '../../archive/index.ts'
import { managerOf, mayWrite } from '../rules.ts'
import { type ApplicationView, type Platforms, readApplication } from '../service/read.ts'

export type { Platforms }
export type Handler = (house: House, platforms: Platforms, c: WebContext) => Promise<Response>

/** Key of the menu entry that these pages belong under. */
export const current = 'register'

/** @throws Stop('notFound') for what is not an id. */
export function applicationIdOf(c: WebContext): string {
  const id = asId<string>(c.req.param('application') ?? '')
  if (!id) throw new Stop('notFound', 'Ansökan finns inte. Gå till ansökningarna och välj den där.')
  return id
}

/** The application in the address. @throws Stop('notFound'); Stop('refused') when the permission does not reach it. */
export async function viewFor(
  house: House,
  platforms: Platforms,
  c: WebContext,
  permission: Permission = 'applications.read',
): Promise<ApplicationView> {
  const actor = actorOf(c)
  const view = await readApplication(house, actor, platforms, applicationIdOf(c))
  authorize(actor, permission, { departmentId: view.application.departmentId })
  return view
}

/** Who the person is in an application. */
export function roleIn(c: WebContext, { application }: ApplicationView) {
  const actor = actorOf(c)
  return {
    writer:
      mayWrite(application) && may(actor, 'applications.write', { departmentId: application.departmentId }),
    applicant: actor.staffId === application.applicant,
    manager: actor.staffId !== undefined && managerOf(application) === actor.staffId,
  }
}

const saids: Readonly<Record<string, string>> = {
  sparat: 'Sparat.',
  fragat: 'Frågan är ställd. Chefen får ett brev med en länk hit.',
  svarat: 'Ditt svar är sparat.',
  bedomt: 'Bedömningen är sparad.',
  bockat: 'Dina bockar är sparade.',
  skickat: 'Ansökan är skickad. Kommunikation får veta.',
  synpunkter: 'Synpunkterna är sparade.',
  beslutat: 'Beslutet är sparat och förseglat. Den som har ansökt får veta.',
  infort: 'Kontot är infört i registret.',
  kopplat: 'Planen hör nu till kontot.',
  aterkallad: 'Ansökan är återtagen.',
  lamnat: 'Ärendena är överlämnade.',
  beskedet: 'Beskedet är bekräftat.',
  bestalld: 'Beskedet publiceras på kontot. Ladda om sidan om en stund.',
  bilden: 'Sista bilden är sparad.',
  hamtas: 'Hämtningen börjar inom en halv minut. Ladda om sidan för att se att den är klar.',
  stoppat: 'Stängningen är stoppad. Kontot är kvar.',
  stangt: 'Kontot är stängt. Inget mer hämtas, och det som är sparat finns kvar.',
}

/** What has just been done, by its code in the address. */
export const saidIn = (c: WebContext): string | undefined => {
  const code = queryOf(c)['gjort']
  return typeof code === 'string' && Object.hasOwn(saids, code) ? saids[code] : undefined
}

const mostPictures = 10

/**
 * The pictures of the form as parts of a record, known by their own bytes.
 * @throws Stop('invalid') for another kind of file, or too many.
 */
export async function picturesIn(c: WebContext): Promise<NewPart[]> {
  const files = (await readForm(c)).getAll('bilder').filter((one) => one instanceof File && one.size > 0)
  if (files.length > mostPictures)
    throw new Stop('invalid', 'För många bilder.', { bilder: `Välj högst ${mostPictures} bilder` })
  const parts: NewPart[] = []
  for (const file of files) {
    const bytes = file instanceof File ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0)
    const mediaType = pictureType(bytes)
    if (!mediaType)
      throw new Stop('invalid', 'En av filerna är ingen bild.', {
        bilder: 'Välj bilder i PNG, JPEG eller WebP',
      })
    parts.push({ name: `bild-${parts.length + 1}`, mediaType, bytes })
  }
  return parts
}
