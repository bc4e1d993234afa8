import { z } from 'zod'
import type { House } from '../../infra/house.ts'
import { asId, Stop } from '../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  queryOf,
  type Route,
  readForm,
  seeOther,
  type WebContext,
  written,
} from '../../web/index.ts'
import { hashKinds } from './rules/pictures/hash-list.ts'
import { here, KnownPicturesScreen } from './screens/known-pictures.tsx'
import { importHashList, knownPictures, removeHashList, withdrawMark } from './service/known-pictures.ts'

const permission = 'pictures.administer'

/** What pictures are known by. */
export const screeningRoutes = (house: House): readonly Route[] => [
  { method: 'GET', path: here, permission, handler: (c) => show(house, c) },
  { method: 'POST', path: `${here}/listor`, permission, handler: (c) => takeList(house, c) },
  {
    method: 'POST',
    path: `${here}/listor/ta-bort`,
    permission,
    handler: async (c) => {
      await removeHashList(house, actorOf(c), await idIn(c, 'lista'))
      return seeOther(c, `${here}?gjort=borta`)
    },
  },
  {
    method: 'POST',
    path: `${here}/marken/ta-bort`,
    permission,
    handler: async (c) => {
      await withdrawMark(house, actorOf(c), await idIn(c, 'marke'))
      return seeOther(c, `${here}?gjort=aterkallad`)
    },
  },
]

const doneTexts: Readonly<Record<string, string>> = {
  infort: 'Listan är införd. Bilder som kommer in från och med nu jämförs med den.',
  borta: 'Listan är borttagen. Det som den har träffat står kvar på ärendena.',
  aterkallad: 'Bilden känns inte igen längre. Det som redan har sagts står kvar på ärendena.',
}

async function show(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const known = await knownPictures(house, actorOf(c))
  const state = faults ?? emptyForm({ slag: 'pdq' })
  const { gjort } = queryOf(c)
  return page(
    c,
    { title: 'Bilder som känns igen', current: 'installningar', state },
    <KnownPicturesScreen
      {...known}
      classifier={house.pictureClassifier?.name}
      state={state}
      done={doneTexts[typeof gjort === 'string' ? gjort : '']}
    />,
  )
}

const listForm = z.object({
  namn: written('Skriv vad listan ska heta, till exempel Polisens lista november.', 100),
  kalla: written('Skriv vem som har gett er listan.', 200),
  slag: z.enum(hashKinds),
})

async function takeList(house: House, c: WebContext): Promise<Response> {
  const form = await checkForm(c, listForm)
  const file = (await readForm(c)).get('fil')
  const text = file instanceof File ? await file.text() : ''
  if (!form.ok) return show(house, c, form.error)
  const { namn, kalla, slag } = form.value
  try {
    await importHashList(house, actorOf(c), { name: namn, source: kalla, kind: slag, text })
    return seeOther(c, `${here}?gjort=infort`)
  } catch (thrown) {
    return show(house, c, await faultsOf(c, thrown))
  }
}

async function idIn(c: WebContext, name: string): Promise<string> {
  const id = asId<string>(String((await readForm(c)).get(name) ?? ''))
  if (!id) throw new Stop('notFound', 'Det finns inte. Gå till inställningarna för bilder och välj där.')
  return id
}
