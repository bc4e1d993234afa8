import { type Story, us } from '../../story.ts'

/** Storlunda on Threads: a trial. */
export const tradarna: readonly Story[] = [
  {
    day: 112,
    time: '09.00',
    title: '',
    text: 'Hej Threads! Vi provar det här till sommaren. Säg vad du vill att vi ska prata om.',
    says: [
      ['Fikafredrik', 'Fika.'],
      ['Ida Norell', 'Skolmaten!'],
      [us, 'Båda är antecknade.', { to: 1 }],
      ['Kurt A', 'Ännu en kanal som ingen läser.'],
    ],
  },
  {
    day: 85,
    time: '12.00',
    title: '',
    text: 'Skolmaten, som utlovat: populärast är tacos, minst populär är fisk i ugn. Kocken Berit tar det personligt.',
    says: [
      ['Ida Norell', 'Hälsa Berit att min dotter älskar fisken.'],
      ['Fikafredrik', 'Kan man få recept?'],
      [us, 'Berit skriver ner det. Det börjar med 40 kilo potatis.', { to: 1 }],
    ],
  },
  {
    day: 47,
    time: '15.40',
    title: '',
    text: 'Vad är det finaste ordet som bara finns i Storlunda? Vi samlar till en utställning.',
    says: [
      ['Gosta Wiklund', 'Plurra. När man ramlar i men bara lite.'],
      ['Vera Nyqvist', 'Hösk.'],
      [us, 'Hösk är antecknat, men vad betyder det?', { to: 1 }],
      ['Vera Nyqvist', 'Det vet man när man är hösk.', { to: 2 }],
      ['Kurt A', 'Skattslöseri borde vara ert ord.'],
    ],
  },
  {
    day: 13,
    time: '10.20',
    title: '',
    text: 'Utställningen öppnar på lördag i stadshusets trapphall: 212 ord och en ordlista att ta med hem.',
    says: [
      ['Gosta Wiklund', 'Är plurra med?'],
      [us, 'På första väggen.', { to: 0 }],
      ['Fikafredrik', 'Finns det fika?'],
      ['Ida Norell', 'Hur länge pågår den?'],
    ],
  },
  {
    day: 2,
    time: '13.30',
    title: '',
    text: 'Ordlistan är slut. Vi trycker 300 till. Att hösk skulle bli en succé hade ingen trott.',
    says: [
      ['Vera Nyqvist', 'Jag trodde.'],
      ['Ida Norell', 'Kan man hämta den på biblioteket?', { ago: 8.8 }],
      ['Fikafredrik', 'Går det att köpa två?', { ago: 3.4 }],
    ],
  },
]
