import { type Story, us } from '../../story.ts'

/** The parks on Mastodon: gardeners, and those who walk there. */
export const parken: readonly Story[] = [
  {
    day: 162,
    time: '09.10',
    title: '',
    text: 'Nu blommar lindarna i Stadsparken. Stå under en av dem i en minut. Det låter som en motor, men det är bin.',
    picture: { alt: 'Lummiga träd längs en grusgång.', scene: 'park' },
    says: [
      ['Humlan', 'Den bästa minuten på hela veckan.'],
      ['Kompost Karin', 'Hur gamla är träden?'],
      [us, 'Planterade 1911. En är yngre, blixten tog den förra.', { to: 1 }],
      ['Cykelkerstin', 'Det klibbar på sadeln, men det är värt det.'],
    ],
  },
  {
    day: 134,
    time: '12.45',
    title: '',
    text: 'Vi slår ängen vid Kvarndammen med lie i kväll. Kom och titta, eller kom och slå. Vi har sex liar och ett förband.',
    says: [
      ['Humlan', 'Varför så sent?'],
      [us, 'Så att fröna hinner falla.', { to: 0 }],
      ['Lie Lars', 'Får man ta med egen?'],
      [us, 'Gärna, om den är vass.', { to: 2 }],
      ['Nils-Erik', 'Med gräsklippare tar det tio minuter. Skattepengar.'],
    ],
  },
  {
    day: 88,
    time: '08.20',
    title: '',
    text: 'Almsjukan har nått Prästgatan. Fyra träd måste ner på torsdag. Vi sparar stammarna åt skalbaggarna.',
    says: [
      ['Kompost Karin', 'Så sorgligt. Mormor planterade en av dem.'],
      ['Trädkramaren', 'Finns det ingen räddning?'],
      [us, 'Tyvärr inte. Nya träd av fyra olika slag kommer i vår.', { to: 1 }],
      ['Nils-Erik', 'Mörda träd kan ni, era jävla klåpare.'],
    ],
  },
  {
    day: 52,
    time: '14.30',
    title: '',
    text: 'Lökar i jorden: 14 000. Knän: trasiga. I april får ni se vad vi har skrivit på slänten vid stationen.',
    edit: {
      text: 'Lökar i jorden: 14 200. Knän: trasiga. I april får ni se vad vi har skrivit på slänten vid stationen.',
      after: 4,
    },
    says: [
      ['Humlan', 'Säg att det är något snällt.'],
      [us, 'Det är något snällt.', { to: 0 }],
      ['Cykelkerstin', 'Rådjuren tackar för maten.'],
    ],
  },
  {
    day: 14,
    time: '10.05',
    title: '',
    text: 'Löven i Stadsparken får ligga kvar under buskarna i år. Det är inte slarv, det är igelkottar.',
    says: [
      ['Kompost Karin', 'Äntligen!'],
      ['Nils-Erik', 'Det är slarv.'],
      [
        'Trädkramaren',
        'Kan man göra likadant hemma?',
        { edit: { text: 'Kan man göra likadant hemma? Har en igelkott under altanen.', after: 3 } },
      ],
      [us, 'Ja, lämna en hög i ett hörn som ingen rör.', { to: 2 }],
    ],
  },
  {
    day: 1,
    time: '11.15',
    title: '',
    text: 'Granen på torget är rest: 14 meter från Västanå. Lamporna tänds på söndag klockan 16.',
    picture: { alt: 'En hög gran på ett torg i skymning.', scene: 'snö' },
    says: [
      ['Cykelkerstin', 'Den lutar.'],
      [us, 'Det är torget som lutar.', { to: 0 }],
      ['Humlan', 'Vart tar den vägen efteråt?', { ago: 11.1 }],
      ['Trädkramaren', 'En gren hänger löst över cykelbanan vid torget, felanmäler!', { ago: 4.6 }],
    ],
  },
]
