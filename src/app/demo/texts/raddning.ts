import type { Story } from '../story.ts'

/** Räddningstjänsten as a feed: advice, drills, and what has happened. */
export const raddning: readonly Story[] = [
  {
    day: 168,
    time: '09.10',
    title: 'Övning på Storgatan i kväll: det är inte på riktigt',
    text: 'Vi övar rökdykning i gamla varuhuset mellan 18 och 21. Du kommer att se rök, blåljus och människor som ropar. Allt är övning.',
    says: [
      ['Tove, 9 år', 'Får man titta?'],
      ['Hundvakten', 'Taxen var inte informerad.', { after: 10 }],
      ['Nils-Erik Hamrin', 'Ni är ju inte kloka som eldar mitt i stan. Min bil luktar rök.', { after: 11 }],
    ],
  },
  {
    day: 146,
    time: '14.20',
    title: 'Brandvarnare: tryck på knappen i dag',
    text: 'Var tredje varnare i Storlunda är tyst när det gäller. Byt batteri, eller hela varnaren om den är äldre än tio år.',
    says: [
      ['Gunilla', 'Tryckte. Den skrek. Grannen kom. Vi drack kaffe.'],
      ['Ove Palmqvist', 'Kan man få hjälp att byta om man inte kan klättra?'],
      ['Ulla-Britt Fors', 'De hjälpte mig när jag ringde. Två unga män, fem minuter. Tack.'],
    ],
  },
  {
    months: [4, 8],
    time: '11.30',
    title: 'Eldningsförbud i hela kommunen',
    text: 'Från i dag får du inte elda eller grilla i naturen. På egen tomt får du grilla om underlaget inte kan brinna. Vi säger till när det är över.',
    says: [
      ['Bosse i Västanå', 'Gäller det grill på hjul?'],
      ['Kurt', 'Grannen eldade ris i går. Ska jag ringa er eller honom?'],
      ['Sofia Lundmark', 'Tack för att ni säger till så tydligt.'],
    ],
  },
  {
    day: 120,
    time: '16.00',
    title: 'Vi räddade en ko ur Lillån',
    text: 'Larm klockan 05.40. Fem man, en traktor och en envis ko vid namn Rosa. Hon mår bra. En av oss är fortfarande blöt.',
    says: [
      ['Mamma i 5B', 'Läste upp det här vid frukosten. Succé.'],
      ['Rosas ägare', 'Tack till er alla. Hon fick extra hö, ni får ost.'],
      ['Trädkramaren', 'Årets hjältar.'],
      ['Elyas', 'rosa for president'],
    ],
  },
  {
    day: 95,
    time: '08.40',
    title: 'Deltidsbrandman i Holmbo: vi söker tre',
    text: 'Du bor eller arbetar inom fem minuter från stationen, har körkort och tycker om att vakna mitt i natten. Resten lär vi dig.',
    says: [
      ['Johan Tapper', 'Finns det någon åldersgräns uppåt?'],
      ['Fikafredrik', 'Jag vaknar ändå, av barnen. Kan det räknas?'],
      ['Lena Wikström', 'Min bror är med. Det bästa han gjort, säger han.'],
    ],
  },
  {
    day: 49,
    time: '10.00',
    title: 'Så gick det på larmen i förra månaden',
    text: '41 larm: 12 trafikolyckor, 9 bränder, 7 automatlarm, 6 sjukvårdslarm, 4 översvämningar, 2 katter och en tonåring i en gunga för småbarn.',
    says: [
      ['Wilma', 'vem var det i gungan'],
      ['tildis', 'säger inget'],
      ['Kerstin Blom', 'Tack för allt ni gör. Även för katterna.'],
    ],
  },
  {
    months: [11, 12],
    time: '15.10',
    title: 'Släck ljusen när du går ut ur rummet',
    text: 'I december är det dubbelt så många bostadsbränder som i juni. Lägg mobilen på samma bord som ljusen, så glömmer du inget av dem.',
    says: [
      ['Ulla-Britt Fors', 'Det med mobilen ska jag pröva!'],
      ['Student på distans', 'Elektriska ljus. Klart.'],
    ],
  },
  {
    day: 26,
    time: '09.25',
    title: 'Brandstationen öppnar dörrarna på lördag',
    text: 'Provsitt brandbilen, släck en riktig brand och se hur fort en julgran, en soffa eller en stekpanna tar eld. Klockan 11–15.',
    says: [
      ['Tove, 9 år', 'JAG KOMMER'],
      ['Sofia Lundmark', 'Finns det hörselskydd till små?'],
      ['Hassan Noor', 'Barnen vill bli brandmän nu. Alla fyra. Tack för en fin dag.', { after: 174 }],
    ],
  },
  {
    day: 12,
    time: '13.35',
    title: 'Olycka vid rondellen: två bilar, inga allvarliga skador',
    text: 'Klockan 07.52 kolliderade två bilar vid stationsrondellen. Tre personer fördes till sjukhus för kontroll. Vägen öppnade 09.10.',
    says: [
      ['Pendlaren', 'Den rondellen igen. Tredje i år.'],
      ['Vittne', 'Han i den grå bilen höll på med mobilen, det såg alla. Reg nr ABC 123 om någon undrar.'],
      ['Trafikräknaren', 'Det var bra jobbat på plats. Snabba och lugna.'],
    ],
  },
  {
    day: 2,
    time: '13.00',
    as: 'övningen',
    title: 'Stor övning vid sjukhuset i nästa vecka',
    text: 'Tillsammans med ambulansen och sjukhuset övar vi utrymning en förmiddag. 60 figuranter, mycket konstgjort blod. Ring inte 112 för det du ser där.',
    says: [
      ['Hundvakten', 'Den här gången informerar jag taxen.', { after: 2 }],
      ['Sofia Lundmark', 'Går bussen till sjukhuset som vanligt under övningen?', { ago: 18.2 }],
      [
        'Nils-Erik Hamrin',
        'Ni är ju fan helt dumma i huvudet som ska stänga av Sjukhusgatan mitt på dagen',
        { ago: 17.1 },
      ],
      [
        'Mehmet Yildiz',
        'Min kusin är figurant. Hon får en bruten arm och en ostmacka, säger hon.',
        { ago: 16 },
      ],
    ],
  },
]
