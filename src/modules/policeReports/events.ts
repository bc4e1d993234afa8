import { isModeration } from '../measures/index.ts'
import { groundsAt } from '../policy/index.ts'
import { authorOf, type OpenedItem, type OpenedTask } from '../supervision/index.ts'
import type { Event } from './types.ts'

const measureWords: Readonly<Record<string, string>> = {
  hide: 'dölja',
  hold: 'hålla tillbaka',
  unhide: 'visa igen',
  approve: 'godkänna',
  removeAsTrash: 'ta bort',
  removeAsSpam: 'ta bort som skräp',
}

/** What has happened, in order, from what is kept: nothing here is anybody's memory. */
export function eventsOf(opened: OpenedTask & { readonly item: OpenedItem }, platform: string): Event[] {
  const { item, task, account, names } = opened
  const { thread, proof, history } = item
  const about = item.item
  const events: Event[] = []
  if (thread.root && thread.root.recordId !== about.recordId)
    events.push({
      at: thread.root.publishedAt,
      what: `${account?.name ?? 'Kontot'} publicerar inlägget`,
      detail: `${platform}, handling ${thread.root.recordId}`,
    })
  events.push(
    {
      at: about.publishedAt,
      what: `Kontot ”${authorOf(about)}” skriver det som anmäls`,
      detail: [platform, about.permalink].filter(Boolean).join(', '),
    },
    {
      at: about.collectedAt,
      what: 'Det hämtas och förseglas',
      detail: `Handling ${about.recordId}${proof.index === undefined ? '' : `, loggpost ${proof.index}`}`,
    },
  )
  if (task.seenAt) events.push({ at: task.seenAt, what: 'Någon på kommunen öppnar det i kön', detail: '' })
  for (const { measure, steps } of history) {
    if (!isModeration(measure)) continue
    const who = measure.staffId === null ? 'Ordfiltret' : (names.get(measure.staffId) ?? 'En medarbetare')
    const ground = groundsAt(measure.requestedAt).find(({ id }) => id === measure.groundId)
    events.push({
      at: measure.requestedAt,
      what: `${who} beslutar att ${measureWords[measure.kind] ?? measure.kind}`,
      detail: ground ? `${ground.title}, ${ground.lawRef}` : '',
    })
    for (const step of steps)
      if (step.kind === 'confirmed' || step.kind === 'confirmedByHand')
        events.push({
          at: step.at,
          what: `${platform} visar att det är gjort`,
          detail: 'Det som syntes är förseglat',
        })
  }
  if (about.goneAt)
    events.push({
      at: about.goneAt,
      what: `Det är borta från ${platform}`,
      detail: 'Bekräftat genom en egen fråga',
    })
  return events.sort((a, b) => a.at.getTime() - b.at.getTime())
}
