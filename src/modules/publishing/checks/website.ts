import { addressesIn, hostOf, isOwn } from './text.ts'
import type { Rule } from './types.ts'

/** C1: the website comes first, and is what is linked. */
export const website: Rule = ({ link, text, websiteHosts }) => {
  if (websiteHosts.length === 0) return []
  const written = link === undefined ? addressesIn(text) : [link]
  const hosts = written.flatMap((one) => hostOf(one) ?? [])
  if (hosts.length === 0) return []
  if (hosts.some((host) => isOwn(host, websiteHosts)))
    return [{ code: 'website', weight: 'fine', says: 'Länken leder till webbplatsen' }]
  return [
    {
      code: 'otherWebsite',
      weight: 'warns',
      says: 'Länken leder inte till kommunens webbplats',
      todo: `Den leder till ${hosts[0]}. Det som är viktigt ska finnas på webbplatsen först. Länka dit om det går.`,
    },
  ]
}
