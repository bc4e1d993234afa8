import { actorOf, fragment, isPartial, page } from '../../../web/index.ts'
import { checkLink } from '../checks/index.ts'
import { Line } from '../screens/checks.tsx'
import { readLink } from '../service/read.ts'
import { current, type Deps, publicationIdOf, type Screen } from './common.ts'

/** GET /publicering/:id/lank: whether the link works, asked apart so that nobody waits for another's server. */
export const linkScreen =
  ({ house }: Deps): Screen =>
  async (c) => {
    const id = publicationIdOf(c)
    const link = await readLink(house, actorOf(c), id)
    const line = link && <Line finding={{ ...(await checkLink(house, link)), accounts: [] }} everywhere />
    if (isPartial(c)) return fragment(c, line || <li />)
    return page(
      c,
      { title: 'Länken', current },
      <>
        <h1>Länken i inlägget</h1>
        <ul class="reasons mt3">{line || <li>Inlägget har ingen länk.</li>}</ul>
        <p class="mt3">
          <a href={`/publicering/${id}`}>Till inlägget</a>
        </p>
      </>,
    )
  }
