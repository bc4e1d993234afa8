import { Stop } from '../../../kernel/index.ts'
import { beginLogAnew, rotateLogKey } from '../../../modules/archive/index.ts'
import { parse } from '../arguments.ts'
import { type Command, chooseMunicipality, operator, print, tell, withHouse } from '../command.ts'

const usage = 'log rotate-key|begin-anew --reason SKÄL [--municipality M]'

/**
 * `log rotate-key`: a new key for the log, prints it. `log begin-anew`: a new log after a restore from a backup that is
 * older than what was signed, prints its name. Both are decisions: --reason says why, with the diary number.
 */
export const log: Command = async (args, config) => {
  const given = parse(args, usage, { municipality: 'one', reason: 'one' }, [1, 1])
  const [verb] = given.words
  if (verb !== 'rotate-key' && verb !== 'begin-anew') throw new Stop('invalid', `Så här: uppsikt ${usage}`)
  const reason = given.need('reason')
  return withHouse(config, {}, async (open) => {
    const actor = operator(await chooseMunicipality(open, given.one('municipality')))
    if (verb === 'rotate-key') {
      print(await rotateLogKey(open.house, actor, reason))
      tell('Loggen har en ny nyckel. Meddela den till dem som kontrollerar er logg.')
    } else {
      print(await beginLogAnew(open.house, actor, reason))
      tell('En ny logg är påbörjad. Den gamla finns kvar som den var, och signeras inte mer.')
    }
    return 0
  })
}
