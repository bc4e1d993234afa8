import { createHash } from 'node:crypto'
import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, type Json, newId, type RecordId, Stop } from '../../../kernel/index.ts'
import type { ItemKind } from '../../../platforms/contract.ts'
import { requireAccount } from '../../accounts/index.ts'
import { type IncomingItem, ingestItems } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { byHandPrefix } from '../rules.ts'

/**
 * Where it stood (A1). account: on the account · ownName: with an employee, in the own name and on duty · elsewhere: with
 * somebody else, where we ourselves wrote it.
 */
export const places = ['account', 'ownName', 'elsewhere'] as const
export type Where = (typeof places)[number]

/** What a person saw, as the person tells it. */
export interface Witnessed {
  readonly kind: ItemKind
  readonly direction: 'received' | 'drawnUp'
  readonly where: Where
  /** Who works here and took part in the own name, on duty; '' unless it is theirs. */
  readonly employee: string
  /** '' when it is not known. */
  readonly author: string
  readonly text: string
  readonly link: string
  readonly publishedAt: Date
  readonly reason: string
  /** Name of somebody else who saw it too; '' when there was nobody. */
  readonly secondWitness: string
  readonly pictures: readonly { readonly bytes: Uint8Array; readonly mediaType: string }[]
}

/**
 * Enters what a person saw as an item like any other: sealed, screened, queued and searchable. The raw part is what the
 * person filled in; the pictures show it. It is never looked for on the platform, and so never said to be gone.
 * @throws Stop 'refused'; 'invalid' without a picture, when it was published in time to come, or for what is no record of
 * ours; 'conflict' when the
 * account is closed.
 */
export async function recordByHand(
  house: House,
  actor: Actor,
  accountId: AccountId,
  seen: Witnessed,
): Promise<RecordId> {
  authorize(actor, 'collection.recordByHand')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('what is recorded by hand is recorded by a person')
  const now = house.clock.now()
  refuse(seen, now)
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'collection.recordByHand', account)
    if (account.state !== 'active')
      throw new Stop(
        'conflict',
        'Kontot är avslutat, så inget nytt registreras. Det som är sparat finns kvar.',
      )
    const incoming = incomingOf(house, actor, accountId, seen, now)
    const outcome = await ingestItems(house, tx, { municipalityId, accountId }, [incoming])
    const recordId = outcome.new[0]?.record
    if (!recordId) throw new Error('an item with an id of its own was known before')
    const about = { kind: 'record', id: recordId } as const
    await audit(tx, actor, 'collection.recordByHand', about, { account: accountId }, now)
    return recordId
  })
}

const minute = 60_000

function refuse(seen: Witnessed, now: Date): void {
  if (seen.pictures.length === 0)
    throw new Stop('invalid', 'Välj minst en bild som visar det. Utan bild är det bara ett påstående.', {
      bilder: 'Välj minst en bild som visar det',
    })
  if (seen.where === 'ownName' && seen.employee.trim() === '')
    throw new Stop('invalid', 'Skriv vilken anställd det gäller. Handlingen hör till den tjänsten.', {
      anstalld: 'Skriv namnet på den anställda',
    })
  if (seen.where === 'elsewhere' && seen.direction === 'received')
    throw new Stop(
      'invalid',
      'Det som andra skriver på sina egna konton är inte kommunens handlingar. Bara det vi själva har skrivit där är det.',
      { riktning: 'Välj Upprättad om kommunen skrev det. Andras ord på egna konton registreras inte' },
    )
  if (seen.publishedAt.getTime() > now.getTime() + minute)
    throw new Stop('invalid', 'Dagen och tiden har inte varit ännu. Skriv när det publicerades.', {
      dag: 'Skriv en dag och en tid som har varit',
    })
}

function incomingOf(
  house: House,
  actor: Actor,
  accountId: AccountId,
  seen: Witnessed,
  now: Date,
): IncomingItem {
  const platformId = `${byHandPrefix}${newId()}`
  const { pictures, ...words } = seen
  const told: Json = {
    ...words,
    publishedAt: seen.publishedAt.toISOString(),
    recordedBy: actor.name,
    recordedByStaff: actor.staffId ?? null,
    recordedAt: now.toISOString(),
    pictures: pictures.map(({ bytes, mediaType }) => ({ mediaType, sha256: sha256(bytes) })),
  }
  const raw = Buffer.from(JSON.stringify(told))
  return {
    item: {
      platformId,
      kind: seen.kind,
      direction: seen.direction,
      ...(seen.link && { permalink: seen.link }),
      ...(seen.author && { author: seen.author }),
      text: seen.text,
      publishedAt: seen.publishedAt.toISOString(),
      state: 'visible',
      versionKey: platformId,
      source: 'byHand',
      media: [],
      raw: {
        bytes: raw,
        mediaType: 'application/json',
        // How it came: through our own form.
        answer: {
          url: `${house.publicUrl}/register/${accountId}/for-hand`,
          status: 200,
          headers: {},
          fetchedAt: now.toISOString(),
          sha256: sha256(raw),
        },
      },
    },
    media: pictures.map((picture, at) => ({ name: `media-${at + 1}`, ...picture })),
    refusals: [],
    more: {
      recordedBy: actor.name,
      ...(seen.where !== 'account' && { where: seen.where }),
      ...(seen.where === 'ownName' && { employee: seen.employee.trim() }),
      ...(seen.secondWitness && { secondWitness: seen.secondWitness }),
      reason: seen.reason,
    },
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
