import {
  Button,
  ErrorSummary,
  Field,
  FileField,
  Form,
  type FormState,
  Head,
  Note,
  numberText,
  Panel,
  Select,
  SettingsTabs,
  Table,
  When,
} from '../../../web/index.ts'
import { measureDone } from '../rules/words.ts'
import type { HashList, PictureMark } from '../service/known-pictures.ts'

export const here = '/installningar/bilder'

interface KnownPicturesProps {
  readonly marks: readonly PictureMark[]
  readonly lists: readonly HashList[]
  /** What the municipality's own classifier is called, where there is one. */
  readonly classifier: string | undefined
  readonly state: FormState
  readonly done: string | undefined
}

/** What makes a picture known, and who said so? */
export const KnownPicturesScreen = ({ marks, lists, classifier, state, done }: KnownPicturesProps) => (
  <>
    <Head
      title="Bilder som känns igen"
      sub={
        done ??
        'Bilder i det som kommer in jämförs med dem som ni har märkt och med listor. Ingen bild lämnar kommunen.'
      }
    />
    <SettingsTabs />
    <div class="cols cols-2-1 mt3">
      <div class="stack">
        <Panel id="h-markta" title="Bilder som ni har märkt">
          {marks.length === 0 ? (
            <p>
              Ingen bild är märkt. Öppna ett ärende som ni har åtgärdat och välj Känn igen bilden under
              bilden.
            </p>
          ) : (
            <Marks marks={marks} />
          )}
        </Panel>
        <Panel id="h-listor" title="Listor från andra">
          {lists.length === 0 ? (
            <p>Ingen lista är införd. Polisen eller någon annan kan ge er en.</p>
          ) : (
            <Lists lists={lists} />
          )}
        </Panel>
      </div>
      <div class="stack">
        <NewList state={state} />
        <Note tone="info">
          <p>
            {classifier
              ? `Bilder bedöms också av ${classifier}, som står på kommunens eget nät.`
              : 'Ingen egen bildgranskare är ansluten. Driften kan ansluta en på kommunens eget nät.'}
          </p>
        </Note>
      </div>
    </div>
  </>
)

const Marks = ({ marks }: { marks: readonly PictureMark[] }) => (
  <Table
    caption="Märkta bilder, senast märkt först"
    rows={marks}
    columns={[
      {
        key: 'bild',
        title: 'Bild',
        names: true,
        cell: (mark) => (
          <a href={`/handlingar/${mark.recordId}`}>
            Bild som {measureDone(mark.measure)} <When at={mark.measuredAt} />
          </a>
        ),
      },
      { key: 'av', title: 'Märkt av', cell: (mark) => mark.by },
      { key: 'nar', title: 'Märkt', cell: (mark) => <When at={mark.at} /> },
      {
        key: 'ta-bort',
        title: 'Ändra',
        cell: (mark) => (
          <Form action={`${here}/marken/ta-bort`}>
            <input type="hidden" name="marke" value={mark.markId} />
            <Button small>
              Sluta känna igen<span class="vh"> bilden som {mark.by} märkte</span>
            </Button>
          </Form>
        ),
      },
    ]}
  />
)

const Lists = ({ lists }: { lists: readonly HashList[] }) => (
  <Table
    caption="Listor, senast införd först"
    rows={lists}
    columns={[
      { key: 'namn', title: 'Lista', names: true, cell: (list) => list.name },
      { key: 'fran', title: 'Från', cell: (list) => list.source },
      { key: 'antal', title: 'Värden', numeric: true, cell: (list) => numberText(list.hashes) },
      {
        key: 'nar',
        title: 'Införd',
        cell: (list) => (
          <>
            <When at={list.at} /> av {list.by}
          </>
        ),
      },
      {
        key: 'ta-bort',
        title: 'Ändra',
        cell: (list) => (
          <Form action={`${here}/listor/ta-bort`}>
            <input type="hidden" name="lista" value={list.listId} />
            <Button small>
              Ta bort<span class="vh"> listan {list.name}</span>
            </Button>
          </Form>
        ),
      },
    ]}
  />
)

const kinds = [
  { value: 'sha256', text: 'SHA-256, exakt samma fil' },
  { value: 'md5', text: 'MD5, exakt samma fil' },
  { value: 'pdq', text: 'PDQ, också kopior som är förminskade eller sparade på nytt' },
]

const NewList = ({ state }: { state: FormState }) => {
  return (
    <Panel id="h-ny" title="Inför en lista">
      <Form action={`${here}/listor`} class="stack" files>
        <ErrorSummary state={state} />
        <Field name="namn" label="Namn" hint="Står som skäl på det som träffas." state={state} />
        <Field
          name="kalla"
          label="Vem har gett er listan?"
          hint="Till exempel: Polisen, regionalt cybercentrum."
          state={state}
        />
        <Select name="slag" label="Vad är värdena?" options={kinds} state={state} />
        <FileField
          name="fil"
          label="Fil"
          hint="Textfil med ett värde på varje rad, högst 200&nbsp;000 rader och 12&nbsp;MB. Filen har inga bilder, och ni ska inte heller ha dem."
          accept=".txt,.csv,text/plain,text/csv"
          state={state}
        />
        <p>
          <Button kind="primary">Inför listan</Button>
        </p>
      </Form>
    </Panel>
  )
}
