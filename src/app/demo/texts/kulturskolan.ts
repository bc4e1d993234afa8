import { type Story, us } from '../story.ts'

/** Kulturskolan on Bluesky: concerts, courses, and a tuba that nobody has claimed. */
export const kulturskolan: readonly Story[] = [
  {
    day: 169,
    time: '16.10',
    title: '',
    text: 'Avslutningskonsert i kyrkan på torsdag klockan 18. 140 elever, en flygel och alldeles för få notställ. Välkomna!',
    says: [
      ['Körkarin', 'Vi kommer hela familjen.'],
      ['Pappa till tre', 'Måste man köpa biljett?'],
      [us, 'Nej, det är gratis. Kom i tid, det brukar bli fullt.', { to: 1 }],
      ['Fiolfarmor', 'Barnbarnet har övat samma åtta takter i tre veckor. Jag kan dem nu också.'],
    ],
  },
  {
    day: 152,
    time: '14.30',
    title: '',
    text: 'Någon har glömt en tuba i replokal 2. Den väger elva kilo. Vi tycker att någon borde ha märkt det.',
    picture: { alt: 'En blank tuba som lutar mot en tegelvägg.', scene: 'hus' },
    says: [
      ['Trombontomas', 'Inte min. Men får jag prova?'],
      ['Fiolfarmor', 'Har ni frågat tubaläraren?'],
      [us, 'Vi har ingen tubalärare. Mysteriet tätnar.', { to: 1 }],
    ],
  },
  {
    day: 128,
    time: '10.00',
    title: '',
    text: 'Anmälan till höstens och vårens kurser är öppen. Nytt: animation, ukulele för nybörjare och orgel. Ja, orgel.',
    says: [
      ['Barnvagnsbjörn', 'Från vilken ålder?'],
      [us, 'Sju år för det mesta, och nio för orgel eftersom benen ska nå.', { to: 0 }],
      ['Fikafredrik', 'Finns det något för oss som är 45 och omusikaliska?'],
      [us, 'Onsdagskören. Ingen provsjunger.', { to: 2 }],
      ['Mamma i 5B', 'Hur lång är kön till trummor?'],
      [us, 'Ungefär en termin just nu.', { to: 4 }],
    ],
  },
  {
    day: 106,
    time: '17.20',
    title: '',
    text: 'Våra dansare i årskurs 4 uppträdde på Linden i dag. Publiken, medelålder 84, krävde extranummer.',
    picture: { alt: 'Barn i ljusa kläder dansar i ring i ett dagrum.', scene: 'park' },
    says: [
      ['Fiolfarmor', 'Jag var i publiken. Medelåldern sjönk när jag kom.'],
      ['Mamma i 5B', 'Så stolta!'],
      ['Storlundabo76', 'Fint, men varför får bara några klasser vara med?'],
      [us, 'Alla fyror får vara med i år, två klasser åt gången.', { to: 2 }],
    ],
  },
  {
    day: 58,
    time: '13.10',
    title: '',
    text: 'Terminsavgiften är den samma som förra året, och den som inte har råd betalar ingenting. Ring oss. Ingen annan får veta.',
    says: [
      ['Anonym mamma', 'Tack. Det gjorde att hon kunde fortsätta.'],
      ['Fiolfarmor', 'Så ska det vara.'],
      ['Kurt', 'Och vem betalar det?'],
      [us, 'Det finns en fond från 1961 som en pianolärare lämnade efter sig.', { to: 2 }],
    ],
  },
  {
    day: 36,
    time: '11.50',
    title: '',
    text: 'Tubans ägare har hört av sig. Det var vaktmästaren. Han spelar på nätterna. Nu har vi en tubalärare.',
    says: [
      ['Trombontomas', 'Bästa nyheten i år.'],
      ['Fikafredrik', 'Det här är min favoritserie.'],
      ['Fiolfarmor', 'Jag visste det. Jag visste att det var han.'],
    ],
  },
  {
    day: 15,
    time: '16.40',
    title: '',
    text: 'Ny ljudanläggning i aulan! Elever i årskurs 8 har dragit varenda kabel själva, med behörig elektriker bredvid.',
    picture: { alt: 'En scen med högtalare, kablar och blått ljus.', scene: 'kväll' },
    says: [
      ['Pappa till tre', 'Kan ni sänka den lite? Det hörs till Skolgatan.'],
      [us, 'Förlåt! Vi provade max en gång. Nu står den på fyra.', { to: 0 }],
      ['Elyas T', 'det var jag som gjorde max', { to: 1 }],
    ],
  },
  {
    day: 3,
    time: '15.00',
    as: 'konserten',
    title: '',
    text: 'Lunchkonsert i stadshusets trapphall på fredag: fyra celli och en nervös kantor. Tjugo minuter, fri entré.',
    says: [
      ['Körkarin', 'Trapphallen har stans bästa efterklang!'],
      ['Pendlaren', 'Vilken tid? Det står ingen tid.'],
      [us, 'Klockan 12.10. Tack, det skrev vi förstås ingenstans.', { to: 1 }],
      ['Fiolfarmor', 'Min dotter undrar om man får filma sitt eget barn.', { ago: 9.2 }],
    ],
  },
]
