import { createHash } from 'node:crypto'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/index.ts'
import { lightOf } from '../../../infra/pictures/index.ts'
import { type AccountId, fail, type MunicipalityId, type RecordId } from '../../../kernel/index.ts'
import { itemsByIds, partBytes } from '../../archive/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import {
  begun,
  interrupted,
  keepJudgement,
  keepPicture,
  type NearHashes,
  nearHashes,
  type PicturePart,
  partsToLookAt,
  sameFile,
} from '../picture-store.ts'
import { isAmong, leastQuality, type Pdq, pdqOf } from '../rules/pictures/pdq.ts'
import type { Label, PictureFinding } from '../types.ts'
import { classify } from './classify.ts'

const dayMilliseconds = 24 * 60 * 60_000

interface Looked {
  readonly key: PicturePart
  readonly sha256: Buffer
  readonly mediaType: string
  readonly readable: boolean
}

/**
 * Looks at the pictures of recorded items: hashes each, and holds it against what persons here have marked and against
 * lists. Only afterwards is the municipality's own classifier asked, one picture at a time. A job of its own, so that
 * the queue never waits for it. Announces 'pictures.known' of items that got a reason.
 */
export async function lookAtPictures(
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  records: readonly { readonly record: string; readonly version: number }[],
): Promise<void> {
  const found: Looked[] = []
  const known = new Map<string, Label[]>()
  const parts = await partsOfFresh(house, municipalityId, records)
  if (parts.length === 0) return
  const near = await withMunicipality(house.db, municipalityId, (tx) => nearHashes(tx, municipalityId))
  for (const part of parts) {
    const { looked, findings } = await look(house, municipalityId, part, near)
    found.push(looked)
    note(known, part.recordId, findings)
  }
  await tell(house, municipalityId, accountId, known)
  await tell(house, municipalityId, accountId, await judge(house, municipalityId, found))
}

/** Of what was already old when it came (an import) no picture is looked at: it would wake nobody. */
const partsOfFresh = (
  house: House,
  municipalityId: MunicipalityId,
  records: readonly { readonly record: string; readonly version: number }[],
) =>
  withMunicipality(house.db, municipalityId, async (tx) => {
    const { settings } = await currentPolicy(tx, municipalityId, house.clock.now())
    const items = await itemsByIds(
      tx,
      municipalityId,
      records.map(({ record }) => record),
    )
    const fresh = items.filter(
      ({ collectedAt, publishedAt, state }) =>
        state !== 'gone' &&
        collectedAt.getTime() - publishedAt.getTime() <= settings.importQuietDays * dayMilliseconds,
    )
    return partsToLookAt(tx, municipalityId, fresh)
  })

/** One picture: begun, looked at, kept. What ended the process the last time is not looked at again. */
async function look(
  house: House,
  municipalityId: MunicipalityId,
  key: PicturePart & { readonly begunBefore: boolean },
  near: readonly NearHashes[],
): Promise<{ looked: Looked; findings: readonly PictureFinding[] }> {
  const { bytes, mediaType } = await bytesOf(house, municipalityId, key)
  const sha256 = createHash('sha256').update(bytes).digest()
  const md5 = createHash('md5').update(bytes).digest()
  const keep = (pdq: Pdq | undefined, failure: string | null, findings: readonly PictureFinding[]) =>
    withMunicipality(house.db, municipalityId, (tx) =>
      keepPicture(
        tx,
        municipalityId,
        key,
        { sha256, md5, pdq: pdq?.hash ?? null },
        { failure, findings },
        house.clock.now(),
      ),
    )
  if (!key.begunBefore) await keep(undefined, begun, [])
  const isFilm = /^(video|audio)\//u.test(mediaType)
  const light = isFilm || key.begunBefore ? undefined : await lightOf(bytes)
  const pdq = light?.ok ? pdqOf(light.value) : undefined
  const same = await withMunicipality(house.db, municipalityId, (tx) =>
    sameFile(tx, municipalityId, { sha256, md5 }),
  )
  const findings = [...same, ...resembling(pdq, near, same)]
  const failure = key.begunBefore ? interrupted : light && !light.ok ? light.error : null
  await keep(pdq, failure, findings)
  return { looked: { key, sha256, mediaType, readable: light?.ok === true }, findings }
}

const mostFindings = 10

/** What the picture resembles, without what has the very same file. */
function resembling(
  pdq: Pdq | undefined,
  near: readonly NearHashes[],
  same: readonly PictureFinding[],
): PictureFinding[] {
  if (!pdq || pdq.quality < leastQuality) return []
  const said = new Set(same.flatMap((one) => (one.by === 'classifier' ? [] : [one.id])))
  return near
    .filter(
      ({ finding, hashes }) =>
        finding.by !== 'classifier' && !said.has(finding.id) && isAmong(hashes, [pdq.hash, pdq.mirrored]),
    )
    .map(({ finding }) => finding)
    .slice(0, mostFindings)
}

async function bytesOf(
  house: House,
  municipalityId: MunicipalityId,
  { recordId, version, part }: PicturePart,
): Promise<{ readonly bytes: Buffer; readonly mediaType: string }> {
  const found = await withMunicipality(house.db, municipalityId, (tx) =>
    partBytes(house, tx, municipalityId, { recordId: recordId as RecordId, version, name: part }),
  )
  if (!found) throw new Error(`part ${part} of ${recordId} is promised and not there`)
  return found
}

/** @returns the records that got a reason from the classifier. */
async function judge(
  house: House,
  municipalityId: MunicipalityId,
  pictures: readonly Looked[],
): Promise<ReadonlyMap<string, readonly Label[]>> {
  const { pictureClassifier } = house
  const told = new Map<string, Label[]>()
  if (!pictureClassifier) return told
  let silent: string | undefined
  for (const { key, sha256, mediaType, readable } of pictures) {
    if (!readable) continue
    const answer = silent
      ? fail({ why: silent, silent: true })
      : await classify(pictureClassifier, {
          mediaType,
          sha256,
          bytes: (await bytesOf(house, municipalityId, key)).bytes,
        })
    if (!answer.ok && answer.error.silent) silent = answer.error.why
    const findings = answer.ok ? answer.value : []
    note(told, key.recordId, findings)
    await withMunicipality(house.db, municipalityId, (tx) =>
      keepJudgement(tx, municipalityId, key, { findings, notJudged: answer.ok ? null : answer.error.why }),
    )
  }
  return told
}

function note(known: Map<string, Label[]>, recordId: string, findings: readonly PictureFinding[]): void {
  if (findings.length === 0) return
  const labels = [...(known.get(recordId) ?? []), ...findings.map(({ label }) => label)]
  known.set(recordId, [...new Set(labels)])
}

async function tell(
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  known: ReadonlyMap<string, readonly Label[]>,
): Promise<void> {
  if (known.size === 0) return
  await withMunicipality(house.db, municipalityId, (tx) =>
    announce(
      tx,
      municipalityId,
      'pictures.known',
      { account: accountId, items: [...known].map(([record, labels]) => ({ record, labels })) },
      house.clock.now(),
    ),
  )
}
