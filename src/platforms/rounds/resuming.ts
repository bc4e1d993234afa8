import { ok } from '../../kernel/index.ts'
import type { Outcome, RoundPage } from '../contract.ts'

/** A listing's pages, each saying that it goes on from where another was cut, when it does. */
export async function* resuming(
  pages: AsyncGenerator<Outcome<RoundPage>>,
  resumed: boolean,
): AsyncGenerator<Outcome<RoundPage>> {
  for await (const page of pages) yield page.ok && resumed ? ok({ ...page.value, resumed: true }) : page
}
