import type { Json } from '../../kernel/index.ts'
import type { PublicSettings } from './types.ts'

/** Code lists of the EU Publications Office and Creative Commons, as DCAT-AP points at them. */
const authority = 'http://publications.europa.eu/resource/authority'
const licences: Readonly<Record<Exclude<PublicSettings['licence'], ''>, string>> = {
  cc0: 'http://creativecommons.org/publicdomain/zero/1.0/',
  ccBy: 'http://creativecommons.org/licenses/by/4.0/',
}

const inSwedish = (text: string): Json => ({ '@value': text, '@language': 'sv' })
const at = (uri: string): Json => ({ '@id': uri })

/**
 * A catalogue with one data set, the list of accounts, for Sveriges dataportal to harvest.
 * Source: DCAT-AP-SE 3.0.1 (reference/standards.md): what catalogue, data set and distribution are to say.
 * @param origin where the public pages stand: 'https://sociala.kommun.se'.
 */
export function catalogueOf(
  municipality: string,
  origin: string,
  { licence, email, website }: Pick<PublicSettings, 'licence' | 'email' | 'website'>,
): Json {
  const dataset = `${origin}/konton/dcat.jsonld#konton`
  const distribution = `${origin}/konton.json`
  const publisher = { '@id': website || origin, '@type': 'foaf:Agent', 'foaf:name': inSwedish(municipality) }
  const terms = licence && { 'dct:license': at(licences[licence]) }
  return {
    '@context': {
      dcat: 'http://www.w3.org/ns/dcat#',
      dct: 'http://purl.org/dc/terms/',
      foaf: 'http://xmlns.com/foaf/0.1/',
      vcard: 'http://www.w3.org/2006/vcard/ns#',
    },
    '@id': `${origin}/konton/dcat.jsonld`,
    '@type': 'dcat:Catalog',
    'dct:title': inSwedish(`Öppna data om ${municipality}s konton i sociala medier`),
    'dct:description': inSwedish('Förteckning över de konton i sociala medier som kommunen står bakom.'),
    'dct:publisher': publisher,
    'dct:language': at(`${authority}/language/SWE`),
    ...terms,
    'dcat:dataset': {
      '@id': dataset,
      '@type': 'dcat:Dataset',
      'dct:title': inSwedish(`Konton i sociala medier, ${municipality}`),
      'dct:description': inSwedish(
        'Varje konto i bruk med plattform, namn, adress, förvaltning, syfte och tider för bevakning.',
      ),
      'dct:publisher': publisher,
      ...(email && {
        'dcat:contactPoint': {
          '@type': 'vcard:Organization',
          'vcard:fn': municipality,
          'vcard:hasEmail': at(`mailto:${email}`),
        },
      }),
      'dcat:keyword': ['sociala medier', 'konton', 'kommun'].map(inSwedish),
      'dcat:theme': at(`${authority}/data-theme/GOVE`),
      'dct:accessRights': at(`${authority}/access-right/PUBLIC`),
      'dct:accrualPeriodicity': at(`${authority}/frequency/CONT`),
      'dcat:distribution': {
        '@id': distribution,
        '@type': 'dcat:Distribution',
        'dct:title': inSwedish('Listan som JSON'),
        'dcat:accessURL': at(distribution),
        'dcat:downloadURL': at(distribution),
        'dct:format': 'application/json',
        ...terms,
      },
    },
  }
}
