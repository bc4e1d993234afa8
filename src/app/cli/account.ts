import { readFile } from 'node:fs/promises'
import { Stop } from '../../kernel/index.ts'
import {
  checkSettings,
  type NewAccount,
  refuseTwice,
  registerAccount,
  trialConnection,
  webhookAddress,
  withKeptSecrets,
} from '../../modules/accounts/index.ts'
import { isCollected } from '../../platforms/capabilities.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import type { Platform } from '../../platforms/contract.ts'
import { saidOnce } from '../../platforms/failure-of.ts'
import { parse } from './arguments.ts'
import { type Command, chooseMunicipality, operator, print, tell, withHouse } from './command.ts'

const usage =
  'account add PLATTFORM --municipality M --name NAMN --department FÖRVALTNING [--setting namn=värde…] [--secret-file namn=FIL…]'

/** `account add`: enters an account that is in use already, tried against its platform first; prints its id. */
export const account: Command = async (args, config) => {
  const given = parse(
    args,
    usage,
    {
      municipality: 'one',
      name: 'one',
      department: 'one',
      purpose: 'one',
      setting: 'many',
      'secret-file': 'many',
    },
    [2, 2],
  )
  const [verb, platformId = ''] = given.words
  if (verb !== 'add') throw new Stop('invalid', `Så här: uppsikt ${usage}`)
  const platform = catalogue.get(platformId)
  if (!platform)
    throw new Stop(
      'invalid',
      `Det finns ingen plattform som heter ${platformId}. De som finns: ${[...catalogue.keys()].join(', ')}`,
    )
  const input = {
    platform: platformId,
    name: given.need('name'),
    department: given.need('department'),
    purpose: given.one('purpose') ?? '',
    settings: Object.fromEntries(given.many('setting').map(pair)),
    secrets: Object.fromEntries(await Promise.all(given.many('secret-file').map(secretFromFile))),
  }
  return withHouse(config, {}, async (open) => {
    const municipality = await chooseMunicipality(open, given.one('municipality'))
    const actor = operator(municipality)
    const whole = await withKeptSecrets(open.house, actor, platform, input)
    tellMissing(platform, whole)
    checkSettings(platform, whole)
    await refuseTwice(open.house, actor, platform, whole)
    const checked = await platform.check(trialConnection(open.house, whole, true))
    if (!checked.ok)
      throw new Stop(
        'unavailable',
        `Kontot kunde inte anslutas, och lades inte till. ${saidOnce(checked.error)}`,
      )
    const id = await registerAccount(open.house, actor, platform, {
      ...input,
      url: checked.value.url,
    })
    const collects = isCollected(platform)
    tell(
      collects
        ? `${checked.value.name} är anslutet. Insamlingen börjar inom en minut om Uppsikt är igång, annars när det startas.`
        : `${checked.value.name} är med i registret. Det som finns där registreras för hand.`,
    )
    const address = await webhookAddress(open.house, actor, platform, id)
    if (address) tell(`Skriv in den här adressen hos ${platform.name} för webhooks: ${address}`)
    print(id)
    return 0
  })
}

/** @throws Stop('invalid') with all that the platform asks for and was not given, as it is written here. */
function tellMissing(
  platform: Platform,
  { settings, secrets }: Pick<NewAccount, 'settings' | 'secrets'>,
): void {
  const lines = platform.settings
    .filter(({ name, required }) => required && !settings[name] && !secrets[name])
    .map(
      ({ name, secret, help }) =>
        `  ${secret ? `--secret-file ${name}=FIL` : `--setting ${name}=…`}  ${help}`,
    )
  if (lines.length > 0) throw new Stop('invalid', `${platform.name} behöver också:\n${lines.join('\n')}`)
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new Stop('invalid', `Skriv namn=värde, inte ${text}`)
  return [text.slice(0, at), text.slice(at + 1)]
}

async function secretFromFile(text: string): Promise<[string, string]> {
  const [name, path] = pair(text)
  try {
    return [name, (await readFile(path, 'utf8')).trim()]
  } catch {
    throw new Stop(
      'invalid',
      `Filen ${path} med ${name} gick inte att läsa. Kontrollera att den finns och att du får läsa den.`,
    )
  }
}
