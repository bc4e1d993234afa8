import { Facts } from '../../../web/index.ts'
import type { PublicList } from '../types.ts'
import { byDepartment } from './account-line.tsx'

/** What is done with what people write, why, and what they can ask for (A9). Law is named only as the municipality has. */
export const PrivacyScreen = ({ municipality, list }: { municipality: string; list: PublicList }) => {
  const { settings } = list.look
  const controllers = byDepartment(list.active).map(
    ([department, accounts]) => [department, accounts[0]?.committee ?? 'Inte angivet'] as const,
  )
  return (
    <div class="read">
      <h1>Så hanterar vi personuppgifter</h1>
      <p class="mt3">
        Skriver du till {municipality} i sociala medier, eller anmäler en kommentar, behandlar vi uppgifter om
        dig. Här står vilka, varför, och vad du kan begära.
      </p>
      <section class="mt8 stack-s" aria-labelledby="h-vad">
        <h2 id="h-vad">Vad vi sparar</h2>
        <p>
          Det du skriver på våra konton, namnet du använder där, bilder du lägger upp och när det skedde.
          Anmäler du en kommentar sparar vi det du skriver i formuläret, och din e-post om du lämnar den.
        </p>
      </section>
      <section class="mt8 stack-s" aria-labelledby="h-varfor">
        <h2 id="h-varfor">Varför</h2>
        <p>
          Det du skriver till oss blir en allmän handling. Vi sparar det för att kunna visa vad som sades,
          svara dig och sköta våra konton: ta bort det som är brottsligt eller bryter mot våra{' '}
          <a href="/konton#forhallningsregler">förhållningsregler</a>. Andra kan begära ut det. Vi prövar då
          om något är hemligt.
        </p>
        <Facts
          facts={[
            ['Rättslig grund', settings.legalBasis || 'Kommunen har inte skrivit den här ännu. Fråga oss.'],
            [
              'Hur länge det sparas',
              settings.keptFor || 'Kommunen har inte skrivit det här ännu. Fråga oss.',
            ],
          ]}
        />
      </section>
      {controllers.length > 0 && (
        <section class="mt8 stack-s" aria-labelledby="h-vem">
          <h2 id="h-vem">Vem som ansvarar</h2>
          <p>Den nämnd som ett konto hör till är ansvarig för personuppgifterna där.</p>
          <Facts facts={controllers} />
        </section>
      )}
      <section class="mt8 stack-s" aria-labelledby="h-ratt">
        <h2 id="h-ratt">Vad du kan begära</h2>
        <p>
          Du kan fråga vilka uppgifter vi har om dig och få dem. Du kan be oss rätta, begränsa eller radera
          dem, och du kan invända mot hur vi använder dem. Allmänna handlingar får vi inte alltid ändra eller
          radera. Säger vi nej får du veta varför.
        </p>
        <p>
          {settings.dataProtection ? (
            <>
              Skriv till <a href={`mailto:${settings.dataProtection}`}>{settings.dataProtection}</a>.{' '}
            </>
          ) : (
            'Hör av dig till kommunen. '
          )}
          Är du inte nöjd kan du klaga hos Integritetsskyddsmyndigheten, IMY.
        </p>
      </section>
    </div>
  )
}
