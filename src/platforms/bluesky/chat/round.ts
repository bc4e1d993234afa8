import { isObject, ok } from '../../../kernel/index.ts'
import type { Outcome, RoundPage } from '../../contract.ts'
import type { NewMessages } from './chat.ts'

/** The messages stand on the round's first page, and how far they have been read in every cursor from there. */
export async function* withMessages(
  pages: AsyncGenerator<Outcome<RoundPage>>,
  { items, gone, mark }: NewMessages,
): AsyncGenerator<Outcome<RoundPage>> {
  let first = true
  for await (const page of pages) {
    if (!page.ok) {
      yield page
      continue
    }
    const { cursor, announcedGone = [] } = page.value
    const whole = isObject(cursor) ? { ...cursor, chat: mark } : { chat: mark }
    yield ok({
      ...page.value,
      cursor: whole,
      ...(first && {
        items: [...items, ...page.value.items],
        ...(gone.length > 0 && { announcedGone: [...gone, ...announcedGone] }),
      }),
    })
    first = false
  }
}
