import {
  Button,
  Choices,
  ErrorSummary,
  Field,
  FileField,
  Form,
  type FormState,
  Head,
  LinkButton,
  Panel,
  Textarea,
} from '../../../../web/index.ts'
import { here } from './words.tsx'

const crumbs = [
  { text: 'Publicering', href: '/publicering' },
  { text: 'Tillstånd', href: here },
]

/** A new licence or consent: for what, from whom, where and how long. */
export const NewLicenceScreen = ({ state }: { state: FormState }) => (
  <>
    <Head
      title="För in ett tillstånd"
      crumbs={crumbs}
      sub="Det får ett nummer som du väljer vid bilden. Skriv inte namn på dem som syns."
    />
    <Form action={`${here}/nytt`} class="stack read" files>
      <ErrorSummary state={state} />
      <Panel id="h-bild" title="Bilden">
        <Field
          name="vad"
          label="Vilka bilder gäller det?"
          hint="Till exempel Vinterspåren, januari 2026."
          state={state}
        />
        <Field
          name="upphov"
          label="Fotograf eller den som har upphovsrätten"
          hint="Lämna tomt om kommunen själv har den."
          optional
          state={state}
        />
        <Choices
          kind="checkbox"
          name="anges"
          legend="Vid bilden"
          choices={[{ value: 'ja', text: 'Fotografen ska anges när bilden visas' }]}
          state={state}
        />
      </Panel>
      <Panel id="h-personer" title="De som syns">
        <Field
          name="personer"
          label="Hur många som kan kännas igen har sagt ja?"
          inputmode="numeric"
          hint="0 om ingen kan kännas igen. Deras namn står bara på det underskrivna papperet."
          state={state}
        />
        <Choices
          kind="radio"
          name="barn"
          legend="Är någon av dem under 18 år?"
          choices={[
            { value: 'nej', text: 'Nej' },
            { value: 'ja', text: 'Ja, och vårdnadshavarna har skrivit under' },
          ]}
          state={state}
        />
      </Panel>
      <Panel id="h-hur" title="Vad bilden får användas till">
        <Textarea
          name="syfte"
          label="Ändamål"
          hint="Så som det står i tillståndet, till exempel att berätta om kommunens motionsspår."
          rows={2}
          state={state}
        />
        <Field
          name="kanaler"
          label="Var den får visas"
          hint="Till exempel webbplatsen och kommunens sociala medier."
          state={state}
        />
        <Field
          name="till"
          type="date"
          label="Sista dagen"
          hint="Lämna tomt om det gäller tills det återkallas."
          optional
          state={state}
        />
        <FileField
          name="papper"
          label="Det underskrivna papperet"
          hint="PDF, PNG, JPEG eller WebP, högst 10&nbsp;MB. Det förseglas, och varje läsning antecknas."
          accept="application/pdf,image/png,image/jpeg,image/webp"
          optional
          state={state}
        />
      </Panel>
      <div class="row">
        <Button kind="primary">För in tillståndet</Button>
        <LinkButton kind="quiet" href={here}>
          Avbryt
        </LinkButton>
      </div>
    </Form>
  </>
)
