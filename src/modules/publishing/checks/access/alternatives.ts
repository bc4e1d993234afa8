import { graphemes } from '../text.ts'
import type { Finding, PictureToCheck, Rule } from '../types.ts'

const mostCharacters = 250
const example = 'Skriv vad bilden visar, till exempel ”Nydragna skidspår i solsken”.'
const fileName = /^[\w\s()åäöÅÄÖ.-]{1,120}\.(?:jpe?g|png|gif|webp|heic|tiff?|bmp|svg|mp4|mov)$/iu
const numbered = /^(?:img|dsc|dscn|image|bild|foto|photo|screenshot|skärmbild|untitled|namnlös)[\s_-]*\d*$/iu
const beginsIdly =
  /^(?:en |ett )?(?:bild|foto|fotografi|fotot|bilden|illustration)\s*(?:på|av|som visar|föreställer|föreställande|visar)(?!\p{L})/iu

/** C7: what those who do not see the pictures, or do not hear the film, are given instead. */
export const alternatives: Rule = ({ pictures, video }) => {
  const found = pictures.flatMap((picture, at) =>
    ofPicture(picture, pictures.length > 1 ? `Bild ${at + 1}` : 'Bilden'),
  )
  if (pictures.length > 0 && found.length === 0)
    found.push({
      code: 'alt',
      weight: 'fine',
      says: pictures.length > 1 ? 'Bilderna har beskrivningar' : 'Bilden har en beskrivning',
    })
  if (video)
    found.push(
      video.captions
        ? { code: 'captions', weight: 'fine', says: 'Filmen är textad' }
        : {
            code: 'noCaptions',
            weight: 'warns',
            says: 'Filmen saknar textning',
            todo: 'Lägg till en fil med textning. Syns texten redan i filmen räcker det att du har sett det.',
          },
    )
  return found
}

function ofPicture({ alt, name }: PictureToCheck, which: string): Finding[] {
  const words = alt.trim()
  if (words === '')
    return [{ code: 'altMissing', weight: 'stops', says: `${which} saknar beskrivning`, todo: example }]
  if (words === name || fileName.test(words) || numbered.test(words))
    return [
      {
        code: 'altFileName',
        weight: 'stops',
        says: `${which} har ett filnamn i stället för en beskrivning`,
        todo: example,
      },
    ]
  const found: Finding[] = []
  if (beginsIdly.test(words))
    found.push({
      code: 'altIdle',
      weight: 'warns',
      says: `${which} beskrivs med ”bild på”`,
      todo: 'Det läses upp ändå. Börja med det som bilden visar.',
    })
  if (graphemes(words) > mostCharacters)
    found.push({
      code: 'altLong',
      weight: 'warns',
      says: `${which} har en lång beskrivning`,
      todo: `Högst ${mostCharacters} tecken går bra att lyssna på. Lägg resten i texten.`,
    })
  return found
}
