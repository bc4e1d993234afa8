import { type Story, us } from '../../story.ts'

/** Storlunda on X: what is urgent, and those who are angry about it. */
export const krisen: readonly Story[] = [
  {
    day: 158,
    time: '06.40',
    title: '',
    text: 'Strömavbrott i Norrby och Västanå. Ellevio arbetar. Trygghetslarmen fungerar på batteri.',
    says: [
      ['Norrbybo', 'Hur länge?'],
      [us, 'Prognosen är 08.30.', { to: 0 }],
      ['Arg Arne', 'Tredje gången i år. Skäms.'],
      ['Norrbybo', 'Tillbaka 08.12. Tack.'],
    ],
  },
  {
    day: 121,
    time: '13.05',
    title: '',
    text: 'Koka vattnet i Norrby tills vi säger till. Vattenvagn står vid affären från 14.',
    says: [
      ['Mamma i 5B', 'Gäller det tandborstning?'],
      [us, 'Ja, använd kokt vatten också till det.', { to: 0 }],
      ['Arg Arne', 'Ni förgiftar folk för fan.'],
      ['Vatten Veta', 'När kommer provsvaret?'],
      [us, 'I morgon före 12.', { to: 3 }],
    ],
  },
  {
    day: 120,
    time: '11.20',
    title: '',
    text: 'Proverna är bra. Du behöver inte koka vattnet i Norrby längre. Spola fem minuter först.',
    says: [
      ['Norrbybo', 'Tack för rak information.'],
      ['Mamma i 5B', 'Puh.'],
    ],
  },
  {
    day: 78,
    time: '16.45',
    title: '',
    text: 'Norrbyvägen är avstängd efter en olycka. Kör över Västanå. Räddningstjänsten är på plats.',
    says: [
      ['Pendlaren', 'Hur länge? Ska hämta på förskolan.'],
      [us, 'Minst till 18. Ring förskolan, de vet.', { to: 0 }],
      ['Arg Arne', 'Alla som bor i Norrby är skattesmitande as.', { gone: 5 }],
    ],
  },
  {
    day: 33,
    time: '20.10',
    title: '',
    text: 'Storm i natt, orange varning. Surra studsmattan. Parkera inte under träden i Stadsparken.',
    says: [
      ['Pendlaren', 'Går bussarna?'],
      [us, 'Ja, till 23. Sedan bestämmer vinden.', { to: 0 }],
      ['Studs Stina', 'För sent för studsmattan. Den bor på Ågatan nu.'],
    ],
  },
  {
    day: 5,
    time: '07.15',
    title: '',
    text: 'Halt i hela Storlunda. Sandning pågår, skolvägarna först. Ta det lugnt.',
    says: [
      ['Pendlaren', 'Bron är en skridskobana.'],
      ['Arg Arne', 'Idioter som inte saltar. Hoppas ni bryter benen allihop.', { as: 'benen' }],
      [us, 'Bron är sandad 07.40. Tack för tipset.', { to: 0 }],
      ['Vatten Veta', 'Hur felanmäler man en gata som är glömd?'],
    ],
  },
  {
    ago: 16,
    title: '',
    text: 'Telefonväxeln ligger nere. Vid fara för liv ring 112. Vi svarar på frågor här så länge.',
    says: [
      ['Mamma i 5B', 'Hur når jag hemtjänsten?', { ago: 15.6 }],
      [us, 'Ring 010-00 00 12, den linjen fungerar.', { to: 0, ago: 15.4 }],
      ['Pendlaren', 'Är växeln igång än?', { ago: 7.7 }],
      [
        'Arg Arne',
        'Jag kommer till kommunhuset i dag och då ska någon få stryk.',
        { as: 'stryket', ago: 2.9 },
      ],
    ],
  },
]
