import { type Story, us } from '../../story.ts'

/** The library on Instagram. A caption can be written anew there; a comment cannot. */
export const bilden: readonly Story[] = [
  {
    day: 165,
    time: '11.00',
    title: '',
    text: 'Sommarboken är här! Läs fem, få en. Hylla 4, till vänster om kaktusen.',
    picture: { alt: 'En hög färgglada böcker bredvid en kaktus.', scene: 'hus' },
    says: [
      ['Bokmalin', 'Kaktusen heter Selma, visst?'],
      [us, 'Selma. Hon har stuckit tre låntagare i år.', { to: 0 }],
      ['Klass 2B', 'Vi har läst fjorton!!'],
      ['Hej Moa', 'Gäller ljudböcker?'],
      [us, 'Öron räknas.', { to: 3 }],
    ],
  },
  {
    day: 131,
    time: '14.20',
    title: '',
    text: 'Bokbussen i Västanå. Regn, kö och fyrtio lån på en timme. Vi älskar er.',
    picture: { alt: 'En röd buss på en grusplan i regn.', scene: 'vatten' },
    says: [
      ['Vastana Vera', 'Bästa dagen i veckan.'],
      ['Norrby Nils', 'Kom till Norrby också!'],
      [us, 'Varannan torsdag, 16.30 vid affären.', { to: 1 }],
      ['Hej Moa', 'Vilken fin bild!'],
    ],
  },
  {
    day: 92,
    time: '09.30',
    title: '',
    text: 'Återlämnat i dag: en bok från 1974. Böter: noll kronor. Ursäkten: ”jag läste långsamt”.',
    picture: { alt: 'En nött bok med stämpel från 1974.', scene: 'kväll' },
    edit: {
      text: 'Återlämnat i dag: en bok från 1974. Förseningsavgift: noll kronor. Ursäkten: ”jag läste långsamt”.',
      after: 3,
    },
    says: [
      ['Bokmalin', 'Förlåten direkt.'],
      ['Arkiv Anders', 'Vilken bok?'],
      [us, 'Kalle Blomkvist.', { to: 1 }],
      ['Sven 51', 'Och jag fick betala 40 kronor för två dagar. Jävla ordning.'],
      ['Klass 2B', 'Vår lärare har också läst den.'],
    ],
  },
  {
    day: 55,
    time: '17.10',
    title: '',
    text: 'Kvällsöppet med levande ljus (batteri). Läs vad du vill, prata om vad du vill, var tyst om du vill.',
    picture: { alt: 'Läslampor i en mörk bibliotekssal.', scene: 'kväll' },
    says: [
      ['Hej Moa', 'Finns det te?'],
      [us, 'Te och knäckebröd.', { to: 0 }],
      ['Vastana Vera', 'Det var fullt när vi kom. Kan man boka?'],
      ['Bokmalin', 'Så mysigt att jag somnade.'],
    ],
  },
  {
    day: 19,
    time: '10.00',
    title: '',
    text: 'Nytt på hyllan: manga, volym 1 till 34. Nej, volym 12 är inte stulen. Den är älskad.',
    picture: { alt: 'En lång rad smala seriealbum med en lucka.', scene: 'hus' },
    says: [
      ['Elyas T', 'jag har 12an. förlåt'],
      [us, 'Vi vet. Läs klart.', { to: 0 }],
      [
        'Followers4U',
        'Buy 10k followers cheap http://boost.example/go http://boost.example/vip',
        { as: 'följarna' },
      ],
      ['Zahra', 'VOLYM 35????'],
      ['Bokmalin', 'Går det att reservera?'],
      [us, 'Ja, i appen eller i disken.', { to: 4 }],
    ],
  },
  {
    day: 1,
    time: '13.00',
    title: '',
    text: 'Advent i entrén. Stjärnan är vikt av 180 gallrade sidor. Inga böcker kom till skada som inte redan var det.',
    picture: { alt: 'En stor pappersstjärna av boksidor hänger i ett fönster.', scene: 'snö' },
    says: [
      ['Hej Moa', 'Kan ni visa hur man viker?'],
      ['Arkiv Anders', 'Vilka böcker gallrade ni?', { ago: 10.5 }],
      ['Sven 51', 'Att riva böcker är för jävligt. Skäms.', { ago: 8.3 }],
      ['Klass 2B', 'Får vi komma på fredag och vika? Vi är 23.', { ago: 5.1 }],
      ['Sam Reader', 'Is the library open on Sunday?', { ago: 1.7 }],
    ],
  },
]
