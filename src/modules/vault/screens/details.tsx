import {
  Button,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  Note,
  Panel,
  Textarea,
} from '../../../web/index.ts'
import type { VaultPage } from '../service/read.ts'

/** What is put in the vault. What lies there already is never shown here: a field left empty stays as it was. */
export const DetailsScreen = ({ page, state }: { page: VaultPage; state: FormState }) => {
  const { account, entry } = page
  const path = `/register/${account.accountId}/valv`
  const kept = entry ? 'Lämna tomt för att behålla det som ligger i valvet.' : undefined
  return (
    <>
      <Head
        title={entry ? 'Byt uppgifter i valvet' : 'Lägg inloggningen i valvet'}
        sub={`${account.name}. Uppgifterna krypteras med en nyckel som inte ligger i databasen.`}
        crumbs={[
          { text: 'Konton', href: '/register' },
          { text: account.name, href: `/register/${account.accountId}` },
          { text: 'Valvet', href: path },
        ]}
      />
      <div class="read stack" hx-history="false">
        <ErrorSummary state={state} />
        <Note tone="info">
          <p>
            Byt först lösenordet på plattformen, och lägg sedan in det här. Ingen ser det igen utan att valvet
            öppnas.
          </p>
        </Note>
        <Panel id="h-u" title="Uppgifter">
          <Form action={`${path}/uppgifter`} class="stack">
            <Field
              name="adress"
              label="E-postadress som äger kontot"
              type="email"
              inputmode="email"
              hint="En gemensam brevlåda som flera kan läsa, inte någons egen adress."
              state={state}
            />
            <Field
              name="anvandarnamn"
              label="Användarnamn"
              optional
              autocomplete="off"
              hint={kept}
              state={state}
            />
            <Field
              name="losenord"
              label="Lösenord"
              type="password"
              autocomplete="new-password"
              hint={kept}
              state={state}
            />
            <Textarea
              name="koder"
              label="Reservkoder"
              optional
              rows={4}
              hint={kept ?? 'En kod på varje rad, som plattformen gav dem.'}
              state={state}
            />
            <Field
              name="fro"
              label="Nyckel för engångskoder"
              optional
              type="password"
              autocomplete="off"
              hint={
                kept ??
                'Texten som plattformen visar bredvid QR-koden. Den som öppnar valvet ser koden, aldrig nyckeln.'
              }
              state={state}
            />
            <div class="row">
              <Button kind="primary" icon="lock">
                Lägg i valvet
              </Button>
              <LinkButton href={path}>Avbryt</LinkButton>
            </div>
          </Form>
        </Panel>
      </div>
    </>
  )
}
