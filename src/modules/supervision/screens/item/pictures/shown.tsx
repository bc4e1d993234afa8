import { Button, Form, Pictures } from '../../../../../web/index.ts'
import type { Item } from '../../../../archive/index.ts'
import type { Picture, Screening } from '../../../../screening/index.ts'
import { isVeiled } from '../../../rules.ts'
import type { OpenedTask } from '../../../service/item.ts'
import { tookAway } from '../../../service/know-again.ts'
import { actHref, type QueueAddress } from '../../address.ts'

const isFilm = ({ mediaType }: Picture): boolean => /^(video|audio)\//u.test(mediaType)

/** A picture is shown made anew and small, a film as it came. */
const srcOf = (item: Item, picture: Picture): string | undefined => {
  const part = `/handlingar/${item.recordId}/delar/${picture.version}/${picture.part}`
  if (isFilm(picture)) return part
  return picture.failure ? undefined : `${part}/visning`
}

interface ItemPicturesProps {
  readonly item: Item
  readonly screening: Screening
  /** Where they can be marked; in a round they are only looked at. */
  readonly opened?: OpenedTask
  readonly address?: Partial<QueueAddress>
}

/** What an item shows; veiled where screening warns of it, and until it has been looked at. */
export const ItemPictures = ({ item, screening, opened, address }: ItemPicturesProps) => {
  const warned = isVeiled(screening.labels)
  const measured = tookAway(opened?.item?.history.map(({ measure }) => measure) ?? [])
  return (
    <Pictures
      pictures={screening.pictures.map((picture, at) => ({
        name: `${isFilm(picture) ? 'Film' : 'Bild'} ${at + 1}`,
        film: isFilm(picture),
        src: srcOf(item, picture),
        veiled: warned || !picture.looked,
        foot: (
          <>
            {picture.failure && (
              <p class="meta">
                Bild {at + 1} visas inte här. {picture.failure}{' '}
                <a href={`/handlingar/${item.recordId}`}>Hämta den från handlingen</a>
              </p>
            )}
            {!picture.looked && <p class="meta">Inte granskad ännu.</p>}
            {opened?.mayWork && measured && address && picture.looked && (
              <KnowAgain opened={opened} address={address} picture={picture} />
            )}
          </>
        ),
      }))}
    />
  )
}

const KnowAgain = ({
  opened,
  address,
  picture,
}: {
  opened: OpenedTask
  address: Partial<QueueAddress>
  picture: Picture
}) =>
  picture.marked ? (
    <p class="meta">Märkt: kommer bilden igen, på något konto, sägs det till.</p>
  ) : (
    <Form action={actHref(address, opened.task.taskId, 'kann-igen')}>
      <input type="hidden" name="bild" value={picture.part} />
      <Button small icon="eye">
        Känn igen bilden nästa gång
      </Button>
    </Form>
  )
