import { instantOf } from '../../../kernel/index.ts'
import { Button, Form, Head, Note, Panel, When } from '../../../web/index.ts'
import { PublishingTabs } from '../tabs.tsx'
import type { Guidance } from './service.ts'

const here = '/publicering/privat'

/** May I, on my own account? The guideline's own content, in words for whoever works here. */
export const GuidanceScreen = ({ guidance }: { guidance: Guidance }) => (
  <>
    <Head
      title="När du skriver privat om jobbet"
      sub="Du får skriva om ditt arbete på dina egna konton. Säg att du gör det som privatperson."
    />
    {guidance.confirms && <PublishingTabs current={here} />}
    <div class="cols cols-2-1 mt3">
      <div class="stack">
        <Panel id="h-privat" title="På ditt eget konto">
          <ul class="stack-s">
            <li>
              <b>Säg att det är privat.</b> Den som läser vet kanske var du arbetar. Skriv till exempel: ”Jag
              arbetar i kommunen, men det här är min egen åsikt.”
            </li>
            <li>
              <b>Svara inte i kommunens ärenden.</b> Där svarar bara verksamhetens konto, aldrig ett privat.
              Får du en fråga, hänvisa till kontot eller till kontaktcenter.
            </li>
            <li>
              <b>Tystnadsplikten gäller också privat.</b> Skriv inget om elever, brukare eller ärenden, inte
              heller utan namn om någon kan förstå vem det är.
            </li>
            <li>
              <b>Lägg inte ut bilder på andra</b> från jobbet om de inte har sagt ja till det.
            </li>
          </ul>
        </Panel>
        <Panel id="h-tjanst" title="I tjänsten">
          <ul class="stack-s">
            <li>
              <b>Använd verksamhetens konto.</b> Svaret skrivs under med ditt namn så som ni har kommit
              överens om, och var du arbetar. Var personlig, men inte privat.
            </li>
            <li>
              <b>Det du skriver i tjänsten är en allmän handling</b>, också när du skriver det hos någon
              annan. Det som andra har på sina egna konton är det inte. Får eller skriver du något i eget namn
              i tjänsten: öppna kontot som det hör till i <a href="/register">Konton</a> och välj Registrera
              för hand.
            </li>
          </ul>
        </Panel>
      </div>
      <div class="stack">
        {guidance.confirms && <Confirmation confirmedOn={guidance.confirmedOn} />}
        <Note tone="info">
          <p>
            Blir du hotad eller hatad för det du gör i jobbet?{' '}
            <a href="/personalskydd">Du får stöd genom din chef</a>
          </p>
        </Note>
      </div>
    </div>
  </>
)

const Confirmation = ({ confirmedOn }: Pick<Guidance, 'confirmedOn'>) => (
  <Panel id="h-last" title="Har du läst?">
    {confirmedOn ? (
      <p>
        Du bekräftade att du har läst <When at={instantOf(confirmedOn)} time={false} />. Det står bland dina
        utbildningar.
      </p>
    ) : (
      <Form action={here} class="stack-s">
        <p>Var och en som får publicera läser det här en gång. Det antecknas bland utbildningarna.</p>
        <Button kind="primary">Jag har läst</Button>
      </Form>
    )}
  </Panel>
)
