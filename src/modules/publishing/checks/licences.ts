import { datedDay } from '../../../web/index.ts'
import type { Finding, PictureToCheck, Rule } from './types.ts'

const ended = ({ licence }: PictureToCheck, today: string): boolean =>
  licence !== undefined && licence.until !== null && licence.until < today

/** C5: nothing is shown without the right to show it. */
export const licences: Rule = ({ pictures, video, text, today, licenceRequired }) => {
  const cover = video?.thumbnail ? [video.thumbnail] : []
  const shown = [...pictures, ...cover]
  const found = shown.flatMap((picture, at): Finding[] => {
    const which = at >= pictures.length ? 'Omslagsbilden' : pictures.length > 1 ? `Bild ${at + 1}` : 'Bilden'
    const { licence } = picture
    if (!licence)
      return [
        {
          code: 'noLicence',
          weight: licenceRequired ? 'stops' : 'warns',
          says: `${which} saknar tillstånd`,
          todo: 'Välj tillståndet eller samtycket som bilden används med. Är bilden kommunens egen, och visar ingen som kan kännas igen, för in det som ett tillstånd.',
        },
      ]
    if (licence.withdrawn)
      return [
        {
          code: 'licenceWithdrawn',
          weight: 'stops',
          says: `Tillståndet ${licence.number} är återkallat`,
          todo: `${which} får inte visas. Ta bort den, eller välj en annan.`,
        },
      ]
    if (ended(picture, today))
      return [
        {
          code: 'licenceEnded',
          weight: 'stops',
          says: `Tillståndet ${licence.number} har gått ut`,
          todo: `Det gällde till och med ${licence.until && datedDay(licence.until)}. Förnya det, eller välj en annan bild.`,
        },
      ]
    const { credit } = licence
    if (credit && !text.toLocaleLowerCase('sv').includes(credit.toLocaleLowerCase('sv')))
      return [
        {
          code: 'noCredit',
          weight: 'warns',
          says: `${which} ska ha fotografens namn`,
          todo: `Skriv ”Foto: ${credit}” i texten. Det står i tillståndet ${licence.number}.`,
        },
      ]
    return []
  })
  if (shown.length === 0 || found.length > 0) return found
  const numbers = [...new Set(shown.flatMap(({ licence }) => (licence ? [licence.number] : [])))]
  const says = shown.length > 1 ? 'Bilderna har tillstånd' : 'Bilden har tillstånd'
  return [{ code: 'licence', weight: 'fine', says, todo: numbers.join(', ') }]
}
