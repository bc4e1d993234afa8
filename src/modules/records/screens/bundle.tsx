import {
  Button,
  Choices,
  ErrorSummary,
  Facts,
  Form,
  type FormState,
  Head,
  LinkButton,
  Note,
  Panel,
} from '../../../web/index.ts'
import type { BundleChoice } from '../service/prove.ts'
import { fieldText, partText, titleOf } from './words.ts'

interface BundleProps {
  recordId: string
  choice: BundleChoice
  state: FormState
}

/** What goes into an evidence bundle, and what is held back. */
export const BundleScreen = ({ recordId, choice, state }: BundleProps) => {
  const title = choice.item ? titleOf(choice.item) : `Handling ${recordId.slice(0, 8)}`
  const back = `/handlingar/${recordId}`
  return (
    <>
      <Head
        title="Ladda ner bevispaket"
        sub={`${title}, alla versioner. Mottagaren kan kontrollera paketet utan Uppsikt.`}
        crumbs={[{ text: 'Sök', href: '/sok' }, { text: title, href: back }, { text: 'Bevispaket' }]}
      />
      <div class="cols cols-2-1">
        <Form action={`/handlingar/${recordId}/bevis`} class="panel">
          <div class="panel-head">
            <h2>Vad ska paketet innehålla?</h2>
          </div>
          <div class="panel-body stack">
            <ErrorSummary state={state} />
            <Choices
              kind="checkbox"
              name="undanta"
              legend="Uppgifter som hålls tillbaka"
              hint="Kryssa i det som mottagaren inte får se, till exempel på grund av sekretess. Väljer du inget lämnas allt."
              choices={choice.fields.map((name) => ({ value: name, text: fieldText(name) }))}
              state={state}
            />
            {choice.parts.length > 0 && (
              <Choices
                kind="checkbox"
                name="delar"
                legend="Delar som lämnas ändå"
                hint="Gäller bara när något hålls tillbaka. Råsvaret och bilder kan visa samma sak som du håller tillbaka, så de följer bara med om du har tittat på dem och kryssar i dem här."
                choices={choice.parts.map((name) => ({ value: name, text: partText(name) }))}
                state={state}
              />
            )}
            <p class="row">
              <Button kind="primary" icon="down2">
                Ladda ner bevispaketet
              </Button>
              <LinkButton kind="quiet" href={back}>
                Tillbaka till handlingen
              </LinkButton>
            </p>
          </div>
        </Form>
        <div class="stack">
          <Panel id="h-i" title="I paketet finns">
            <Facts
              layout="stacked"
              facts={[
                ['Handlingen', 'Alla versioner, med det som inte hålls tillbaka'],
                [
                  'Beviset',
                  'Loggens intyg på att handlingen fanns när den förseglades, under en kontrollpunkt som signeras nu',
                ],
                ['verify.mjs', 'Ett program som prövar beviset. Det behöver bara Node'],
                ['README.txt', 'Hur man gör, på svenska och engelska'],
              ]}
            />
          </Panel>
          <Note tone="info">
            <p>Att du laddar ner, och vad du håller tillbaka, skrivs bland händelserna som revisorn läser.</p>
          </Note>
        </div>
      </div>
    </>
  )
}
