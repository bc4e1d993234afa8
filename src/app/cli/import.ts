import { withMunicipality } from '../../infra/db/index.ts'
import { type AccountId, asId, countText, numberText, Stop } from '../../kernel/index.ts'
import { findAccount } from '../../modules/accounts/index.ts'
import { importExport } from '../../modules/collection/index.ts'
import { municipalities } from '../../modules/organisation/index.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import type { OpenHouse } from '../compose.ts'
import { parse } from './arguments.ts'
import { type Command, operator, print, tell, withHouse } from './command.ts'
import { progressOn } from './progress.ts'

/**
 * `import`: fills an account from an official export, a file or a folder with its parts; can be run again. Ends with 1
 * when something is amiss with the export. --other-name: the export calls the account something else.
 */
export const importFile: Command = async (args, config) => {
  const usage = 'import FORMAT FIL-ELLER-MAPP --account KONTO [--other-name]'
  const given = parse(args, usage, { account: 'one', 'other-name': 'flag' }, [2, 2])
  const [format = '', path = ''] = given.words
  const accountId = asId<AccountId>(given.need('account'))
  if (!accountId)
    throw new Stop(
      'invalid',
      'Det efter --account är inte ett kontos id. Det skrevs ut när kontot lades till.',
    )
  return withHouse(config, {}, async (open) => {
    const { house, owner } = open
    if (!owner)
      throw new Stop(
        'invalid',
        'import behöver DATABASE_OWNER_URL: rollen som äger tabellerna. Se docs/operations/install.md.',
      )
    const municipality = await municipalityOf(open, accountId)
    const progress = progressOn(process.stderr)
    const otherName = given.flag('other-name')
    const request = { format, path, accountId, otherName, progress: progress.show }
    const report = await importExport(house, owner, operator(municipality), catalogue, request).finally(
      progress.end,
    )
    tell(`${countText(report.new, 'ny', 'nya')}, ${numberText(report.same)} fanns redan`)
    for (const notice of [...report.notices, ...report.lacks]) tell(notice)
    if (given.flag('json')) print(JSON.stringify(report))
    else print(report.importId)
    return report.notices.length > 0 ? 1 : 0
  })
}

async function municipalityOf({ house }: OpenHouse, accountId: AccountId) {
  for (const { municipalityId } of await municipalities(house)) {
    if (await withMunicipality(house.db, municipalityId, (tx) => findAccount(tx, municipalityId, accountId)))
      return municipalityId
  }
  throw new Stop('notFound', `Det finns inget konto med id ${accountId}.`)
}
