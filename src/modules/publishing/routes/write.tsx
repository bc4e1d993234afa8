import { Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  readForm,
  seeOther,
  textsOf,
  type WebContext,
} from '../../../web/index.ts'
import { NewScreen } from '../screens/new.tsx'
import { PublicationScreen } from '../screens/publication.tsx'
import { handOn } from '../service/approve.ts'
import { saveDraft, startWritten } from '../service/drafts.ts'
import { accountChoices, openPublication } from '../service/read.ts'
import { current, type Deps, doneIn, publicationIdOf, type Screen } from './common.ts'
import { valuesOf, writtenForm, writtenIn } from './form.ts'

/** GET /publicering/ny */
export const newScreen =
  (deps: Deps): Screen =>
  (c) =>
    showNew(c, deps, emptyForm({ version: '1' }))

async function showNew(c: WebContext, { house, around }: Deps, state: FormState): Promise<Response> {
  const choices = await accountChoices(house, actorOf(c))
  return page(
    c,
    { title: 'Nytt inlägg', current, state },
    <NewScreen {...choices} platforms={around.platforms} state={state} />,
  )
}

/** POST /publicering/ny */
export const newForm =
  (deps: Deps): Screen =>
  async (c) => {
    const { house } = deps
    const actor = actorOf(c)
    const checked = await checkForm(c, writtenForm)
    if (!checked.ok) return showNew(c, deps, checked.error)
    const written = await writtenIn(c, checked.value)
    if (!written.ok) return showNew(c, deps, { values: textsOf(await readForm(c)), errors: written.error })
    try {
      const publicationId = await startWritten(house, actor, written.value)
      return seeOther(c, `/publicering/${publicationId}?gjort=sparat`)
    } catch (thrown) {
      return showNew(c, deps, await faultsOf(c, thrown))
    }
  }

/** GET /publicering/:id */
export const publicationScreen =
  (deps: Deps): Screen =>
  (c) =>
    showPublication(c, deps)

export async function showPublication(c: WebContext, deps: Deps, faults?: FormState): Promise<Response> {
  const { house, around } = deps
  const opened = await openPublication(house, actorOf(c), around, publicationIdOf(c))
  const state = faults ?? emptyForm(valuesOf(opened.whole))
  const done = faults ? undefined : doneIn(c)
  return page(
    c,
    { title: opened.whole.publication.title || 'Inlägg', current, state },
    <PublicationScreen opened={opened} platforms={around.platforms} state={state} done={done} />,
  )
}

/** POST /publicering/:id: what is written is kept, and handed on where that was the button. */
export const publicationForm =
  (deps: Deps): Screen =>
  async (c) => {
    const { house, around } = deps
    const actor = actorOf(c)
    const publicationId = publicationIdOf(c)
    const checked = await checkForm(c, writtenForm)
    if (!checked.ok) return showPublication(c, deps, checked.error)
    const written = await writtenIn(c, checked.value)
    if (!written.ok)
      return showPublication(c, deps, { values: textsOf(await readForm(c)), errors: written.error })
    try {
      await saveDraft(house, actor, publicationId, written.value)
    } catch (thrown) {
      return showPublication(c, deps, await faultsOf(c, thrown))
    }
    if (textsOf(await readForm(c))['gor'] !== 'vidare')
      return seeOther(c, `/publicering/${publicationId}?gjort=sparat`)
    try {
      const now = await handOn(house, actor, around, publicationId, written.value.version + 1)
      return seeOther(c, `/publicering/${publicationId}?gjort=${now === 'waiting' ? 'skickat' : 'godkant'}`)
    } catch (thrown) {
      if (!(thrown instanceof Stop) || thrown.ending !== 'conflict') throw thrown
      // It is kept; what is shown is what was kept.
      const opened = await openPublication(house, actor, around, publicationId)
      return showPublication(c, deps, { values: valuesOf(opened.whole), errors: { '': thrown.message } })
    }
  }
