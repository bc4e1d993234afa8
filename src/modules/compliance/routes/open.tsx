import { municipalityOf, publicPage } from '../../../web/index.ts'
import { PublicAccountsScreen } from '../screens/public.tsx'
import { readPublicAccounts } from '../service.ts'
import type { Handler } from './common.ts'

export const showPublic: Handler = async (house, platforms, c) => {
  const municipality = municipalityOf(c)
  const { accounts, policy } = await readPublicAccounts(house, municipality.id)
  return publicPage(
    c,
    { title: 'Våra konton i sociala medier', links: [{ href: '/konton', text: 'Våra konton' }] },
    <PublicAccountsScreen
      municipality={municipality.name}
      accounts={accounts}
      policy={policy}
      platforms={platforms}
    />,
  )
}

/** Promised to others (design/interfaces.md, HTTP): names may be added here, these stay. */
export const sendPublic: Handler = async (house, platforms, c) => {
  const { accounts } = await readPublicAccounts(house, municipalityOf(c).id)
  const list = accounts.map(({ id, platform, name, url, department, purpose }) => ({
    id,
    platform,
    platformName: platforms.get(platform)?.name ?? platform,
    name,
    url,
    department,
    purpose,
  }))
  return c.json({ accounts: list }, 200, {
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=60',
  })
}
