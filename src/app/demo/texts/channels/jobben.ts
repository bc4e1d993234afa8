import { type Story, us } from '../../story.ts'

/** Storlunda on LinkedIn: jobs, and people who have one. Members are known there by a number, not by their names. */
export const jobben: readonly Story[] = [
  {
    day: 155,
    time: '08.30',
    title: '',
    text: 'Vi söker tre undersköterskor till natten på Linden. Du får ett schema som du själv är med och lägger, och kollegor som stannar.',
    says: [
      ['Sara Holmgren', 'Jag började där i våras. Sök!'],
      ['Johan Tapper', 'Vad är lönen?'],
      [us, 'Mellan 29 400 och 33 000, plus natt-OB. Ring Eva så berättar hon mer.', { to: 1 }],
      ['Mona Frisk', 'Sök inte. Jag slutade efter en månad, ingen lyssnade.'],
    ],
  },
  {
    day: 109,
    time: '09.15',
    title: '',
    text: 'Amir kom som praktikant 2016. Nu är han chef för vattenverket. ”Jag frågade så mycket att de gav mig nycklarna.”',
    says: [
      ['Per Ohlin', 'Välförtjänt!'],
      ['Sara Holmgren', 'Världens bästa chef.'],
      ['Kristina Wall', 'Tar ni emot praktikanter i höst också?'],
      [us, 'Ja, tolv stycken. Ansökan öppnar den 1 september.', { to: 2 }],
    ],
  },
  {
    day: 66,
    time: '07.50',
    title: '',
    text: 'Sjukfrånvaron har sjunkit från 8,1 till 6,4 procent på två år. Vi har gjort en sak: gett varje chef färre medarbetare.',
    says: [
      ['Kristina Wall', 'Hur många per chef nu?'],
      [us, '22 i snitt. Det var 41.', { to: 0 }],
      ['Per Ohlin', 'Får vi komma på studiebesök från Almköping?'],
      ['Mona Frisk', 'Statistik kan man vrida på hur man vill.'],
    ],
  },
  {
    day: 29,
    time: '08.00',
    title: '',
    text: 'Ledigt jobb: digital arkivarie. Du ska se till att det vi skriver i dag går att läsa om hundra år. Sista dag är den 15.',
    says: [
      ['Arkivarie Lindh', 'Kom och bli min kollega.'],
      ['Per Ohlin', 'Går det att arbeta på distans?'],
      [us, 'Två dagar i veckan.', { to: 1 }],
      [
        'Rekrytera Mera AB',
        'Vi har rätt kandidat åt er! http://rek.example/nu http://rek.example/erbjudande',
        { as: 'rekryteraren' },
      ],
    ],
  },
  {
    day: 4,
    time: '10.30',
    title: '',
    text: 'I går fick 31 medarbetare diplom för 25 år i kommunens tjänst. Tillsammans 775 år. Tårtan räckte nästan.',
    says: [
      ['Sara Holmgren', 'Grattis Gun!'],
      ['Johan Tapper', 'Bjuds deltidare också in? Jag har väntat på besked sedan i fjol.', { ago: 14.1 }],
      ['Kristina Wall', 'När öppnar sommarjobben?', { ago: 6.3 }],
    ],
  },
]
