import { Facts } from '../../../web/index.ts'
import type { PublicLookOf } from '../types.ts'

interface AccessibilityProps {
  municipality: string
  look: PublicLookOf
}

/** How these pages can be used, and whom to tell of a hindrance. The municipality's own statement speaks of its whole site. */
export const AccessibilityScreen = ({ municipality, look: { settings } }: AccessibilityProps) => (
  <div class="read">
    <h1>Så tillgängliga är de här sidorna</h1>
    <p class="mt3">
      De här sidorna handlar om {municipality} i sociala medier. Alla ska kunna använda dem: med tangentbord,
      med skärmläsare, med förstorad text och utan skript.
    </p>
    <section class="mt8 stack-s" aria-labelledby="h-provat">
      <h2 id="h-provat">Så har de prövats</h2>
      <p>
        Programmet bakom sidorna är byggt efter WCAG 2.2, nivå AA. Ett annat program letar efter fel på varje
        sida, i breda och smala fönster och i mörkt läge. Allt hittar det inte, så säg till om något inte går.
      </p>
      {settings.accessibility && (
        <p>
          <a href={settings.accessibility}>Läs kommunens tillgänglighetsredogörelse</a>
        </p>
      )}
    </section>
    <section class="mt8 stack-s" aria-labelledby="h-plattform">
      <h2 id="h-plattform">Det som ligger på plattformarna</h2>
      <p>
        Hur plattformarna fungerar bestämmer inte vi. Behöver du något som vi har lagt ut där i en annan form,
        till exempel som text, så hör av dig.
      </p>
    </section>
    <section class="mt8 stack-s" aria-labelledby="h-hinder">
      <h2 id="h-hinder">Berätta om ett hinder</h2>
      <p>Skriv eller ring, och säg vilken sida det gäller och vad som inte gick.</p>
      <Facts
        facts={[
          ['E-post', settings.email ? <a href={`mailto:${settings.email}`}>{settings.email}</a> : unsaid],
          ['Telefon', settings.telephone || unsaid],
        ]}
      />
    </section>
  </div>
)

const unsaid = 'Kommunen har inte skrivit det här ännu.'
