import { capabilitiesOf } from '../../platforms/capabilities.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import { parse } from './arguments.ts'
import { type Command, print } from './command.ts'

/** `platforms`: what each platform can do, from the code. */
export const platforms: Command = (args) => {
  parse(args, 'platforms', {}, [0, 0])
  print(
    JSON.stringify(
      Object.fromEntries([...catalogue].map(([id, platform]) => [id, capabilitiesOf(platform)])),
      null,
      2,
    ),
  )
  return Promise.resolve(0)
}
