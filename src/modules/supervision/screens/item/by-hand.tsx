import { z } from 'zod'
import { asId, type MeasureId, Stop } from '../../../../kernel/index.ts'
import {
  actorOf,
  asked,
  checkForm,
  emptyForm,
  FileField,
  type FormState,
  faultsOf,
  pictureType,
  readForm,
  seeOther,
  Textarea,
  Timeline,
  type WebContext,
  written,
} from '../../../../web/index.ts'
import { capabilityOf, confirmByHand, isReply, type Measure } from '../../../measures/index.ts'
import { openedTask } from '../../service/item.ts'
import { actHref, addressOf, queueHref } from '../address.ts'
import { type Deps, type Screen, taskIdOf } from '../deps.ts'
import { measureWords, theKind } from '../words.ts'
import { smallForm } from './small-form.tsx'

interface ByHand {
  readonly measure: Measure
  readonly steps: readonly string[]
  readonly title: string
  readonly platform: string
  /** It is shown to nobody, and not photographed. */
  readonly withheld: boolean
}

/** For what a person recorded on an account whose platform otherwise is told by us. */
const ownSteps = [
  'Öppna länken eller kontot i en webbläsare, inloggad med kommunens konto, och leta upp det som åtgärden gäller.',
  'Gör åtgärden där. Finns det inte kvar: skriv det.',
]

/** The measure that waits to be done by hand: the one in the address, or the only one. */
async function waiting(c: WebContext, deps: Deps): Promise<ByHand> {
  const { item, platform } = await openedTask(deps.house, actorOf(c), deps.platforms, taskIdOf(c), false)
  const wanted = asId<MeasureId>(asked(c, 'atgard'))
  const measure = item?.history.find(
    (one) =>
      one.measure.state === 'byHand' &&
      !one.measure.finishedAt &&
      (wanted === undefined || one.measure.measureId === wanted),
  )?.measure
  if (!item || !platform || !measure || isReply(measure.kind))
    throw new Stop('conflict', 'Ingen åtgärd väntar på att göras för hand. Gå tillbaka till ärendet.')
  return {
    measure,
    steps: platform.byHand[capabilityOf[measure.kind]] ?? ownSteps,
    withheld: item.item.withheld,
    title: `${measureWords[measure.kind].verb} ${theKind[item.item.kind]} för hand`,
    platform: platform.name,
  }
}

function show(c: WebContext, byHand: ByHand, state: FormState) {
  const { measure, steps, title, platform, withheld } = byHand
  const id = taskIdOf(c)
  const address = addressOf(c)
  return smallForm(c, {
    title,
    sub: `Så gör du på ${platform}. Bekräfta när det är gjort.`,
    button: 'Bekräfta att det är gjort',
    action: actHref(address, id, 'for-hand', { atgard: measure.measureId }),
    back: queueHref(address, id),
    files: true,
    state,
    children: (
      <>
        <Timeline
          moments={steps.map((step, at) => ({ kind: 'seen', icon: 'hand', what: `${at + 1}. ${step}` }))}
        />
        <Textarea
          name="gjorde"
          label="Vad gjorde du?"
          hint="Till exempel: Dolde kommentaren kl. 9.10, syns inte utloggad."
          rows={3}
          state={state}
        />
        {withheld ? (
          <p>
            <b>Ta ingen bild av det.</b> Öppna inte bilden eller filmen mer än du måste för att ta bort den.
          </p>
        ) : (
          <FileField
            name="bild"
            label="Bild som visar det"
            hint="PNG, JPEG eller WebP."
            accept="image/png,image/jpeg,image/webp"
            optional
            state={state}
          />
        )}
      </>
    ),
  })
}

export const byHandScreen =
  (deps: Deps): Screen =>
  async (c) =>
    show(c, await waiting(c, deps), emptyForm())

const confirmation = z.object({
  gjorde: written('Skriv vad du gjorde, till exempel att du dolde den kl. 9.10'),
})

/** POST: a person says that it is done; the words and the picture are sealed. */
export const confirmHand =
  (deps: Deps): Screen =>
  async (c) => {
    const byHand = await waiting(c, deps)
    const checked = await checkForm(c, confirmation)
    if (!checked.ok) return show(c, byHand, checked.error)
    const file = (await readForm(c)).get('bild')
    const bytes = file instanceof File && file.size > 0 ? Buffer.from(await file.arrayBuffer()) : undefined
    const mediaType = bytes && pictureType(bytes)
    if (bytes && !mediaType)
      return show(c, byHand, {
        values: checked.value,
        errors: { bild: 'Välj en bild i PNG, JPEG eller WebP. Filen du valde är något annat' },
      })
    try {
      await confirmByHand(deps.house, actorOf(c), byHand.measure.measureId, {
        note: checked.value.gjorde,
        ...(bytes && mediaType && { picture: { bytes, mediaType } }),
      })
    } catch (thrown) {
      return show(c, byHand, await faultsOf(c, thrown))
    }
    return seeOther(c, queueHref(addressOf(c), taskIdOf(c), { gjort: 'bekraftad' }))
  }
