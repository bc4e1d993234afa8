import { type Story, us } from '../../story.ts'

/** Kulturskolan on Facebook: parents, instruments, and who drives whom on Tuesdays. */
export const musiken: readonly Story[] = [
  {
    day: 160,
    time: '17.00',
    title: '',
    text: 'Sommarlånet är öppet! Ta hem ett instrument i tio veckor. Vi har kvar: fyra klarinetter, en baryton och ett dragspel som ingen vågar.',
    says: [
      ['Jenny Alm', 'Vi vågar. Eller min man gör det.'],
      ['Patrik Storm', 'Vad kostar det om den går sönder?'],
      [us, 'Ingenting om ni berättar det. Det mesta går att laga. /Disa', { to: 1 }],
      ['Leila Nouri', 'Kan man låna fast man inte har gått här?'],
      [us, 'Det är då man ska låna. /Disa', { to: 3 }],
    ],
  },
  {
    day: 118,
    time: '08.40',
    title: '',
    text: 'Terminen börjar vecka 35. Schemat kommer hem i brevlådan i morgon. Tiderna går att byta till och med fredag.',
    says: [
      ['Patrik Storm', 'Vi fick en tid klockan 14.10. Skolan slutar 14.20.'],
      [us, 'Vi ringer er i dag. /Disa', { to: 0 }],
      ['Jenny Alm', 'Någon i Norrby som samåker på tisdagar?'],
      ['Leila Nouri', 'Vi! Skickar ett meddelande.', { to: 2 }],
      ['Ann-Marie Rönn', 'Brevlådan? Finns inte e-post 2026?'],
    ],
  },
  {
    day: 75,
    time: '18.30',
    title: '',
    text: 'Första lektionen avklarad för 96 nybörjare på fiol. Tack alla föräldrar. Det blir bättre. Det tar två år.',
    picture: { alt: 'Små fioler på rad på ett golv.', scene: 'hus' },
    says: [
      ['Jenny Alm', 'Två ÅR?'],
      ['Patrik Storm', 'Hunden har flyttat ut i uthuset.'],
      ['Ann-Marie Rönn', 'Stina är den bästa lärare vi har haft. Tack för ditt tålamod.'],
      ['Vidar Holm', 'Hur ofta bör man öva?'],
      [us, 'Fem minuter om dagen slår en timme på söndag. /Stina', { to: 3 }],
    ],
  },
  {
    day: 40,
    time: '12.00',
    title: '',
    text: 'Vi söker den som kan stämma en flygel, helst före torsdag. Den förra stämmaren har gått i pension mitt i en oktav.',
    says: [
      ['Vidar Holm', 'Min svåger kan. Han är i Falun men han kör bil.'],
      [us, 'Be honom ringa! /Disa', { to: 0 }],
      ['Leila Nouri', 'Skönt, jag trodde det var dottern som spelade fel.'],
      ['Ann-Marie Rönn', 'Det låter för djävligt på konserterna, ska ni veta.'],
    ],
  },
  {
    day: 17,
    time: '16.00',
    title: '',
    text: 'Julkonserten är den 16 december klockan 18 i kyrkan. Varje elev får fyra platser. Fler finns i mån av plats efter 17.50.',
    says: [
      ['Patrik Storm', 'Vi är nio. Vi säger bara det.'],
      ['Jenny Alm', 'Kan den sändas på nätet för morfar?'],
      [us, 'Ja, länken kommer samma dag. Bara scenen filmas. /Disa', { to: 1 }],
      [
        'Vidar Holm',
        'Läraren på trumpet är en värdelös jävla gubbe som borde hållas borta från barn.',
        { as: 'trumpeten' },
      ],
      ['Leila Nouri', 'Han lärde min son att läsa noter på tre veckor.', { to: 3 }],
    ],
  },
  {
    day: 1,
    time: '15.30',
    title: '',
    text: 'Replokal 3 är stängd i eftermiddag. Taket droppar. Slagverk flyttar till matsalen, med skolmåltidens välsignelse.',
    picture: { alt: 'Tre hinkar under en takfläck bredvid en trumma.', scene: 'hus' },
    says: [
      ['Ann-Marie Rönn', 'Droppar det i takt?'],
      [us, 'Nästan. /Disa', { to: 0 }],
      ['Jenny Alm', 'Gäller det även sexan i kväll?', { ago: 11.8 }],
      [
        'Patrik Storm',
        'Taket har läckt sedan i mars. Jag har anmält det två gånger utan svar.',
        { ago: 5.7 },
      ],
      ['Leila Nouri', 'När får vi veta om fiolgruppen får plats på konserten?', { ago: 2.2 }],
    ],
  },
]
