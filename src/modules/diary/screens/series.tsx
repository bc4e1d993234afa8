import {
  Badge,
  Button,
  Choices,
  Empty,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Head,
  Panel,
} from '../../../web/index.ts'
import type { Series } from '../types.ts'

const numberingText = { own: 'Numren ges här', byHand: 'Numren kommer från kommunens diarium' } as const

/** The series that the municipality has named. Without any, every number is typed. */
export const SeriesScreen = ({ series, state }: { series: readonly Series[]; state: FormState }) => (
  <>
    <Head
      title="Diarieserier"
      sub="En serie är en nämnds rad av nummer, år för år. Utan serie skrivs varje nummer in för hand."
      crumbs={[{ href: '/diarium', text: 'Diarium' }]}
    />
    <div class="cols cols-2-1 mt4">
      <Panel id="h-serier" title="Serierna">
        {series.length === 0 ? (
          <Empty kind="notBegun" title="Inga serier ännu" level={3}>
            <p>Har kommunen ett eget diarium behövs ingen. Annars: namnge den första.</p>
          </Empty>
        ) : (
          <ul class="stack-s">
            {series.map((one) => (
              <li>
                <b>{one.series}</b> {one.committee}{' '}
                <Badge tone={one.numbering === 'own' ? 'info' : 'quiet'}>
                  {numberingText[one.numbering]}
                </Badge>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel id="h-ny" title="Ny serie, eller ändra en">
        <Form action="/diarium/serier" class="stack">
          <ErrorSummary state={state} />
          <Field
            name="serie"
            label="Bokstäver"
            hint="Står först i varje nummer, till exempel KS. Samma bokstäver igen ändrar serien."
            state={state}
          />
          <Field name="namnd" label="Nämnd" hint="Till exempel Kommunstyrelsen." state={state} />
          <Choices
            kind="radio"
            name="nummer"
            legend="Numren"
            choices={[
              {
                value: 'egen',
                text: 'Uppsikt ger numren',
                detail: 'Ett i taget, utan hål och utan dubbletter: KS 2026/0001.',
              },
              {
                value: 'hand',
                text: 'Kommunens eget diarium ger numren',
                detail: 'Registratorn skriver in numret.',
              },
            ]}
            state={state}
          />
          <p>
            <Button kind="primary">Spara serien</Button>
          </p>
        </Form>
      </Panel>
    </div>
  </>
)
