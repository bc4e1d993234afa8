import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import type { ItemRef, Platform, ToldItem } from '../../../platforms/contract.ts'
import type { Account } from '../../accounts/index.ts'
import type { NewPart } from '../../archive/index.ts'
import { type DeliveryRef, deliveriesOf, type WaitingItem } from '../event-store.ts'

/** What deliveries said of an item, and the deliveries themselves as parts of its record. */
interface Heard {
  readonly parts: readonly NewPart[]
  /** Absent where no delivery says more than that the item is gone. */
  readonly told?: ToldItem
}

/** Deliveries that become parts of one version; of more, the first and the last ones. */
const mostKept = 20

/** The deliveries that named the items, read anew, with the signatures that make them the platform's own word. */
export async function heardOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  { account, platform }: { readonly account: Account; readonly platform: Platform },
  items: readonly WaitingItem[],
): Promise<(one: WaitingItem | undefined) => Heard> {
  const refs = items.flatMap(kept)
  const deliveries = new Map(
    (await deliveriesOf(tx, municipalityId, refs)).map((row) => [keyOf(row), row] as const),
  )
  const name = platform.events?.accountIn(account.settings)
  return (one) => {
    const named = one ? kept(one).flatMap((ref) => deliveries.get(keyOf(ref)) ?? []) : []
    const parts = named.flatMap(({ bytes, headers }, index): NewPart[] => {
      const number = index === 0 ? '' : `-${index + 1}`
      const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}\n`)
      return [
        { name: `webhook${number}`, mediaType: 'application/json', bytes },
        { name: `webhook-signature${number}`, mediaType: 'text/plain', bytes: Buffer.from(lines.join('')) },
      ]
    })
    const events = named.flatMap(({ bytes, receivedAt }) =>
      (platform.events?.read(bytes) ?? [])
        .filter((event) => event.account === name)
        .map((event) => ({ ...event, receivedAt })),
    )
    const isIt = ({ platformId }: ItemRef): boolean => platformId === one?.ref.platformId
    const written = events.flatMap(({ items: refs, receivedAt }) =>
      refs.filter(isIt).map((ref): Written => ({ ...ref, direction: 'received', ...at(receivedAt) })),
    )
    const said = events.flatMap(({ told = [], receivedAt }) =>
      told.filter(isIt).map((item): Written => ({ ...item, ...at(receivedAt, item.publishedAt) })),
    )
    const [first] = [...said, ...written]
    if (!first) return { parts }
    // What was said last holds, and what only an earlier delivery said stands.
    const told = Object.assign({}, ...written, ...said) as Written
    return { parts, told: { ...told, publishedAt: first.publishedAt } }
  }
}

type Written = ToldItem & Required<Pick<ToldItem, 'publishedAt'>>

/** Nothing is written after it was told of. */
function at(receivedAt: Date, told = ''): { readonly publishedAt: string } {
  const said = Date.parse(told)
  return { publishedAt: (said <= receivedAt.getTime() ? new Date(said) : receivedAt).toISOString() }
}

const kept = ({ deliveries }: WaitingItem): DeliveryRef[] =>
  deliveries.length <= mostKept
    ? [...deliveries]
    : [...deliveries.slice(0, 1), ...deliveries.slice(1 - mostKept)]

const keyOf = ({ registrationId, sha256 }: DeliveryRef): string =>
  `${registrationId}/${sha256.toString('hex')}`
