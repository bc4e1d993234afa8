import { withMunicipality } from '../../infra/db/index.ts'
import { type AccountId, asId, countText, numberText, Stop } from '../../kernel/index.ts'
import { type Account, listAccounts } from '../../modules/accounts/index.ts'
import { collectNow, type RoundReport } from '../../modules/collection/index.ts'
import { municipalities } from '../../modules/organisation/index.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import { parse } from './arguments.ts'
import { type Command, operator, print, tell, withHouse } from './command.ts'

const nameOf = ({ name, platform }: Account): string =>
  `${name} (${catalogue.get(platform)?.name ?? platform})`

/** 'Biblioteket (Facebook): 3 nya, 1 ändrad, 0 borta.', and what went wrong. */
export const roundText = (
  name: string,
  round: Pick<RoundReport, 'new' | 'changed' | 'gone' | 'error'>,
): string =>
  `${name}: ${countText(round.new, 'ny', 'nya')}, ${countText(round.changed, 'ändrad', 'ändrade')}, ${numberText(round.gone)} borta.${round.error ? ` ${round.error}` : ''}`

/** `collect`: one round now; exit 1 when an account could not be collected. */
export const collect: Command = async (args, config) => {
  const given = parse(args, 'collect [--account KONTO]', { account: 'one' }, [0, 0])
  const wanted = given.one('account')
  const only = wanted === undefined ? undefined : asId<AccountId>(wanted)
  if (wanted !== undefined && !only)
    throw new Stop('invalid', `${wanted} är inte ett kontos id. Det skrevs ut när kontot lades till.`)
  return withHouse(config, {}, async ({ house }) => {
    const accounts = []
    const names = new Map<AccountId, string>()
    for (const { municipalityId: id } of await municipalities(house)) {
      accounts.push(...(await collectNow(house, operator(id), catalogue, only)))
      for (const account of await withMunicipality(house.db, id, (tx) => listAccounts(tx, id)))
        names.set(account.accountId, nameOf(account))
    }
    if (only && accounts.length === 0) throw new Stop('notFound', `Det finns inget konto med id ${wanted}.`)
    if (given.flag('json')) print(JSON.stringify({ accounts }))
    else if (accounts.length === 0) tell('Det finns inget konto att hämta från. Lägg till ett i registret.')
    else for (const one of accounts) tell(roundText(names.get(one.id) ?? one.id, one))
    return accounts.some((one) => one.error !== null) ? 1 : 0
  })
}
