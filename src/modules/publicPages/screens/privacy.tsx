import { Facts } from '../../../web/index.ts'
import type { PublicList, PublicProcessing } from '../types.ts'
import { byDepartment, type Platforms } from './account-line.tsx'

interface PrivacyProps {
  municipality: string
  list: PublicList
  processing: readonly PublicProcessing[]
  platforms: Platforms
}

const unsaid = 'Kommunen har inte skrivit det här ännu. Fråga oss.'

/** What is done with what people write, why, and what they can ask for (A9). Law is named only as the municipality has. */
export const PrivacyScreen = (props: PrivacyProps) => (
  <div class="read">
    <h1>Så hanterar vi personuppgifter</h1>
    <p class="mt3">
      Skriver du till {props.municipality} i sociala medier, eller anmäler en kommentar, behandlar vi
      uppgifter om dig. Här står vilka, varför, och vad du kan begära.
    </p>
    <What />
    <Why {...props} />
    <Machine list={props.list} />
    <Who {...props} />
    <EachAccount {...props} />
    <Rights list={props.list} />
  </div>
)

const What = () => (
  <section class="mt8 stack-s" aria-labelledby="h-vad">
    <h2 id="h-vad">Vad vi sparar</h2>
    <p>
      Det du skriver på våra konton och till dem, namnet du använder där, bilder du lägger upp och när det
      skedde. Vi får det från plattformen, eller från den som anmäler det till oss. Anmäler du en kommentar
      sparar vi det du skriver i formuläret, och din e-post om du lämnar den.
    </p>
    <p>
      Plattformen behandlar också uppgifter om dig, för egen del och efter sina egna villkor. Det ansvarar
      inte vi för.
    </p>
  </section>
)

const Why = ({ list }: PrivacyProps) => {
  const { settings } = list.look
  return (
    <section class="mt8 stack-s" aria-labelledby="h-varfor">
      <h2 id="h-varfor">Varför</h2>
      <p>
        Det du skriver till oss blir en allmän handling. Vi sparar det för att kunna visa vad som sades, svara
        dig och sköta våra konton: ta bort det som är brottsligt eller bryter mot våra{' '}
        <a href="/konton#forhallningsregler">förhållningsregler</a>. Andra kan begära ut det. Vi prövar då om
        något är hemligt.
      </p>
      <Facts
        facts={[
          ['Rättslig grund', settings.legalBasis || unsaid],
          ['Hur länge det sparas', settings.keptFor || unsaid],
          ['Vilka andra som får det', settings.recipients || unsaid],
        ]}
      />
    </section>
  )
}

const Machine = ({ list }: { list: PublicList }) => {
  const { level, hideUntilApproved } = list.policy.wordFilter
  const hides = level !== 'none' && hideUntilApproved
  return (
    <section class="mt8 stack-s" aria-labelledby="h-dator">
      <h2 id="h-dator">Vad en dator gör</h2>
      <p>
        Ett program letar efter ord och mönster i det som skrivs, till exempel hot och personnummer, så att vi
        ser det fort.{' '}
        {hides
          ? 'Innehåller en kommentar ord i vårt ordfilter döljs den tills en människa har läst den. Det är alltid en människa som bestämmer om den ska synas.'
          : 'Det döljer inget. Det är alltid en människa som bestämmer.'}
      </p>
    </section>
  )
}

const Who = ({ municipality, list }: PrivacyProps) => {
  const { settings } = list.look
  const controllers = byDepartment(list.active).map(
    ([department, accounts]) => [department, accounts[0]?.committee ?? 'Inte angivet. Fråga oss.'] as const,
  )
  return (
    <section class="mt8 stack-s" aria-labelledby="h-vem">
      <h2 id="h-vem">Vem som ansvarar</h2>
      <p>Den nämnd som ett konto hör till är ansvarig för personuppgifterna där.</p>
      {controllers.length > 0 && <Facts facts={controllers} />}
      <Facts
        facts={[
          ['E-post', settings.email ? <a href={`mailto:${settings.email}`}>{settings.email}</a> : unsaid],
          ['Telefon', settings.telephone || unsaid],
          [
            'Dataskyddsombud',
            settings.dataProtection ? (
              <a href={`mailto:${settings.dataProtection}`}>{settings.dataProtection}</a>
            ) : (
              unsaid
            ),
          ],
        ]}
      />
      <p class="meta">Skriv till nämnden genom {municipality}.</p>
    </section>
  )
}

/** What is stated of each account in the record of processing (R19). */
const EachAccount = ({ processing, platforms }: PrivacyProps) => {
  if (processing.length === 0) return null
  return (
    <section class="mt8 stack-s" aria-labelledby="h-konto">
      <h2 id="h-konto">Konto för konto</h2>
      {processing.map(({ account, stated }) => {
        const platform = platforms.get(account.platform)?.name
        return (
          <details>
            <summary>{platform ? `${account.name}, ${platform}` : account.name}</summary>
            {stated ? (
              <Facts
                facts={[
                  ['Ansvarig nämnd', account.committee ?? 'Inte angivet. Fråga oss.'],
                  ['Varför', stated.purpose],
                  ['Rättslig grund', stated.legalBasis],
                  ['Vems uppgifter, och vilka', stated.people],
                  ['Vilka andra som får dem', stated.recipients],
                ]}
              />
            ) : (
              <p>Kommunen har inte beskrivit det här kontot för sig. Det som står ovan gäller.</p>
            )}
          </details>
        )
      })}
    </section>
  )
}

const Rights = ({ list }: { list: PublicList }) => {
  const { dataProtection } = list.look.settings
  return (
    <section class="mt8 stack-s" aria-labelledby="h-ratt">
      <h2 id="h-ratt">Vad du kan begära</h2>
      <ul class="dotted">
        <li>Få veta vilka uppgifter vi har om dig, och få en kopia av dem.</li>
        <li>Få fel rättade.</li>
        <li>Få uppgifter raderade, eller att vi bara lagrar dem tills något är utrett.</li>
        <li>Invända mot hur vi använder dem. Då prövar vi om våra skäl väger tyngre än dina.</li>
      </ul>
      <p>
        Det kostar inget. Allmänna handlingar får vi inte alltid ändra eller radera. Säger vi nej får du veta
        varför, och hur du gör om du inte är nöjd.
      </p>
      <p>
        {dataProtection ? (
          <>
            Skriv till <a href={`mailto:${dataProtection}`}>{dataProtection}</a>.{' '}
          </>
        ) : (
          'Hör av dig till kommunen. '
        )}
        Är du inte nöjd kan du klaga hos Integritetsskyddsmyndigheten, IMY.
      </p>
    </section>
  )
}
