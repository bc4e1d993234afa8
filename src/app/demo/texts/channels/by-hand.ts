import type { ItemKind } from '../../../../platforms/contract.ts'
import type { Scene } from '../../story.ts'
import type { PersonKey } from '../../town.ts'

interface Seen {
  /** Hours before the demo began that it was published, and hours until somebody entered it. */
  readonly ago: number
  readonly after: number
  readonly who: PersonKey
  readonly kind: ItemKind
  readonly direction: 'received' | 'drawnUp'
  readonly author: string
  readonly text: string
  readonly reason: string
  readonly scene: Scene
}

/** Kvarnen on TikTok, which gives municipalities no way in: what Samira and Olle have entered by hand. */
export const witnessed: readonly Seen[] = [
  {
    ago: 20 * 24 + 4,
    after: 17,
    who: 'samira',
    kind: 'post',
    direction: 'drawnUp',
    author: 'kvarnenstorlunda',
    text: 'POV: du förlorar i pingis mot Olle för första gången någonsin. Klipp av Zahra och Noel.',
    reason: 'Vårt eget klipp. TikTok går inte att hämta från.',
    scene: 'kväll',
  },
  {
    ago: 20 * 24 + 1,
    after: 15,
    who: 'samira',
    kind: 'comment',
    direction: 'received',
    author: 'elyas.t',
    text: 'olle fuskade. har bildbevis',
    reason: 'Kommentar till kommunens klipp.',
    scene: 'kväll',
  },
  {
    ago: 9.5,
    after: 7,
    who: 'olle',
    kind: 'comment',
    direction: 'received',
    author: 'mamma.till.noel',
    text: 'Vem har godkänt att min son syns i klippet? Jag vill att det tas bort.',
    reason: 'En fråga som någon behöver svara på.',
    scene: 'hus',
  },
]
