import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { queueJob } from '../../../infra/jobs/index.ts'
import { type AccountId, describeError, type MunicipalityId } from '../../../kernel/index.ts'
import { randomFrom } from '../random.ts'
import type { Stage } from '../stage/stage.ts'
import type { AccountKey, Happening } from '../story.ts'
import type { Script } from './script.ts'

/** Milliseconds: until the first thing happens, and between them at least and at most. */
const rhythm = { first: 8_000, least: 15_000, most: 25_000 } as const

interface LifeOptions {
  readonly house: House
  readonly municipalityId: MunicipalityId
  readonly stage: Stage
  readonly script: Script
  readonly accounts: Readonly<Record<AccountKey, AccountId>>
  /** Told of each thing that has happened, with its time. */
  readonly happened: (at: Date) => Promise<void>
}

/** Lets things happen on the doubles, one at a time, until it is stopped. */
export function startLife(options: LifeOptions): { stop(): Promise<void> } {
  const { house, stage, script } = options
  const random = randomFrom(stage.happened)
  let timer: NodeJS.Timeout | undefined
  let under: Promise<void> = Promise.resolve()

  const beat = async (): Promise<void> => {
    try {
      const at = house.clock.now()
      const happening = script.next(at)
      stage.apply(happening)
      await options.happened(at)
      await tellUppsikt(options, happening)
    } catch (thrown) {
      // The database may be away for a moment; what happened on the platform is collected in a later round.
      house.log.error({ reason: describeError(thrown) }, 'something in the demo did not go as written')
    }
  }
  const after = (milliseconds: number): void => {
    timer = setTimeout(() => {
      after(rhythm.least + random() * (rhythm.most - rhythm.least))
      under = beat()
    }, milliseconds)
  }
  after(rhythm.first)
  return {
    async stop() {
      clearTimeout(timer)
      await under
    },
  }
}

/**
 * Asks for a round at once, as a platform's webhook would: whoever watches should not have to wait. What was edited or
 * taken away is seen when everything is listed anew, which is once an hour; here that listing is made to be due.
 */
async function tellUppsikt(
  { house, municipalityId, accounts }: LifeOptions,
  { account, what }: Happening,
): Promise<void> {
  const accountId = accounts[account]
  const key = `collect/${accountId}`
  await withMunicipality(house.db, municipalityId, async (tx) => {
    if (what.kind === 'edit' || what.kind === 'remove')
      await tx
        .updateTable('collection_state')
        .set({ last_reconciled_at: new Date(house.clock.now().getTime() - 24 * 3_600_000) })
        .where('municipality_id', '=', municipalityId)
        .where('account_id', '=', accountId)
        .where('last_reconciled_at', 'is not', null)
        .execute()
    const payload = { municipality: municipalityId, event: { account: accountId } }
    await queueJob(tx, 'collection.collect', payload, { key, queue: key })
  })
}
