import { Stop } from '../../kernel/index.ts'
import { decideOnPlatform } from '../../modules/accounts/index.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import { parse } from './arguments.ts'
import { type Command, chooseMunicipality, operator, tell, withHouse } from './command.ts'

const usage = 'platform accept|refuse PLATTFORM --diary-number NR --reason SKÄL [--municipality M]'

/** `platform accept`, `platform refuse`: the municipality's decision about a platform, entered at the machine. */
export const platform: Command = async (args, config) => {
  const given = parse(args, usage, { municipality: 'one', 'diary-number': 'one', reason: 'one' }, [2, 2])
  const [verb, id = ''] = given.words
  const found = catalogue.get(id)
  if (verb !== 'accept' && verb !== 'refuse') throw new Stop('invalid', `Så här: uppsikt ${usage}`)
  if (!found)
    throw new Stop(
      'invalid',
      `Det finns ingen plattform som heter ${id}. De som finns: ${[...catalogue.keys()].join(', ')}`,
    )
  const decision = {
    allowed: verb === 'accept',
    diaryNumber: given.need('diary-number'),
    reason: given.need('reason'),
  }
  return withHouse(config, {}, async (open) => {
    const municipality = await chooseMunicipality(open, given.one('municipality'))
    await decideOnPlatform(open.house, operator(municipality), found, decision)
    tell(`Beslutet om ${found.name} gäller från nu.`)
    return 0
  })
}
