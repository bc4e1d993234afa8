import { readFile } from 'node:fs/promises'
import { isRole, roles } from '../../../access/index.ts'
import { identityGateway } from '../../../gateways/identity/index.ts'
import { Stop } from '../../../kernel/index.ts'
import {
  endScim,
  identityOverview,
  mapGroup,
  newScimToken,
  removeProvider,
  roleName,
  setOnlyProvider,
  setProvider,
  testProvider,
} from '../../../modules/organisation/index.ts'
import { type Given, parse } from '../arguments.ts'
import { type Command, chooseMunicipality, operator, print, tell, withHouse } from '../command.ts'
import { failureText, overviewText, triedText } from './words.ts'

const usage = `identity oidc --issuer ADRESS --client-id ID --client-secret-file FIL [--groups-claim groups]
       uppsikt identity saml --issuer ENTITETS-ID --sign-in-url ADRESS --certificate-file FIL… [--groups-claim NAMN] [--email-claim NAMN] [--name-claim NAMN]
         (båda: [--match-email] [--private])
       uppsikt identity group GRUPP --role ROLL [--department FÖRVALTNING]
       uppsikt identity only on|off
       uppsikt identity test | show | remove
       uppsikt identity scim new|off
       (alla: [--municipality M])`

const options = {
  municipality: 'one',
  issuer: 'one',
  'client-id': 'one',
  'client-secret-file': 'one',
  'groups-claim': 'one',
  'email-claim': 'one',
  'name-claim': 'one',
  'sign-in-url': 'one',
  'certificate-file': 'many',
  'match-email': 'flag',
  private: 'flag',
  role: 'one',
  department: 'one',
} as const

async function fileText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch {
    throw new Stop(
      'invalid',
      `Filen ${path} gick inte att läsa. Kontrollera att den finns och att du får läsa den.`,
    )
  }
}

/** The names that Microsoft's products use (from memory; docs/operations/identity.md). */
const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'

async function providerGiven(given: Given) {
  const common = { matchEmail: given.flag('match-email'), private: given.flag('private') }
  if (given.words[0] === 'oidc')
    return {
      ...common,
      settings: {
        protocol: 'oidc',
        issuer: given.need('issuer'),
        clientId: given.need('client-id'),
        groups: given.one('groups-claim') ?? 'groups',
      },
      secret: await fileText(given.need('client-secret-file')),
    }
  return {
    ...common,
    settings: {
      protocol: 'saml',
      issuer: given.need('issuer'),
      signInUrl: given.need('sign-in-url'),
      certificates: await Promise.all(given.many('certificate-file').map(fileText)),
      groups: given.one('groups-claim') ?? 'groups',
      email: given.one('email-claim') ?? `${claims}/emailaddress`,
      name: given.one('name-claim') ?? `${claims}/name`,
    },
  }
}

type Verb = (open: Parameters<Parameters<typeof withHouse<number>>[2]>[0], given: Given) => Promise<number>

const actorFor = async (open: Parameters<Verb>[0], given: Given) =>
  operator(await chooseMunicipality(open, given.one('municipality')))

const set: Verb = async (open, given) => {
  await setProvider(open.house, await actorFor(open, given), await providerGiven(given))
  tell('Inloggningstjänsten är inställd. Prova den med: uppsikt identity test')
  return 0
}

const verbs: Readonly<Record<string, Verb>> = {
  oidc: set,
  saml: set,
  group: async (open, given) => {
    const role = given.need('role')
    const [, group = ''] = given.words
    if (!isRole(role))
      throw new Stop('invalid', `Det finns ingen roll som heter ${role}. Rollerna är: ${roles.join(', ')}`)
    const department = given.one('department')
    const choice = { group, role, ...(department && { department }) }
    await mapGroup(open.house, await actorFor(open, given), choice)
    tell(
      `Den som är med i ${group} har nu rollen ${roleName(role)}${department ? ` i ${department}` : ' i hela kommunen'}.`,
    )
    return 0
  },
  only: async (open, given) => {
    const word = given.words[1]
    if (word !== 'on' && word !== 'off')
      throw new Stop('invalid', 'Skriv on eller off: uppsikt identity only on')
    await setOnlyProvider(open.house, await actorFor(open, given), word === 'on')
    tell(
      word === 'on'
        ? 'Alla utom de med reservinloggning loggar nu in med kommunens inloggning.'
        : 'Länkar och nycklar gäller nu för alla, vid sidan av kommunens inloggning.',
    )
    return 0
  },
  test: async (open, given) => {
    const tested = await testProvider(open.house, await actorFor(open, given), identityGateway)
    tell(tested.ok ? triedText[tested.value] : failureText(tested.error))
    return tested.ok ? 0 : 1
  },
  show: async (open, given) => {
    print(overviewText(await identityOverview(open.house, await actorFor(open, given))))
    return 0
  },
  remove: async (open, given) => {
    await removeProvider(open.house, await actorFor(open, given))
    tell('Inloggningstjänsten är borttagen. Alla loggar in med länk eller nyckel.')
    return 0
  },
  scim: async (open, given) => {
    const actor = await actorFor(open, given)
    if (given.words[1] === 'off') {
      await endScim(open.house, actor)
      tell('Katalogen når inte längre medarbetarna i Uppsikt.')
      return 0
    }
    if (given.words[1] !== 'new') throw new Stop('invalid', 'Skriv new eller off: uppsikt identity scim new')
    tell(
      'Nyckeln visas bara nu. Skriv in den i katalogen, som hemlig nyckel (bearer token). En äldre nyckel har slutat gälla.',
    )
    print(await newScimToken(open.house, actor))
    return 0
  },
}

/** `identity …`: where the municipality's staff sign in, what its groups give, and its directory's key. */
export const identity: Command = async (args, config) => {
  const given = parse(args, usage, options, [1, 2])
  const verb = Object.hasOwn(verbs, given.words[0] ?? '') ? verbs[given.words[0] ?? ''] : undefined
  if (!verb) throw new Stop('invalid', `Så här: uppsikt ${usage}`)
  return withHouse(config, {}, (open) => verb(open, given))
}
