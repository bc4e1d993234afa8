import {
  Button,
  countText,
  Facts,
  Form,
  Head,
  LinkButton,
  Note,
  Panel,
  timeText,
} from '../../../web/index.ts'
import type { Shown } from '../service/openings.ts'
import { detailText } from './words.tsx'

/** What lies in the vault, for ten minutes. */
export const ShownScreen = ({ shown }: { shown: Shown }) => {
  const { account, opening, details, code, until } = shown
  const path = `/register/${account.accountId}/valv`
  return (
    <>
      <Head
        title={opening.drill ? 'Övningen lyckades' : `Inloggning till ${account.name}`}
        sub={
          opening.drill
            ? `Uppgifterna för ${account.name} gick att låsa upp. I en övning visas de inte.`
            : `Visas till ${timeText(until)}. Sedan stängs sidan av sig själv.`
        }
        crumbs={[
          { text: 'Konton', href: '/register' },
          { text: account.name, href: `/register/${account.accountId}` },
          { text: 'Valvet', href: path },
        ]}
      />
      <div class="read stack" hx-history="false">
        {!opening.drill && (
          <>
            <Note tone="warn">
              <p>Skriv inte av uppgifterna och fotografera dem inte. Byt lösenordet när du är klar.</p>
            </Note>
            <Panel id="h-i" title="Uppgifter">
              <Facts
                layout="narrow"
                facts={[
                  [detailText.userName, <Secret text={details.userName} />],
                  [detailText.password, <Secret text={details.password} />],
                  [
                    detailText.totpSeed,
                    code ? (
                      <>
                        <Secret text={`${code.code.slice(0, 3)} ${code.code.slice(3)}`} />
                        <br />
                        <span class="meta">
                          Gäller i {countText(code.seconds, 'sekund', 'sekunder')} till.
                        </span>
                      </>
                    ) : (
                      'Ligger inte i valvet'
                    ),
                  ],
                  [detailText.recoveryCodes, <Secret text={details.recoveryCodes} />],
                ]}
              />
              {code && (
                <Form action={`${path}/visa`}>
                  <input type="hidden" name="oppning" value={opening.openingId} />
                  <Button icon="clock">Visa en ny engångskod</Button>
                </Form>
              )}
            </Panel>
          </>
        )}
        <p>
          <LinkButton href={path} kind="primary" icon="lock">
            {opening.drill ? 'Tillbaka till valvet' : 'Jag är klar, stäng'}
          </LinkButton>
        </p>
      </div>
    </>
  )
}

const Secret = ({ text }: { text: string | undefined }) =>
  text ? <span class="mono written">{text}</span> : <>Ligger inte i valvet</>
