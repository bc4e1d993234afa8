import { type AccountId, asId, Stop } from '../../kernel/index.ts'
import { collectNow } from '../../modules/collection/index.ts'
import { municipalities } from '../../modules/organisation/index.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import { parse } from './arguments.ts'
import { type Command, operator, print, tell, withHouse } from './command.ts'

/** `collect`: one round now; exit 1 when an account could not be collected. */
export const collect: Command = async (args, config) => {
  const given = parse(args, 'collect [--account KONTO]', { account: 'one' }, [0, 0])
  const wanted = given.one('account')
  const only = wanted === undefined ? undefined : asId<AccountId>(wanted)
  if (wanted !== undefined && !only)
    throw new Stop('invalid', `${wanted} är inte ett kontos id. Det skrevs ut när kontot lades till.`)
  return withHouse(config, {}, async ({ house }) => {
    const accounts = []
    for (const { municipalityId } of await municipalities(house)) {
      accounts.push(...(await collectNow(house, operator(municipalityId), catalogue, only)))
    }
    if (only && accounts.length === 0) throw new Stop('notFound', `Det finns inget konto med id ${wanted}.`)
    if (given.flag('json')) print(JSON.stringify({ accounts }))
    else {
      for (const one of accounts)
        tell(
          `${one.id}: nya ${one.new}, ändrade ${one.changed}, borta ${one.gone}${one.error ? `. ${one.error}` : ''}`,
        )
    }
    return accounts.some((one) => one.error !== null) ? 1 : 0
  })
}
