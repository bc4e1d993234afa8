import { randomBytes } from 'node:crypto'
import { systemActor } from '../../access/index.ts'
import { createDb, createPool } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import type { Keys } from '../../infra/signing/keys.ts'
import { type MunicipalityId, Stop, settableClock } from '../../kernel/index.ts'
import { subscribePush } from '../../modules/collection/index.ts'
import { municipalities } from '../../modules/organisation/index.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import type { OpenHouse } from '../compose.ts'
import { startWeb, type Web } from '../http.ts'
import { startWorker, type Worker } from '../worker.ts'
import { emptyDatabase } from './anew.ts'
import { accountIds, actorsOf, foundStorlunda, settle } from './found.ts'
import { fenced } from './house.ts'
import { startLife } from './life/life.ts'
import { Script } from './life/script.ts'
import { fill } from './past/fill.ts'
import { pastOf } from './past/timeline.ts'
import { troublesBefore } from './past/troubles.ts'
import { type Door, demoRoutes, doorsFrom } from './sign-in.tsx'
import { firstTokens, movedPlaces } from './stage/moved.ts'
import { openStage, replay, type Stage } from './stage/stage.ts'
import { type DemoState, readState, stateKeeper } from './state.ts'
import { type Happening, placeKeys } from './story.ts'
import { messagesBefore } from './texts/channels/messages.ts'
import { stories } from './texts/index.ts'

const seed = 20
const dayMilliseconds = 24 * 60 * 60_000
/** When Storlunda took up Uppsikt, before the demo begins. */
const halfYear = 180 * dayMilliseconds

/** Storlunda with all that it stands on. */
interface Storlunda {
  readonly open: OpenHouse
  /** Fenced in, under the real clock. */
  readonly house: House
  readonly stage: Stage
  readonly base: Date
  state: DemoState
  keep(change: Partial<DemoState>): Promise<void>
}

/**
 * The invented municipality: filled the first time, gone on with after that. The pages answer while it is being filled.
 * @throws Stop when the database holds something else; nothing has then been touched.
 */
export async function startDemo(open: OpenHouse): Promise<{ web: Web; worker: Worker }> {
  const kept = await whatWasHere(open)
  const state = kept ?? newState(open.house.clock.now())
  const stage = await openStage(state.seed, beginningOf(new Date(state.base)), state.ports)
  let web: Web | undefined
  try {
    const storlunda = stand(open, stage, state)
    // Remembered before the database has a row: a first start that is cut off knows its own remains.
    await storlunda.keep({ ports: portsOf(stage) })
    let doors: readonly Door[] | undefined
    web = await startWeb(
      { ...open, house: storlunda.house },
      demoRoutes(storlunda.house, () => doors),
    )
    tell(kept ? 'Storlunda tas fram igen …' : `Storlunda fylls. Se på i webbläsaren: ${web.url}`)
    const municipalityId = await (kept ? theOnly(storlunda.house) : found(storlunda))
    const script = await (kept ? goOn(storlunda, municipalityId) : live(storlunda, municipalityId))
    doors = await doorsOf(storlunda.house, municipalityId)
    return await animate(storlunda, municipalityId, web, script)
  } catch (thrown) {
    await web?.stop()
    await stage.close()
    throw thrown
  }
}

const newState = (base: Date): DemoState => ({
  version: 1,
  seed,
  base: base.toISOString(),
  logOrigin: `storlunda.${randomBytes(4).toString('hex')}/log`,
  filled: false,
  ports: {},
  orders: [],
  live: [],
})

/** The demo that is in this folder and this database; undefined where both are empty, or have been made so. */
async function whatWasHere(open: OpenHouse): Promise<DemoState | undefined> {
  const { dataDir, databaseUrl } = open.config
  const kept = await readState(dataDir)
  const all = await municipalities(open.house)
  if (all.length === 0 && !kept?.filled) return undefined
  const elsewhere = 'Välj en annan mapp med UPPSIKT_DATA (och en egen databas, om du använder DATABASE_URL).'
  if (!kept)
    throw new Stop(
      'conflict',
      `Databasen är inte tom, och det som finns där är inte demonstrationens. Inget har rörts. ${elsewhere}`,
    )
  if (all.length !== 1 || all[0]?.logOrigin !== kept.logOrigin)
    throw new Stop(
      'conflict',
      `Databasen är inte den som demonstrationen i ${dataDir} hör ihop med. Inget har rörts. ${elsewhere}`,
    )
  if (kept.filled) return kept
  if (databaseUrl)
    throw new Stop(
      'unavailable',
      `Storlunda hann inte fyllas förra gången. Töm databasen, ta bort mappen ${dataDir} och börja om.`,
    )
  await emptyDatabase(open)
  return undefined
}

function stand(open: OpenHouse, stage: Stage, state: DemoState): Storlunda {
  const write = stateKeeper(open.config.dataDir)
  const storlunda: Storlunda = {
    open,
    stage,
    base: new Date(state.base),
    state,
    house: fenced(open.house, stage, (order) => {
      void storlunda.keep({ orders: [...storlunda.state.orders, order] })
    }),
    keep(change) {
      storlunda.state = { ...storlunda.state, ...change }
      return write(storlunda.state)
    },
  }
  return storlunda
}

const portsOf = (stage: Stage): DemoState['ports'] =>
  Object.fromEntries(placeKeys.map((key) => [key, Number(new URL(stage.place(key).url).port)]))

const beginningOf = (base: Date): Date => new Date(base.getTime() - halfYear)

const found = ({ house, base, state }: Storlunda): Promise<MunicipalityId> =>
  foundStorlunda({ ...house, clock: settableClock(beginningOf(base)) }, state.logOrigin)

async function theOnly(house: House): Promise<MunicipalityId> {
  const [only] = await municipalities(house)
  if (!only) throw new Error('Storlunda is gone')
  return only.municipalityId
}

const happeningsBefore = (base: Date): readonly Happening[] =>
  pastOf(stories, [...troublesBefore(base), ...messagesBefore(base)], base, seed)

/**
 * Lives through half a year. A past that is cut off is begun anew, so its thousands of transactions do not wait for
 * the disk one by one, nor do its checkpoints: the last of them is kept when all are there.
 */
async function live(storlunda: Storlunda, municipalityId: MunicipalityId): Promise<Script> {
  const { open, house, stage, base } = storlunda
  const clock = settableClock(beginningOf(base))
  stage.clock.follow(clock)
  const { options } = open.pool
  const hurry = { ...options, password: options.password, options: '-c synchronous_commit=off' }
  const pool = createPool(hurry, house.log)
  let last: { note: string; chained: Uint8Array } = { note: '', chained: new Uint8Array() }
  const keepCheckpoint: Keys['keepCheckpoint'] = async (_, note, chained) => {
    last = { note, chained }
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
    await house.keys.keepCheckpoint(municipalityId, last.note, last.chained)
  } finally {
    await pool.end()
  }
  stage.clock.follow(house.clock)
  await storlunda.keep({ filled: true })
  return new Script(stage, seed)
}

/** Builds the doubles up again as they were, the live happenings too. */
async function goOn(storlunda: Storlunda, municipalityId: MunicipalityId): Promise<Script> {
  const { open, house, stage, state, base } = storlunda
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
  await firstTokens(house, municipalityId, stage)
  stage.clock.follow(house.clock)
  return script
}

async function doorsOf(house: House, municipalityId: MunicipalityId): Promise<readonly Door[]> {
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
  municipalityId: MunicipalityId,
  web: Web,
  script: Script,
): Promise<{ web: Web; worker: Worker }> {
  const { open, house, stage } = storlunda
  const worker = await startWorker({ house, pool: open.pool })
  const accounts = await accountIds(house, municipalityId)
  // One platform is slow to answer, as some are; not so slow that Ctrl C has to wait.
  stage.place('parken').fault({ kind: 'slow', seconds: 0.6 })
  // A hub forgets its subscribers when its double is built anew.
  for (const key of placeKeys)
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
