import { type Story, us } from '../../story.ts'

/** Storlunda on YouTube: the council afterwards, and how things work. */
export const filmen: readonly Story[] = [
  {
    day: 168,
    time: '10.00',
    title: 'Kommunfullmäktige i juni',
    text: 'Hela sammanträdet, textat. Ärende 7 om simhallen börjar vid 1:12:40.',
    says: [
      ['Storlundabo76', 'Två timmar om en parkering. Jag såg allt. Jag vill ha min kväll tillbaka.'],
      ['Simmaren Sune', 'Tack för tidskoden!'],
      ['Demokratikerstin', 'Ljudet försvinner i ärende 9.'],
      [us, 'Nu är ljudet lagat i den nya versionen. Tack!', { to: 2 }],
      ['Kurt A', 'Samma pajaser varje gång.'],
    ],
  },
  {
    day: 126,
    time: '09.00',
    title: 'Så renar vi ditt vatten på sex minuter',
    text: 'Från Storsjön till kranen. Med Amir på vattenverket, som också har gjort musiken.',
    says: [
      ['Lärare Lisa', 'Visade den för hela femman. De vill ha del två.'],
      ['Vattenfantast', 'Vad är det blå röret vid 2:14?'],
      [us, 'Det är UV-ljuset, där dör det som ska dö.', { to: 1 }],
      ['Musik Micke', 'Finns låten att ladda ner?'],
      ['Kurt A', 'Vattnet smakar klor på Ågatan i alla fall.'],
    ],
  },
  {
    day: 83,
    time: '15.20',
    title: 'Så överklagar du ett beslut',
    text: 'Fyra minuter, lätt svenska. Finns på arabiska, finska och somaliska.',
    says: [
      ['Demokratikerstin', 'Det här borde alla kommuner göra.'],
      ['Amina W', 'Mahadsanid! Hooyo way fahantay.'],
      ['Bygg Bengt', 'Ni sa tre veckor. Räknas helger?'],
      [us, 'Ja, men slutar tiden på en helg gäller nästa vardag.', { to: 2 }],
      [
        'Lärare Lisa',
        'Bra och tydligt.',
        { edit: { text: 'Bra och tydligt. Vi använder den på SFI.', after: 20 } },
      ],
    ],
  },
  {
    day: 45,
    time: '11.00',
    title: 'En natt med plogbilen',
    text: 'Vi åkte med Erik mellan 03 och 07. Kaffet är svart, vägen vit.',
    says: [
      ['Plog Pelle', '38 år i branschen. Så här är det.'],
      ['Barnvagnsbjörn', 'Varför plogas gångbanan sist?'],
      [us, 'Den plogas först sedan i fjol, från 04.', { to: 1 }],
      ['Storlundabo76', 'Min infart är alltid igenplogad. Alltid.'],
      [
        'Crypto Wizard',
        'I made 9000 in a week, click http://coin.example/go http://coin.example/vip',
        { as: 'trollkarlen' },
      ],
    ],
  },
  {
    day: 10,
    time: '10.00',
    title: 'Kommunfullmäktige i november',
    text: 'Hela sammanträdet, textat. Budgeten börjar vid 0:22:10.',
    says: [
      ['Demokratikerstin', 'Tack för texten, jag hör dåligt.'],
      ['Kurt A', 'Hon i grön kofta ljuger så att det rinner om det. Jävla ormar allihop.', { as: 'ormarna' }],
      ['Storlundabo76', 'Äntligen någon som frågade om Norrbyvägen.'],
      ['Bygg Bengt', 'Var finns handlingarna?'],
      [us, 'På storlunda.se/handlingar, under november.', { to: 3 }],
    ],
  },
  {
    day: 1,
    time: '14.00',
    title: 'Så sorterar du julen',
    text: 'Papper, snöre, gran och en trasig tomte. Vad läggs var?',
    says: [
      ['Lärare Lisa', 'Tomten! Jag skrattade högt.'],
      ['Barnvagnsbjörn', 'Får man lägga granen vid återvinningen?', { ago: 12.6 }],
      ['Kurt A', 'Ni har fel om glittret vid 1:30, det är plast.', { ago: 7.2 }],
      ['Vattenfantast', 'När hämtas granarna?', { ago: 3.9 }],
    ],
  },
]
