import { isRole, type Role, roles } from '../../access/index.ts'
import { Stop } from '../../kernel/index.ts'
import { addMunicipality, addStaff, municipalities, setBreakGlass } from '../../modules/organisation/index.ts'
import { refuseDemo } from '../demo/state.ts'
import { parse } from './arguments.ts'
import { type Command, chooseMunicipality, operator, print, tell, withHouse } from './command.ts'

/** `municipality add NAME`: a new municipality with a preset guideline; prints its id. */
export const municipality: Command = async (args, config) => {
  const usage = 'municipality add NAMN --policy RIKTLINJE [--host VÄRD] [--origin LOGG]'
  const given = parse(args, usage, { policy: 'one', host: 'one', origin: 'one' }, [2, 2])
  const [verb, name = ''] = given.words
  if (verb !== 'add') throw new Stop('invalid', `Så här: uppsikt ${usage}`)
  await refuseDemo(config.dataDir)
  return withHouse(config, {}, async ({ house }) => {
    const host = given.one('host')
    const origin = given.one('origin')
    const id = await addMunicipality(house, {
      name,
      policy: given.need('policy'),
      ...(host && { host }),
      ...(origin && { origin }),
    })
    const slug = (await municipalities(house)).find((one) => one.municipalityId === id)?.slug
    tell(
      `Kommunen finns nu, och heter ${slug} i kommandona. Lägg till den första medarbetaren: uppsikt staff add --municipality ${slug} --email E --name NAMN --role headOfCommunications`,
    )
    print(String(id))
    return 0
  })
}

/** `staff break-glass`: a way in beside the municipality's own sign-in; prints a one-time sign-in link. */
const breakGlass: Command = async (args, config) => {
  const usage = 'staff break-glass --email E [--off] [--municipality M]'
  const given = parse(args, usage, { municipality: 'one', email: 'one', off: 'flag' }, [1, 1])
  return withHouse(config, {}, async (open) => {
    const actor = operator(await chooseMunicipality(open, given.one('municipality')))
    const link = await setBreakGlass(open.house, actor, given.need('email'), !given.flag('off'))
    if (!link) tell('Reservinloggningen är avslutad.')
    else {
      tell(
        'Länken gäller i ett dygn och en gång. Logga in med den och lägg till en nyckel, som gäller i fortsättningen:',
      )
      print(link)
    }
    return 0
  })
}

/** `staff add`: a member of staff; prints a one-time sign-in link. `staff break-glass`: above. */
export const staff: Command = async (args, config) => {
  if (args[0] === 'break-glass') return breakGlass(args, config)
  const usage = 'staff add --municipality M --email E --name N --role ROLL… [--department FÖRVALTNING]'
  const given = parse(
    args,
    usage,
    { municipality: 'one', email: 'one', name: 'one', role: 'many', department: 'one' },
    [1, 1],
  )
  if (given.words[0] !== 'add') throw new Stop('invalid', `Så här: uppsikt ${usage}`)
  const wanted = given.many('role').map((role): Role => {
    if (!isRole(role))
      throw new Stop('invalid', `Det finns ingen roll som heter ${role}. Rollerna är: ${roles.join(', ')}`)
    return role
  })
  if (wanted.length === 0)
    throw new Stop(
      'invalid',
      `Ange minst en --role. Rollerna är: ${roles.join(', ')}\nSå här: uppsikt ${usage}`,
    )
  return withHouse(config, {}, async (open) => {
    const id = await chooseMunicipality(open, given.one('municipality'))
    const department = given.one('department')
    const { link } = await addStaff(open.house, operator(id), {
      email: given.need('email'),
      name: given.need('name'),
      roles: wanted.map((role) => ({ role, ...(department && { department }) })),
    })
    tell('Länken gäller i ett dygn och en gång. Öppna den när Uppsikt är igång (uppsikt start):')
    print(link)
    return 0
  })
}
