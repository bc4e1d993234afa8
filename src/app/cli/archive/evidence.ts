import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { problemWords, verdictWords } from '../../../evidence/standalone/messages.ts'
import { verifyBundleAt } from '../../../evidence/standalone/open.ts'
import { asId, countText, type MunicipalityId, type RecordId, Stop } from '../../../kernel/index.ts'
import {
  logSize,
  makeBundle,
  type Problem,
  startVerifyThreads,
  type VerifyReport,
  verifyArchive,
  writeBundle,
} from '../../../modules/archive/index.ts'
import { municipalities } from '../../../modules/organisation/index.ts'
import type { OpenHouse } from '../../compose.ts'
import { isBeingFilled } from '../../demo/state.ts'
import { parse } from '../arguments.ts'
import { type Command, chooseMunicipality, operator, print, tell, withHouse } from '../command.ts'

/** `bundle`: an evidence bundle of some records, with all their versions. */
export const bundle: Command = async (args, config) => {
  const given = parse(
    args,
    'bundle HANDLING… --out FIL [--withhold FÄLT…] [--part NAMN…]',
    { municipality: 'one', out: 'one', withhold: 'many', part: 'many' },
    [1, 10_000],
  )
  const records = given.words.map((word): RecordId => {
    const id = asId<RecordId>(word)
    if (!id)
      throw new Stop(
        'invalid',
        `${word} är inte en handlings id. Det står på handlingens sida och i sökningen.`,
      )
    return id
  })
  const out = given.need('out')
  return withHouse(config, {}, async (open) => {
    const id = await chooseMunicipality(open, given.one('municipality'))
    const files = await makeBundle(open.house, operator(id), {
      records,
      withhold: given.many('withhold'),
      parts: given.many('part'),
    })
    await writeBundle(files, out)
    if (given.flag('json')) print(JSON.stringify({ out, files: files.map((file) => file.path) }))
    else tell(`Bevispaketet ligger i ${out}. Kontrollera det med: uppsikt verify-bundle ${out}`)
    return 0
  })
}

/** `verify`: the whole archive against its log; exit 1 where a problem is found. */
export const verify: Command = async (args, config) => {
  const given = parse(args, 'verify [--municipality M]', { municipality: 'one' }, [0, 0])
  return withHouse(config, {}, async (open) => {
    // Nothing is vouched for, and nothing looks like tampering: the seal is kept beside the key at the end.
    const origins = (await municipalities(open.house)).map(({ logOrigin }) => logOrigin)
    if (await isBeingFilled(config.dataDir, origins))
      throw new Stop(
        'unavailable',
        'Storlunda är inte färdigfyllt, så det finns inget att kontrollera än. Vänta tills demonstrationen säger att Storlunda lever, och kör uppsikt verify igen.',
      )
    const word = given.one('municipality')
    const report = await verifyAll(
      open,
      word === undefined ? undefined : await chooseMunicipality(open, word),
    )
    tellVerified(report, given.flag('json'))
    return report.problems.length === 0 ? 0 : 1
  })
}

/** The archives of one municipality, or of all of them, as one report; each problem is told as it is found. */
export async function verifyAll(open: OpenHouse, only?: MunicipalityId): Promise<VerifyReport> {
  const all = await municipalities(open.house)
  const chosen = all.filter(({ municipalityId: id }) => only === undefined || id === only)
  const reports: VerifyReport[] = []
  for (const { municipalityId: id, name } of chosen) {
    const report = await inThreads(open, id)
    if (report.problems.length > 0 && chosen.length > 1) tell(`${name}:`)
    for (const problem of report.problems) tell(problemText(problem))
    reports.push(report)
  }
  const sum = (name: 'records' | 'entries' | 'blobs' | 'bytes') =>
    reports.reduce((total, one) => total + one[name], 0)
  return {
    records: sum('records'),
    entries: sum('entries'),
    blobs: sum('blobs'),
    bytes: sum('bytes'),
    problems: reports.flatMap(({ problems }) => problems),
  }
}

/** 'Handling 0b0e…: Version 1: loggposten är borta.' */
export const problemText = ({ record, detail }: Problem): string =>
  record === undefined ? detail : `Handling ${record}: ${detail}`

export function tellVerified(report: VerifyReport, json: boolean): void {
  if (json) print(JSON.stringify(report))
  if (report.problems.length === 0)
    tell(
      `Arkivet stämmer: ${countText(report.records, 'handling', 'handlingar')}, ${countText(report.blobs, 'fil', 'filer')}.`,
    )
  else
    tell(
      `${countText(report.problems.length, 'fel', 'fel')} i arkivet. Rör ingenting, och visa utskriften för den som ansvarar för arkivet.`,
    )
}

/** In as many threads as there are cores, once the log is large enough to be worth the threads' start. */
async function inThreads(open: OpenHouse, municipalityId: MunicipalityId): Promise<VerifyReport> {
  const cores = Math.min(availableParallelism(), 8)
  if ((await logSize(open.house, municipalityId)) < worthThreads || cores < 2)
    return verifyArchive(open.house, municipalityId)
  const threads = startVerifyThreads(open.database, open.blobFolder, cores)
  try {
    return await verifyArchive(open.house, municipalityId, threads.verifier, threads.atOnce)
  } finally {
    await threads.close()
  }
}

const worthThreads = 20_000

/** `verify-bundle`: a bundle, with no database, by the verifier that lies in every bundle; exit 1 where it does not hold. */
export const verifyBundle: Command = async (args) => {
  const given = parse(args, 'verify-bundle FIL [--key NYCKEL]', { key: 'one' }, [1, 1])
  const path = given.words[0] ?? ''
  const key = given.one('key')
  if (!existsSync(path)) throw new Stop('invalid', `Det finns inget paket här: ${path}`)
  const verdict = await verifyBundleAt(path, key)
  if (given.flag('json')) print(JSON.stringify(verdict))
  if (verdict.ok) tell(verdictWords(verdict.value).sv)
  else tell(`PAKETET STÄMMER INTE. ${problemWords(verdict.error).sv}`)
  return verdict.ok ? 0 : 1
}
