import { type Story, us } from '../../story.ts'

/** Storlunda kommun on Facebook: everybody is there, and everybody has a view. */
export const sidan: readonly Story[] = [
  {
    day: 171,
    time: '09.00',
    title: '',
    text: 'Nu är sommarens feriejobb klara: 214 unga börjar i veckan. De målar bänkar, läser för äldre och räknar fiskmåsar. Säg hej till dem!',
    picture: { alt: 'Tre unga i gula västar målar en parkbänk röd.', scene: 'park' },
    says: [
      ['Marie Hallberg', 'Sonen börjar på måndag. Så nervös, så stolt (jag alltså).'],
      ['Conny Lundqvist', 'Räkna fiskmåsar? Är det ett riktigt jobb?'],
      [us, 'Ja, det gör att vi vet var skrämmorna behövs. Förra året var de 1 340. /Maja', { to: 1 }],
      ['Conny Lundqvist', '1 340 för många.', { to: 2 }],
      ['Ulla Sandberg', 'Tack till tjejen som läste Astrid Lindgren för mamma på Linden i fjol.'],
    ],
  },
  {
    day: 139,
    time: '12.30',
    title: '',
    text: 'Det är eldningsförbud i hela Storlunda från i dag. Det gäller även engångsgrillar på egen balkong.',
    says: [
      ['Tobbe Ekström', 'Gasolgrill då?'],
      [us, 'Gasolgrill på egen tomt går bra, om den står stadigt. /Jonas', { to: 0 }],
      ['Lena Persson', 'Någon borde säga det till grannarna på Björkvägen 11.'],
      ['Roger Wik', 'Förbud förbud förbud. Vad får man göra i den här jävla kommunen?'],
      ['Anneli Åberg', 'Man får bada, Roger.', { to: 3 }],
    ],
  },
  {
    day: 97,
    time: '08.15',
    title: '',
    text: 'Skolstart! 3 812 elever går till skolan i dag. Kör långsamt, särskilt runt Lillåskolan där övergångsstället är flyttat.',
    picture: { alt: 'Ett nymålat övergångsställe framför en röd skola.', scene: 'hus' },
    says: [
      ['Camilla Nord', 'Tack för att ni flyttade det. Äntligen ser man barnen.'],
      ['Hassan Ali', 'Varför får skolbussen stå på trottoaren?'],
      [us, 'Det får den inte. Vi har ringt bolaget, tack! /Maja', { to: 1 }],
      ['Roger Wik', 'Övergångsstället kostade 400 000. Snacka om dyr färg.'],
      ['Marie Hallberg', 'Vad får ett barn kosta, Roger?', { to: 3 }],
    ],
  },
  {
    day: 61,
    time: '15.00',
    title: '',
    text: 'Budgeten för nästa år är klar. Mest växer skolan, och badhuset får vänta ett år till. Läs hela på storlunda.se/budget.',
    edit: {
      text: 'Budgeten för nästa år är klar. Mest växer skolan, och badhuset får vänta ett år till. Läs hela på storlunda.se/budget. Rättelse: äldreomsorgen växer också.',
      after: 5,
    },
    says: [
      ['Simmaren Sune', 'Ett år till. Jag är 71.'],
      ['Ulla Sandberg', 'Och äldreomsorgen då?'],
      [us, 'Den växer med 2,1 procent. Det stod fel i inlägget, vi har rättat. /Jonas', { to: 1 }],
      ['Roger Wik', 'Lägg ner eländet allihop.', { gone: 30 }],
      ['Pia Brandt', 'Bra att skolan får mer. Vi är 31 i klassen.'],
      ['Hassan Ali', 'Går det att få den uppläst? Pappa ser dåligt.'],
      [us, 'Ja, på sidan finns en knapp som heter Lyssna. /Maja', { to: 5 }],
    ],
  },
  {
    day: 24,
    time: '10.10',
    title: '',
    text: 'Ni ringde 2 906 gånger till Kontaktcenter i oktober. Vanligaste frågan: var är min sophink? Snabbaste svaret: nio sekunder.',
    says: [
      ['Tobbe Ekström', 'Var är min sophink?'],
      [us, 'Hos grannen. Det är den nästan alltid. /Maja', { to: 0 }],
      ['Bitte Karlsson', 'Alltid lika trevliga i telefon. Tack Göran!'],
      [
        'Lån Direkt Norden',
        'Låna upp till 500 000 utan säkerhet! http://lan.example/nu http://lan.example/snabbt',
        { as: 'snabblånet' },
      ],
      ['Camilla Nord', 'Man får vänta för länge på fredagar.'],
    ],
  },
  {
    day: 8,
    time: '16.20',
    title: '',
    text: 'Vi bygger om Stora torget i vår. Bänkarna blir fler, parkeringsplatserna färre och fontänen lagas till slut.',
    picture: { alt: 'Ett torg med träd, bänkar och en torr fontän.', scene: 'hus' },
    says: [
      ['Roger Wik', 'Och var ska vi ställa bilen?'],
      [us, 'I garaget på Kvarngatan, 180 meter bort. Första timmen är gratis. /Jonas', { to: 0 }],
      [
        'Roger Wik',
        'Den som har ritat det här är en jävla idiot och ska få sparken.',
        { as: 'ritaren', to: 0 },
      ],
      ['Pia Brandt', 'Fontänen! Jag trodde aldrig att jag skulle få se den igen.'],
      [
        'Anneli Åberg',
        'Blir det skugga?',
        { edit: { text: 'Blir det skugga? Och papperskorgar, snälla.', after: 2 } },
      ],
      [us, '22 nya lindar. Och nio papperskorgar. /Maja', { to: 4 }],
    ],
  },
  {
    day: 2,
    time: '11.40',
    as: 'lucia',
    title: '',
    text: 'Luciatåget går från stationen till Stora torget klockan 17 den 13 december. Alla barn som vill får gå med. Pepparkakor finns, även utan gluten.',
    picture: { alt: 'Ljus i händer på barn i vita särkar.', scene: 'kväll' },
    says: [
      ['Marie Hallberg', 'Får man vara tomte?'],
      [us, 'Tomtar, stjärngossar och en pepparkaksgubbe om året. /Maja', { to: 0 }],
      ['Hassan Ali', 'Är gatan avstängd för bilar?', { ago: 13.4 }],
      ['Bitte Karlsson', 'Går det att komma fram med permobil hela vägen?', { ago: 9.6 }],
      [
        'Conny Lundqvist',
        'Ni stal min mormors Luciakrona till museet och jag tänker komma och hämta den. Ni ska få ångra er, jag vet vilken bil du kör Maja.',
        { as: 'kronan', ago: 4.2 },
      ],
      [
        'Pia Brandt',
        'Ebba Lind på Ågatan 8 har epilepsi, se till att hon inte går nära ljusen. Hennes mamma nås på 070-174 06 77.',
        { ago: 3.1 },
      ],
    ],
  },
]
