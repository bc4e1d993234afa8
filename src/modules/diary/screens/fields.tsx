import { Choices, Field, type FormState, Select, Textarea } from '../../../web/index.ts'
import type { Ground } from '../../policy/index.ts'
import type { DiaryEntry, EntryWords, Series } from '../types.ts'
import { directionCodes, partyText, secrecyCodes } from './words.tsx'

interface FieldsProps {
  state: FormState
  series: readonly Series[]
  grounds: readonly Ground[]
  /** Whether a number can be typed: not where nobody registers, nor where it was given here. */
  typed: boolean
}

/** What a diary says of a record, as a form; the law's own order, and nothing of what was written. */
export const EntryFields = ({ state, series, grounds, typed }: FieldsProps) => (
  <>
    <Field
      name="rubrik"
      label="Vad det gäller, i korthet"
      hint="Så att var och en kan läsa det. Skriv inte av texten, och inga känsliga uppgifter."
      state={state}
    />
    <Choices
      kind="radio"
      name="riktning"
      legend="Handlingen är"
      choices={[
        { value: directionCodes.received, text: 'Inkommen' },
        { value: directionCodes.drawnUp, text: 'Upprättad av kommunen' },
      ]}
      state={state}
    />
    <Field name="dag" type="date" label="Dagen då den kom in eller upprättades" state={state} />
    <Field
      name="motpart"
      label={`${partyText('received')}, eller ${partyText('drawnUp').toLowerCase()}`}
      hint="Som avsändaren kallar sig. Lämna tomt om det inte är känt."
      optional
      state={state}
    />
    <Committee state={state} series={series} />
    <Choices
      kind="radio"
      name="sekretess"
      legend="Sekretess"
      choices={[
        { value: secrecyCodes.no, text: 'Nej', detail: 'Hela posten syns i listan för den som frågar.' },
        {
          value: secrecyCodes.unknown,
          text: 'Vet inte, ska prövas',
          detail: 'Bara nummer och dag syns tills någon har prövat.',
        },
        { value: secrecyCodes.yes, text: 'Ja', detail: 'Bara nummer och dag syns. Ange bestämmelsen.' },
      ]}
      state={state}
    />
    <Select
      name="grund"
      label="Bestämmelse om sekretess"
      optional
      options={[
        { value: '', text: 'Ingen vald' },
        ...grounds.map(({ id, title, lawRef }) => ({ value: id, text: `${title}, ${lawRef}` })),
      ]}
      state={state}
    />
    <Field name="grundord" label="Eller med egna ord" optional state={state} />
    {typed && (
      <Field
        name="nummer"
        label="Diarienummer"
        hint={
          series.some(({ numbering }) => numbering === 'own')
            ? 'Skriv det bara när kommunens eget diarium ger numret. I en serie som numreras här kommer det av sig självt.'
            : 'Det som kommunens diarium gav, till exempel KS 2026/481.'
        }
        state={state}
      />
    )}
  </>
)

const numberingText = { own: 'numret ges här', byHand: 'numret skrivs in' } as const

const Committee = ({ state, series }: Pick<FieldsProps, 'state' | 'series'>) => (
  <>
    {series.length > 0 && (
      <Select
        name="serie"
        label="Nämnd och serie"
        options={[
          ...series.map((one) => ({
            value: one.series,
            text: `${one.committee}, ${one.series} (${numberingText[one.numbering]})`,
          })),
          { value: '', text: 'En annan nämnd' },
        ]}
        state={state}
      />
    )}
    <Field
      name="namnd"
      label={series.length > 0 ? 'En annan nämnd' : 'Nämnd'}
      hint={series.length > 0 ? 'Bara när nämnden inte finns i listan.' : 'Till exempel Kommunstyrelsen.'}
      optional={series.length > 0}
      state={state}
    />
  </>
)

export const NoteField = ({ state }: { state: FormState }) => (
  <Textarea
    name="anteckning"
    label="Till registratorn"
    hint="Till exempel varför det behöver diarieföras. Syns bara för er."
    optional
    rows={2}
    state={state}
  />
)

/** What the form holds of an entry. */
export const valuesOf = (
  words: Partial<EntryWords> & Pick<DiaryEntry, 'direction' | 'day'>,
): Record<string, string> => ({
  rubrik: words.matter ?? '',
  riktning: directionCodes[words.direction],
  dag: words.day,
  motpart: words.counterpart ?? '',
  serie: words.series ?? '',
  namnd: words.series ? '' : (words.committee ?? ''),
  sekretess: words.secrecy ? secrecyCodes[words.secrecy] : '',
  grund: words.groundId ?? '',
  grundord: words.groundWords ?? '',
})
