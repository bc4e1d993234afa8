import type { LivePost } from '../live-posts.ts'

/** Posts that come while one watches, on the accounts that came later. */
export const channelPosts: readonly LivePost[] = [
  {
    account: 'sidan',
    title: '',
    text: 'I kväll är det öppet hus på {plats}. Kom och tyck till om hur det ska se ut om tio år. Korv finns.',
    says: [
      ['Marie Hallberg', 'Finns det vegetarisk korv?'],
      ['vi', 'Ja, två sorter. /Maja'],
      ['Roger Wik', 'Korv på skattebetalarnas bekostnad.'],
    ],
  },
  {
    account: 'musiken',
    title: '',
    text: 'Två platser har blivit lediga på ukulele, måndagar 15.30. Först till kvarn.',
    says: [
      ['Jenny Alm', 'Vi tar en!'],
      ['Leila Nouri', 'Från vilken ålder?'],
    ],
  },
  {
    account: 'bilden',
    title: '',
    text: 'Dagens fynd i en återlämnad bok: ett recept på sockerkaka från {namn}. Vi har provat. Den är god.',
    says: [
      ['Bokmalin', 'Lägg ut receptet!'],
      ['Klass 2B', 'Vi vill också ha kaka.'],
    ],
  },
  {
    account: 'filmen',
    title: 'Fråga kommunchefen: {plats}',
    text: 'Tre frågor från er, tre minuter svar. Nästa gång är ämnet skolskjutsar.',
    says: [
      ['Demokratikerstin', 'Hur skickar man in en fråga?'],
      ['Kurt A', 'Svarar inte på något egentligen.'],
    ],
  },
  {
    account: 'jobben',
    title: '',
    text: 'Vi söker en trädgårdsmästare till {plats}. Du ska tåla regn och kollegor som pratar med träd.',
    says: [
      ['Per Ohlin', 'Drömjobbet.'],
      ['Kristina Wall', 'När är sista dagen?'],
    ],
  },
  {
    account: 'krisen',
    title: '',
    text: 'Vattenläcka på {gata}. Vattnet stängs av i ungefär två timmar. Vi säger till när det är tillbaka.',
    says: [
      ['Norrbybo', 'Hur stort område gäller det?'],
      ['Arg Arne', 'Igen?!'],
    ],
  },
  {
    account: 'parken',
    title: '',
    text: 'Ekorren vid {plats} har fått ungar sent i år. Håll hunden kopplad en vecka till, tack.',
    says: [
      ['Humlan', 'Bild!!!'],
      ['Nils-Erik', 'Det är råttor med svans.'],
    ],
  },
]
