import { Stop } from '../../kernel/index.ts'
import { parse } from './arguments.ts'
import { type Command, tell, withHouse } from './command.ts'

/** `migrate`: brings the database up, as its owner. */
export const migrate: Command = async (args, config) => {
  parse(args, 'migrate', {}, [0, 0])
  if (config.databaseUrl && !config.databaseOwnerUrl) {
    throw new Stop(
      'invalid',
      'migrate behöver DATABASE_OWNER_URL: rollen som äger tabellerna. Se docs/operations/install.md.',
    )
  }
  return withHouse(config, { migrate: true }, () => {
    tell('Databasen är uppdaterad.')
    return Promise.resolve(0)
  })
}
