import { addressesIn } from './text.ts'
import type { Finding, Rule } from './types.ts'

/** C8: what a platform cannot do, or cannot be without. */
export const platformLimits: Rule = ({ platform, text, link, pictures, video }) => {
  const { name, publishing } = platform
  if (!publishing) return []
  const { limits } = publishing
  const found: Finding[] = []
  const stops = (code: string, says: string, todo: string): void => {
    found.push({ code, weight: 'stops', says, todo })
  }
  if (limits.needs === 'image' && pictures.length === 0 && !(video && limits.video))
    stops('needsImage', `${name} behöver en bild`, `Lägg till en bild, eller välj bort ${name}.`)
  if (limits.needs === 'video' && !video)
    stops('needsVideo', `${name} behöver en film`, `Lägg till en film, eller välj bort ${name}.`)
  if (video && !limits.video)
    stops('noVideo', `${name} tar inte emot film härifrån`, `Ta bort filmen, eller välj bort ${name}.`)
  if (video?.captions && limits.video && !limits.captions)
    stops(
      'noCaptionFile',
      `${name} tar inte emot filmens text som en egen fil`,
      'Lägg in texten i själva filmen, eller publicera där för sig.',
    )
  if (video?.thumbnail && limits.video && !limits.thumbnail)
    found.push({
      code: 'noThumbnail',
      weight: 'warns',
      says: `${name} får inte omslagsbilden härifrån`,
      todo: `${name} väljer själv vad som visas före filmen. Byt omslag där när filmen ligger ute, om det går.`,
    })
  if (pictures.length > limits.images && limits.needs !== 'video')
    stops(
      'tooManyPictures',
      limits.images === 0 ? `${name} tar inte emot bilder` : `För många bilder för ${name}`,
      `Du har ${pictures.length} och ${name} tar emot ${limits.images}. Ta bort några, eller välj bort ${name}.`,
    )
  const tags = text.match(/#[\p{L}\p{N}_]+/gu)?.length ?? 0
  if (limits.hashtags !== undefined && tags > limits.hashtags)
    stops(
      'tooManyHashtags',
      `För många hashtaggar för ${name}`,
      `Texten har ${tags} och ${name} tar emot ${limits.hashtags}.`,
    )
  if (limits.deadLinks && (link !== undefined || addressesIn(text).length > 0))
    found.push({
      code: 'deadLink',
      weight: 'warns',
      says: `Länken går inte att klicka på i ${name}`,
      todo: 'Lägg den i profilen, eller hänvisa till webbplatsen.',
    })
  return found
}
