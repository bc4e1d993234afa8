import type { Child } from 'hono/jsx'
import { useRendering } from '../atoms/rendering.ts'

interface ShownPicture {
  /** 'Bild 1', 'Film 2': what it is called here. */
  readonly name: string
  readonly film: boolean
  /** Where it is shown from; undefined when it cannot be shown. */
  readonly src: string | undefined
  /** Grey and blurred until the reader asks for it. */
  readonly veiled: boolean
  /** Under it: why it is veiled or cannot be shown, and what can be done with it. */
  readonly foot?: Child
}

const Inside = ({ name, film, src }: ShownPicture) =>
  film ? (
    // Silent, and not fetched, until somebody starts it.
    <video src={src} controls muted preload="none" aria-label={name} />
  ) : (
    <img src={src} alt={name} loading="lazy" decoding="async" />
  )

/** Opened by a click, Enter or space, without script; closed again the same way. */
const OnDemand = (picture: ShownPicture) =>
  picture.film ? (
    <details class="picture">
      <summary>Visa {picture.name.toLocaleLowerCase('sv')}</summary>
      <Inside {...picture} />
    </details>
  ) : (
    <details class="picture under-veil">
      <summary>
        <Inside {...picture} />
        <span class="closed">Visa {picture.name.toLocaleLowerCase('sv')}</span>
        <span class="open">Dölj {picture.name.toLocaleLowerCase('sv')}</span>
      </summary>
    </details>
  )

/** What an item shows. Nothing moves or sounds by itself. */
export const Pictures = ({ pictures }: { pictures: readonly ShownPicture[] }) => {
  const { unveiled } = useRendering()
  if (pictures.length === 0) return null
  return (
    <ul class="pictures">
      {pictures.map((picture) => (
        <li>
          {picture.src &&
            (picture.veiled && !unveiled ? (
              <OnDemand {...picture} />
            ) : (
              <div class="picture">
                <Inside {...picture} />
              </div>
            ))}
          {picture.foot}
        </li>
      ))}
    </ul>
  )
}
