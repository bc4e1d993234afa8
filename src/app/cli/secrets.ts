import { countText, Stop } from '../../kernel/index.ts'
import { replaceSecretKey } from '../secrets.ts'
import { parse } from './arguments.ts'
import { type Command, tell, withHouse } from './command.ts'

const usage = 'secrets replace-key'

/** `secrets replace-key`: another key for everything that is encrypted; also while the installation runs. */
export const secrets: Command = async (args, config) => {
  const given = parse(args, usage, {}, [1, 1])
  if (given.words[0] !== 'replace-key') throw new Stop('invalid', `Så här: uppsikt ${usage}`)
  return withHouse(config, {}, async ({ house }) => {
    const count = await replaceSecretKey(house)
    tell(
      `${countText(count, 'hemlighet är krypterad', 'hemligheter är krypterade')} med en ny nyckel. Den förra ligger kvar till nästa byte: har den kommit i orätta händer, kör kommandot en gång till och byt sedan hemligheterna själva.`,
    )
    return 0
  })
}
