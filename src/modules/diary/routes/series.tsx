import { z } from 'zod'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  seeOther,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { SeriesScreen } from '../screens/series.tsx'
import { readSeries, saveSeries } from '../service/series.ts'
import { current, type Deps, type Screen } from './common.ts'

async function show(c: WebContext, { house }: Deps, state: FormState): Promise<Response> {
  const series = await readSeries(house, actorOf(c))
  return page(c, { title: 'Diarieserier', current, state }, <SeriesScreen series={series} state={state} />)
}

/** GET /diarium/serier */
export const seriesScreen =
  (deps: Deps): Screen =>
  (c) =>
    show(c, deps, emptyForm())

const form = z.object({
  serie: written('Skriv seriens bokstäver, till exempel KS', 10).transform((text) => text.toUpperCase()),
  namnd: written('Skriv vilken nämnd serien hör till', 200),
  nummer: z.enum(['egen', 'hand'], { error: 'Välj varifrån numren kommer' }),
})

/** POST /diarium/serier */
export const seriesForm =
  (deps: Deps): Screen =>
  async (c) => {
    const checked = await checkForm(c, form)
    if (!checked.ok) return show(c, deps, checked.error)
    const { serie, namnd, nummer } = checked.value
    const numbering = nummer === 'egen' ? 'own' : 'byHand'
    try {
      await saveSeries(deps.house, actorOf(c), { series: serie, committee: namnd, numbering })
    } catch (thrown) {
      return show(c, deps, await faultsOf(c, thrown))
    }
    return seeOther(c, '/diarium/serier')
  }
