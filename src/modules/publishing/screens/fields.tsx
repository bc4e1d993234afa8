import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  Field,
  FieldError,
  FileField,
  type FormState,
  fieldId,
  Platform,
  Select,
  Textarea,
} from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import type { Licence } from '../licences/types.ts'
import { altPrefix, licencePrefix, ownPrefix } from '../routes/form.ts'
import type { AccountChoices } from '../service/read.ts'
import type { Media } from '../types.ts'
import { fileText } from './words.ts'

type Platforms = ReadonlyMap<string, PlatformPart>

interface FieldsProps extends AccountChoices {
  platforms: Platforms
  state: FormState
  media: readonly Media[]
  /** That can be chosen for a picture. */
  licences: readonly Licence[]
  /** Where the files are shown from. */
  files: string
}

const valuesAt = (state: FormState, name: string): readonly string[] => {
  const held = state.values[name] ?? []
  return typeof held === 'string' ? [held] : held
}

/** What is written, on which accounts, with what files, and when it is to leave. */
export const PublicationFields = (props: FieldsProps) => {
  const { state, choices, platforms } = props
  const chosen = new Set(valuesAt(state, 'konton'))
  return (
    <>
      <Accounts {...props} chosen={chosen} />
      <Textarea
        name="text"
        label="Text för alla konton"
        hint="Var vänlig och personlig, men inte privat. Skriv sakligt, och så att den som läser vet vem som talar."
        state={state}
        rows={7}
      />
      {choices
        .filter(({ accountId }) => chosen.has(accountId))
        .map((account) => (
          <OwnWords account={account} platform={platforms.get(account.platform)} state={state} />
        ))}
      <Field
        name="lank"
        type="url"
        label="Länk"
        state={state}
        optional
        hint="Till webbplatsen, där hela informationen finns."
      />
      <Field
        name="rubrik"
        label="Rubrik"
        state={state}
        optional
        hint="Används där plattformen har rubriker, till exempel bloggar och filmer."
      />
      <Files {...props} />
      <Time state={state} />
    </>
  )
}

const Accounts = ({
  choices,
  handedIn,
  platforms,
  state,
  chosen,
}: FieldsProps & { chosen: ReadonlySet<string> }) => (
  <fieldset id={fieldId('konton')} tabindex={-1}>
    <legend>Konton</legend>
    {state.errors['konton'] && <FieldError name="konton" text={state.errors['konton']} />}
    <div class="row mt2">
      {choices.map((account) => {
        const platform = platforms.get(account.platform)
        const on = chosen.has(account.accountId)
        return (
          <label class={on ? 'chip on' : 'chip'}>
            <input class="box" type="checkbox" name="konton" value={account.accountId} checked={on} />
            {platform && <Platform letters={platform.mark} name={platform.name} />}
            {account.name}
          </label>
        )
      })}
    </div>
    {handedIn && (
      <p class="hint">
        {handedIn.name} är kommunens filmkanal. En film som du lämnar dit läggs ut när någon som får publicera
        på kanalen har godkänt den.
      </p>
    )}
    {choices.length === 0 && (
      <p class="hint">Du får inte publicera på något konto. Be kommunikationsavdelningen om behörighet.</p>
    )}
  </fieldset>
)

/** 'Ändra bara för Instagram': other words for one account; empty means the common ones. */
const OwnWords = ({
  account,
  platform,
  state,
}: {
  account: Account
  platform: PlatformPart | undefined
  state: FormState
}) => {
  const name = ownPrefix + account.accountId
  const where = platform ? `${platform.name}, ${account.name}` : account.name
  return (
    <details class="data" open={(valuesAt(state, name)[0] ?? '') !== ''}>
      <summary>Ändra bara för {where}</summary>
      <Textarea
        name={name}
        label={`Text bara för ${where}`}
        state={state}
        rows={4}
        hint="Lämna tomt för att använda texten ovan."
      />
    </details>
  )
}

const Files = ({ media, licences, state, files }: FieldsProps) => (
  <div class="stack-s">
    {media.map((file) => (
      <FileLine file={file} licences={licences} state={state} src={`${files}/${file.mediaId}`} />
    ))}
    <FileField
      name="filer"
      label="Lägg till bilder eller film"
      hint="Bilder i PNG, JPEG eller WebP, eller en film i MP4 med undertexter i VTT eller SRT, högst 100&nbsp;MB. Det som kameran har skrivit i bilderna, till exempel platsen, tas bort."
      accept="image/png,image/jpeg,image/webp,video/mp4,.vtt,.srt"
      multiple
      optional
      state={state}
    />
    <Textarea
      name="nyalt"
      label="Beskriv den nya bilden för den som inte ser den"
      state={state}
      rows={2}
      optional
      hint="Lägger du till flera bilder beskriver du dem när de är sparade. Då väljer du också tillstånd."
    />
    <FileField
      name="omslag"
      label="Omslagsbild till filmen"
      hint="Visas innan filmen spelas, där plattformen tar emot en. Liggande, gärna 1280 gånger 720 bildpunkter."
      accept="image/png,image/jpeg,image/webp"
      optional
      state={state}
    />
  </div>
)

const FileLine = ({
  file,
  licences,
  state,
  src,
}: {
  file: Media
  licences: readonly Licence[]
  state: FormState
  src: string
}) => {
  const removed = valuesAt(state, 'tabort').includes(file.mediaId)
  const isShown = file.kind === 'picture' || file.kind === 'thumbnail'
  const id = fieldId('tabort', file.mediaId)
  return (
    <div class={isShown ? 'grid-2' : undefined}>
      <div>
        {isShown && (
          <div class="pic">
            <img src={src} alt={file.alt || `${fileText(file)}, utan beskrivning`} loading="lazy" />
          </div>
        )}
        <p class="meta mt1">{fileText(file)}</p>
        <div class="choice">
          <input type="checkbox" name="tabort" value={file.mediaId} id={id} checked={removed} />
          <label for={id}>Ta bort {file.name}</label>
        </div>
      </div>
      {isShown && (
        <div class="stack-s">
          {file.kind === 'picture' && (
            <Textarea
              name={altPrefix + file.mediaId}
              label={`Beskriv ${file.name} för den som inte ser den`}
              state={state}
              rows={3}
              hint="Högst 250 tecken. Skriv inte ”bild på”."
            />
          )}
          <Select
            name={licencePrefix + file.mediaId}
            label={`Tillstånd för ${file.name}`}
            state={state}
            hint={<LicenceHint licence={file.licence} />}
            options={[{ value: '', text: 'Inget valt' }, ...optionsFor(file, licences)]}
          />
        </div>
      )}
    </div>
  )
}

/** The one that is chosen stays to be seen, also when it can be chosen no more. */
const optionsFor = ({ licence }: Media, licences: readonly Licence[]) => [
  ...(licence && !licences.some(({ licenceId }) => licenceId === licence.licenceId)
    ? [{ value: licence.licenceId, text: `${licence.number}, gäller inte längre` }]
    : []),
  ...licences.map(({ licenceId, number, what }) => ({ value: licenceId, text: `${number}, ${what}` })),
]

const LicenceHint = ({ licence }: Pick<Media, 'licence'>) =>
  licence ? (
    <>
      {licence.credit && `Foto: ${licence.credit}. `}
      <a href={`/publicering/tillstand/${licence.licenceId}`}>Läs {licence.number}</a>
    </>
  ) : (
    <>
      Fotografens licens, eller samtycke från dem som syns.{' '}
      <a href="/publicering/tillstand/nytt">För in ett</a>
    </>
  )

const Time = ({ state }: { state: FormState }) => (
  <fieldset>
    <legend>När</legend>
    <p class="hint mt1">Lämna tomt för att publicera genast när inlägget är godkänt.</p>
    <div class="row mt1">
      <Field name="dag" type="date" label="Dag" state={state} />
      <Field name="tid" type="time" label="Tid" state={state} />
    </div>
  </fieldset>
)
