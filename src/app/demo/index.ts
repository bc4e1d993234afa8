import { mkdir } from 'node:fs/promises'
import { systemActor } from '../../access/index.ts'
import { createDb, createPool } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type MunicipalityId, Stop, settableClock } from '../../kernel/index.ts'
import { subscribePush } from '../../modules/collection/index.ts'
import { type MunicipalityEntry, municipalities } from '../../modules/organisation/index.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import type { OpenHouse } from '../compose.ts'
import { startWeb, type Web } from '../http.ts'
import { startWorker, type Worker } from '../worker.ts'
import { accountIds, actorsOf, foundStorlunda, settle } from './found.ts'
import { fenced } from './house.ts'
import { startLife } from './life/life.ts'
import { Script } from './life/script.ts'
import { fill } from './past/fill.ts'
import { pastOf } from './past/timeline.ts'
import { troublesBefore } from './past/troubles.ts'
import { type Door, demoRoutes, doorsFrom } from './sign-in.tsx'
import { movedPlaces } from './stage/moved.ts'
import { openStage, replay, type Stage } from './stage/stage.ts'
import { type DemoState, readState, stateKeeper } from './state.ts'
import { accountKeys, type Happening } from './story.ts'
import { stories } from './texts/index.ts'

const seed = 20
const dayMilliseconds = 24 * 60 * 60_000
/** When Storlunda took up Uppsikt, before the demo begins. */
const halfYear = 180 * dayMilliseconds

/** Storlunda with all that it needs, in the order it is taken down again. */
interface Storlunda {
  readonly open: OpenHouse
  readonly house: House
  readonly stage: Stage
  readonly municipalityId: MunicipalityId
  state: DemoState
  keep(change: Partial<DemoState>): Promise<void>
}

/**
 * The invented municipality: filled the first time, gone on with after that. The pages answer while it is being filled.
 * @throws Stop when the database holds something else; nothing has then been touched.
 */
export async function startDemo(open: OpenHouse): Promise<{ web: Web; worker: Worker }> {
  const kept = await readState(open.config.dataDir)
  const [first, ...more] = await municipalities(open.house)
  refuseOthers(open.config.dataDir, kept, first, more.length)
  await mkdir(open.config.dataDir, { recursive: true })
  const base = kept ? new Date(kept.base) : open.house.clock.now()
  const stage = await openStage(kept?.seed ?? seed, new Date(base.getTime() - halfYear), kept?.ports ?? {})
  let web: Web | undefined
  try {
    const storlunda = await begin(open, stage, kept, first, base)
    let doors: readonly Door[] | undefined
    web = await startWeb(
      { ...open, house: storlunda.house },
      demoRoutes(storlunda.house, storlunda.municipalityId, () => doors),
    )
    tell(kept ? 'Storlunda tas fram igen …' : `Storlunda fylls. Se på i webbläsaren: ${web.url}`)
    const script = kept ? await goOn(storlunda, base) : await live(storlunda, base)
    doors = await doorsOf(storlunda)
    return await animate(storlunda, web, script)
  } catch (thrown) {
    await web?.stop()
    await stage.close()
    throw thrown
  }
}

function refuseOthers(
  dataDir: string,
  kept: DemoState | undefined,
  found: MunicipalityEntry | undefined,
  more: number,
): void {
  if (!kept && !found) return
  const elsewhere = 'Välj en annan mapp med UPPSIKT_DATA (och en egen databas, om du använder DATABASE_URL).'
  if (!kept)
    throw new Stop(
      'conflict',
      `Databasen är inte tom, och det som finns där är inte demonstrationens. Inget har rörts. ${elsewhere}`,
    )
  if (!found || more > 0 || found.logOrigin !== kept.logOrigin)
    throw new Stop(
      'conflict',
      `Databasen är inte den som demonstrationen i ${dataDir} hör ihop med. Inget har rörts. ${elsewhere}`,
    )
  if (!kept.filled)
    throw new Stop(
      'unavailable',
      `Storlunda hann inte fyllas förra gången. Ta bort mappen ${dataDir} och börja om, eller välj en annan med UPPSIKT_DATA.`,
    )
}

/** The municipality's row and the demo's memory of itself, before anything else. */
async function begin(
  open: OpenHouse,
  stage: Stage,
  kept: DemoState | undefined,
  found: MunicipalityEntry | undefined,
  base: Date,
): Promise<Storlunda> {
  const write = stateKeeper(open.config.dataDir)
  const ports = Object.fromEntries(
    accountKeys.map((key) => [key, Number(new URL(stage.place(key).url).port)]),
  )
  const house = fenced(open.house, stage, (order) => {
    void storlunda.keep({ orders: [...storlunda.state.orders, order] })
  })
  const past = { ...house, clock: settableClock(new Date(base.getTime() - halfYear)) }
  const municipalityId = found?.municipalityId ?? (await foundStorlunda(past))
  const logOrigin = found?.logOrigin ?? (await municipalities(house))[0]?.logOrigin ?? ''
  const fresh = { version: 1, seed, base: base.toISOString(), logOrigin, filled: false } as const
  const storlunda: Storlunda = {
    open,
    house,
    stage,
    municipalityId,
    state: { ...(kept ?? { ...fresh, orders: [], live: [] }), ports },
    keep(change) {
      storlunda.state = { ...storlunda.state, ...change }
      return write(storlunda.state)
    },
  }
  await storlunda.keep({})
  return storlunda
}

const happeningsBefore = (base: Date): readonly Happening[] =>
  pastOf(stories, troublesBefore(base), base, seed)

/**
 * Lives through half a year. A past that is cut off is begun anew, so its thousands of transactions do not wait for
 * the disk one by one, nor do its checkpoints: the last of them is kept when all are there.
 */
async function live(storlunda: Storlunda, base: Date): Promise<Script> {
  const { open, house, stage, municipalityId } = storlunda
  const clock = settableClock(new Date(base.getTime() - halfYear))
  stage.clock.follow(clock)
  const { options } = open.pool
  const hurry = { ...options, password: options.password, options: '-c synchronous_commit=off' }
  const pool = createPool(hurry, house.log)
  let checkpoint = ''
  const keepCheckpoint = async (_: MunicipalityId, note: string): Promise<void> => {
    checkpoint = note
  }
  try {
    const hurried = { ...house, clock, db: createDb(pool), keys: { ...house.keys, keepCheckpoint } }
    await settle(hurried, municipalityId, stage)
    const accounts = await accountIds(house, municipalityId)
    const actors = await actorsOf(hurried, municipalityId)
    await fill(
      { house: hurried, clock, municipalityId, stage, accounts, actors },
      happeningsBefore(base),
      base,
    )
    await house.keys.keepCheckpoint(municipalityId, checkpoint)
  } finally {
    await pool.end()
  }
  stage.clock.follow(house.clock)
  await storlunda.keep({ filled: true })
  return new Script(stage, seed)
}

/** Builds the doubles up again as they were, the live happenings too. */
async function goOn({ open, house, stage, state, municipalityId }: Storlunda, base: Date): Promise<Script> {
  const script = new Script(stage, state.seed)
  const past = happeningsBefore(base)
  const before = state.orders.filter(({ after }) => after <= past.length)
  await replay(open.house, stage, past, before)
  let orders = state.orders.slice(before.length)
  for (const milliseconds of state.live) {
    stage.apply(script.next(new Date(milliseconds)))
    const now = orders.filter(({ after }) => after <= stage.happened)
    await replay(open.house, stage, [], now)
    orders = orders.slice(now.length)
  }
  await movedPlaces(house, municipalityId, stage)
  stage.clock.follow(house.clock)
  return script
}

async function doorsOf({ house, municipalityId }: Storlunda): Promise<readonly Door[]> {
  const actors = Object.values(await actorsOf(house, municipalityId))
  return doorsFrom((name) => {
    const staffId = actors.find((actor) => actor.name === name)?.staffId
    if (!staffId) throw new Error(`${name} is not among the staff`)
    return staffId
  })
}

/** Real time from here on: the real worker, and a life that goes on. */
async function animate(
  storlunda: Storlunda,
  web: Web,
  script: Script,
): Promise<{ web: Web; worker: Worker }> {
  const { open, house, stage, municipalityId } = storlunda
  const worker = await startWorker({ house, pool: open.pool })
  const accounts = await accountIds(house, municipalityId)
  // A hub forgets its subscribers when its double is built anew.
  for (const key of accountKeys)
    await subscribePush(house, systemActor(municipalityId), catalogue, accounts[key])
  const life = startLife({
    house,
    municipalityId,
    stage,
    script,
    accounts,
    happened: (at) => storlunda.keep({ live: [...storlunda.state.live, at.getTime()] }),
  })
  tell(`Storlunda lever. Öppna ${web.url} och välj vem du vill vara. Avsluta med Ctrl C.`)
  return {
    web: {
      url: web.url,
      async stop() {
        await life.stop()
        await web.stop()
      },
    },
    worker: {
      async stop() {
        await worker.stop()
        await stage.close()
      },
    },
  }
}

const tell = (text: string): void => {
  process.stderr.write(`${text}\n`)
}
