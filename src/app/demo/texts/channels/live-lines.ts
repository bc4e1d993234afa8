import type { LiveLine } from '../live.ts'

/** What people say under the newest posts of the accounts that came later. */
export const channelLines = {
  sidan: [
    { who: 'Marie Hallberg', text: 'Tack för att ni svarar så fort, det uppskattas.' },
    { who: 'Tobbe Ekström', text: 'När ska någon laga lampan vid {plats}?', early: true },
    { who: 'Roger Wik', text: 'Samma jävla visa varje år i den här kommunen.' },
    {
      who: 'Anneli Åberg',
      text: 'Var lämnar man in gamla skidor?',
      edit: 'Var lämnar man in gamla skidor? Och pjäxor i storlek 31.',
    },
    { who: 'Bitte Karlsson', text: 'Rampen vid {plats} är ersatt av en trappa. Hur är det tänkt?' },
    { who: 'Lån Direkt Norden', text: 'Ring nu, låna i dag! http://lan.example/nu http://lan.example/vip' },
    { who: 'Pia Brandt', text: 'Så fint det blev vid {plats}!' },
    { who: 'Conny Lundqvist', text: 'Ni är lögnare hela högen.', gone: true },
    { who: 'Hassan Ali', text: 'Finns informationen på arabiska?' },
  ],
  musiken: [
    { who: 'Jenny Alm', text: 'Är det lektion på onsdag trots studiedagen?' },
    { who: 'Patrik Storm', text: 'Fiolen låter som en dörr, men en glad dörr.' },
    { who: 'Leila Nouri', text: 'Var köper man stråkharts i Storlunda?' },
    { who: 'Vidar Holm', text: 'Dyrt för lite undervisning om ni frågar mig.' },
    { who: 'Ann-Marie Rönn', text: 'Stina är en klippa!' },
  ],
  bilden: [
    { who: 'Bokmalin', text: 'Står den inne eller är den utlånad?' },
    { who: 'Zahra', text: 'VOLYM 35 NU' },
    { who: 'Sven 51', text: 'För jävla hög musik i läsesalen i går.' },
    { who: 'Hej Moa', text: 'Halsduken var kvar, tack snälla!' },
    { who: 'Vastana Vera', text: 'När kommer bussen till Västanå nästa gång?', early: true },
  ],
  filmen: [
    { who: 'Storlundabo76', text: 'Kan ni göra en film om {plats}?' },
    { who: 'Kurt A', text: 'Propaganda för skattepengar.' },
    { who: 'Lärare Lisa', text: 'Tack, den visar jag i morgon.' },
    { who: 'Vattenfantast', text: 'Vem gör musiken?' },
    {
      who: 'Bygg Bengt',
      text: 'Texten försvinner efter tre minuter.',
      edit: 'Texten försvinner efter tre minuter. I mobilen alltså, inte i datorn.',
    },
  ],
  jobben: [
    { who: 'Kristina Wall', text: 'Hur många söker ni?' },
    { who: 'Per Ohlin', text: 'Fint att läsa. Hälsa {namn}!' },
    { who: 'Mona Frisk', text: 'Jag sökte i våras och fick aldrig något svar.' },
  ],
  krisen: [
    { who: 'Pendlaren', text: 'Är {gata} öppen nu?', early: true },
    { who: 'Arg Arne', text: 'Ni kan ju fan ingenting.' },
    { who: 'Norrbybo', text: 'Tack, det är bra att veta.' },
    { who: 'Vatten Veta', text: 'Gäller det även {gata}?' },
    { who: 'Arg Arne', text: 'Ta bort er härifrån.', gone: true },
  ],
  parken: [
    { who: 'Humlan', text: 'Vilken är er favoritplats i parken?' },
    { who: 'Trädkramaren', text: 'Någon har brutit en gren vid {plats}.', early: true },
    { who: 'Kompost Karin', text: 'Tack för att ni låter löven ligga.' },
    { who: 'Nils-Erik', text: 'Klipp gräset i stället för att skriva.' },
  ],
} satisfies Readonly<Record<string, readonly LiveLine[]>>
