import { unbelievedText } from '../../published-time.ts'
import type { EndSlice } from './slices.ts'

/** What an import met, for telling a person at the end of it. */
interface Tally {
  posts: number
  comments: number
  malformed: number
  unnumbered: number
  drafts: number
  undated: number
  unbelieved: number
  broken: number
}

export const newTally = (): Tally => ({
  posts: 0,
  comments: 0,
  malformed: 0,
  unnumbered: 0,
  drafts: 0,
  undated: 0,
  unbelieved: 0,
  broken: 0,
})

const again = 'Exportera på nytt från WordPress och läs in igen; det som redan finns blir inte dubbelt.'
const notAnExport =
  'Filen är ingen WordPress-export (WXR). Välj Verktyg, Exportera, Allt innehåll i WordPress och läs in den filen.'

function endingOf(tally: Tally, end: EndSlice, isExport: boolean): string | undefined {
  const { how, at } = end
  const nothing = tally.posts + tally.comments === 0
  const so = `${tally.posts} inlägg och ${tally.comments} kommentarer`
  switch (how) {
    case 'declaration':
      return `Filen innehåller en dokumenttypsdeklaration vid byte ${at}, vilket en WordPress-export inte gör. Läsningen stannade där av säkerhetsskäl. ${so} före den följde med.`
    case 'tooLarge':
      return `Ett enda inlägg eller en kommentar i filen är större än 32\u00a0MB. Läsningen stannade vid byte ${at}. ${so} före det följde med.`
    case 'inItem':
      return `Filen tar slut mitt i ett inlägg, vid byte ${at}. ${so} som var hela följde med. ${again}`
    case 'cut':
      if (!isExport && nothing) return notAnExport
      return `Filen tar slut i förtid, vid byte ${at}. ${so} som var hela följde med. ${again}`
    case 'whole':
      if (!isExport) return notAnExport
      return nothing ? 'Filen innehåller inga publicerade inlägg, sidor eller kommentarer.' : undefined
  }
}

/** What a person should know when the file has been read, in Swedish. */
export function noticesOf(tally: Tally, end: EndSlice, isExport: boolean): string[] {
  const ending = endingOf(tally, end, isExport)
  const counts: readonly (readonly [number, string])[] = [
    [tally.broken, 'inlägg saknade sitt slut och följde inte med. Exportera på nytt och läs in igen.'],
    [
      tally.malformed,
      'delar av filen var felskrivna. Det som gick att läsa följde med, och de ursprungliga byten är sparade.',
    ],
    [tally.unnumbered, 'inlägg eller kommentarer saknade nummer och följde inte med.'],
    [tally.drafts, 'utkast, schemalagda och privata inlägg hoppades över. De har inte varit publika.'],
    [tally.undated, 'inlägg eller kommentarer saknade datum. De fick dagens datum.'],
  ]
  const said = counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`)
  if (tally.unbelieved > 0) said.push(unbelievedText(tally.unbelieved))
  return ending === undefined ? said : [ending, ...said]
}
