import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type BundleVerdict, verifyBundle as check } from '../../evidence/index.ts'
import { problemWords, verdictWords } from '../../evidence/standalone/messages.ts'
import { openBundle } from '../../evidence/standalone/open.ts'
import { ZipError } from '../../evidence/standalone/zip-read.ts'
import { asId, type MunicipalityId, type RecordId, Stop } from '../../kernel/index.ts'
import {
  logSize,
  makeBundle,
  startVerifyThreads,
  type VerifyReport,
  verifyArchive,
  writeBundle,
} from '../../modules/archive/index.ts'
import { municipalities } from '../../modules/organisation/index.ts'
import type { OpenHouse } from '../compose.ts'
import { parse } from './arguments.ts'
import { type Command, chooseMunicipality, operator, print, tell, withHouse } from './command.ts'

/** `bundle`: an evidence bundle of some records, with all their versions. */
export const bundle: Command = async (args, config) => {
  const given = parse(
    args,
    'bundle HANDLING… --out FIL [--withhold FÄLT…] [--part NAMN…]',
    { municipality: 'one', out: 'one', withhold: 'many', part: 'many' },
    [1, 1_000],
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
    const word = given.one('municipality')
    const chosen =
      word === undefined
        ? await municipalities(open.house)
        : [{ municipalityId: await chooseMunicipality(open, word) }]
    const report = { records: 0, entries: 0, blobs: 0, bytes: 0, problems: [] as unknown[] }
    for (const { municipalityId } of chosen) {
      const one = await inThreads(open, municipalityId)
      for (const problem of one.problems) tell(`${problem.kind} ${problem.record ?? ''} ${problem.detail}`)
      report.records += one.records
      report.entries += one.entries
      report.blobs += one.blobs
      report.bytes += one.bytes
      report.problems.push(...one.problems)
    }
    if (given.flag('json')) print(JSON.stringify(report))
    else if (report.problems.length === 0)
      tell(`Arkivet stämmer: ${report.records} handlingar, ${report.blobs} filer.`)
    else
      tell(
        `${report.problems.length} fel. Rör ingenting, och visa utskriften för den som ansvarar för arkivet.`,
      )
    return report.problems.length === 0 ? 0 : 1
  })
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
  const verdict = await verdictOn(path, key)
  if (given.flag('json')) print(JSON.stringify(verdict))
  if (verdict.ok) tell(verdictWords(verdict.value).sv)
  else tell(`PAKETET STÄMMER INTE. ${problemWords(verdict.error).sv}`)
  return verdict.ok ? 0 : 1
}

async function verdictOn(path: string, key: string | undefined): Promise<BundleVerdict> {
  try {
    const opened = openBundle(path)
    return await check(opened.readFile, { paths: opened.paths, ...(key && { trustedKey: key }) }).finally(
      opened.close,
    )
  } catch (thrown) {
    if (!(thrown instanceof ZipError)) throw thrown
    return { ok: false, error: { what: 'bundleShape' } }
  }
}
