import { Icon, numberText, Platform } from '../../../web/index.ts'
import { filmOf, type PlaceInUse, picturesOf, textFor, thumbnailOf } from '../rules.ts'
import type { Whole } from '../types.ts'
import { lengthOf } from './words.ts'

interface PreviewsProps {
  whole: Whole
  inUse: readonly PlaceInUse[]
  /** Where the files are shown from. */
  files: string
}

/** How it will look in each place, about. */
export const Previews = (props: PreviewsProps) =>
  props.inUse.length > 0 && (
    <section aria-labelledby="h-ut">
      <div class="between">
        <h2 id="h-ut">Så ser det ut</h2>
        <span class="meta">Ungefärligt, plattformarna ändrar sig</span>
      </div>
      <div class="cols cols-3 mt3">
        {props.inUse.map((one) => (
          <Preview {...props} one={one} />
        ))}
      </div>
    </section>
  )

const Preview = ({ whole, one, files }: PreviewsProps & { one: PlaceInUse }) => {
  const { account, platform, place } = one
  const { publication, media } = whole
  const text = textFor(publication, place)
  const link = publication.link && !text.includes(publication.link) ? publication.link : ''
  const most = platform.publishing?.limits.graphemes
  const [picture = platform.publishing?.limits.thumbnail && thumbnailOf(media)] = picturesOf(media)
  const film = filmOf(media)
  return (
    <section class="preview" aria-label={`Förhandsvisning ${platform.name}, ${account.name}`}>
      <div class="between">
        <span class="who-line">
          <Platform letters={platform.mark} name={platform.name} />
          <b>{platform.name}</b>
        </span>
        {most !== undefined && (
          <span class="meta">
            {numberText(lengthOf(link ? `${text}\n\n${link}` : text))} av {numberText(most)} tecken
          </span>
        )}
      </div>
      <p class="s">
        <b>{account.name}</b>
      </p>
      {publication.title && (
        <p>
          <b>{publication.title}</b>
        </p>
      )}
      <p class="written">{text}</p>
      {link && <p class="meta">{link}</p>}
      {picture && (
        <div class="pic">
          <img
            src={`${files}/${picture.mediaId}`}
            alt={picture.alt || (picture.kind === 'thumbnail' ? 'Omslagsbilden' : 'Bild utan beskrivning')}
            loading="lazy"
          />
        </div>
      )}
      {picturesOf(media).length > 1 && <p class="meta">och {picturesOf(media).length - 1} till</p>}
      {film && (
        <p class="meta">
          <Icon name="image" size="s" /> Film: {film.name}
        </p>
      )}
    </section>
  )
}
