import type { Story } from '../story.ts'

/** The news of storlunda.se as a feed, with what people write under it. The website's editors answer elsewhere. */
export const nyheter: readonly Story[] = [
  {
    day: 170,
    time: '08.00',
    title: 'Ny förskola i Björkbacken öppnar efter sommaren',
    text: 'Sex avdelningar, eget kök och en gård med stenar att klättra på. Platserna erbjuds i den ordning ansökningarna kom in.',
    says: [
      ['Sofia Lundmark', 'Vet ni när man får besked om plats?'],
      ['Barnvagnsbjörn', 'Stenar att klättra på, det gillar vi.'],
      ['Ingrid Moberg', 'Hoppas trafiken vid lämning är genomtänkt. I dag är det kaos på Björkvägen.'],
    ],
  },
  {
    day: 141,
    time: '10.30',
    title: 'Biblioteket i Holmbo flyttar in i skolan',
    text: 'Flytten görs under tre veckor. Under tiden kommer bokbussen varje vecka.',
    says: [
      ['Ulla-Britt Fors', 'Blir det lika mysigt? Det lilla röda huset var något alldeles extra.'],
      ['Bosse i Västanå', 'Ta hit det röda huset. Vi har en tomt.'],
      ['Mamma i 5B', 'Bra för barnen, synd för oss som promenerade dit.'],
    ],
  },
  {
    day: 129,
    time: '13.15',
    title: 'Så använder kommunen din synpunkt',
    text: 'Förra året kom 2 310 synpunkter. Här är tio saker som ändrades på grund av dem, från en flyttad papperskorg till ett nytt schema för badhuset.',
    says: [
      ['Kerstin Blom', 'Papperskorgen var min! Nu känner jag mig mäktig.'],
      ['Nils-Erik Hamrin', 'Jag har lämnat sjutton. Ingen av dem är med.'],
      ['Elin Dahlroth', 'Tack för att ni berättar. Det gör att man orkar skriva igen.'],
    ],
  },
  {
    time: '08.30',
    title: 'Kallare i skolorna: termostaterna sänks en grad',
    text: 'Från den första oktober är det 20 grader i klassrummen. Det sparar el motsvarande 70 villor.',
    months: [8, 9],
    says: [
      ['Pappa till tre', 'Det är redan 18 i slöjdsalen. Mät först, sänk sedan.'],
      ['Student på distans', 'Ta på en tröja.'],
      ['Lena Wikström', 'Hur gör ni för barn som sitter i rullstol och fryser mer?'],
      ['Gunilla', 'Min väninna är vikarie och säger att det drar från varje fönster på Almgården.'],
    ],
  },
  {
    day: 98,
    time: '11.00',
    title: 'Ansök om att odla: 60 kolonilotter blir lediga',
    text: 'Lotterna ligger vid Lugnet och är på 50 till 200 kvadratmeter. Ansökan görs i e-tjänsten, och den som är äldst i kön får välja först.',
    says: [
      ['Bosse i Västanå', 'Jag säljer squash om någon undrar. Billigt.'],
      ['Amina Warsame', 'Får man odla tillsammans, två familjer på en lott?'],
      ['Kurt', 'Äldst i kön eller äldst? Jag är båda.'],
    ],
  },
  {
    day: 81,
    time: '09.45',
    title: 'Trygghetsvandring i Almgården',
    text: 'Ta med ficklampa och synpunkter. Vi samlas vid skolan klockan 19 och går en timme. Polis, fastighetsägare och park är med.',
    says: [
      ['Orolig granne', 'Bra, men kom en fredag klockan 23 i stället. Då ser ni hur det är.'],
      ['Wilma', 'får man vara med om man är 15'],
      ['Storlundabo76', 'Buskarna vid gången till centrum. Klipp dem. Det är allt.'],
    ],
  },
  {
    day: 63,
    time: '14.00',
    title: 'Kommunen byter telefonväxel i natt',
    text: 'Mellan klockan 22 och 02 går det inte att ringa växeln. 112 och jouren fungerar som vanligt.',
    says: [
      ['Nils-Erik Hamrin', 'Dagen efter: jag blev kopplad till en pizzeria.', { after: 26 }],
      ['Gunilla', 'Fungerade utmärkt här.'],
      ['Ove Palmqvist', 'Pizzerian svarade i alla fall snabbt.'],
    ],
  },
  {
    months: [11, 3],
    time: '07.15',
    title: 'Så plogar och sandar vi i vinter',
    text: 'Här ser du på kartan vilken väg som plogas när. Sandlådor finns på 58 platser. Sanden är gratis, men ta inte hela lådan.',
    says: [
      ['Birgitta Sörman', 'Tack för sandlådan vid apoteket. Den betyder att jag kan handla själv.'],
      ['Kurt', 'Någon TOG hela lådan på Brunnsvägen. Med släp.'],
      ['Cykelkerstin', 'Kartan är suverän.'],
      ['Ingrid Moberg', 'Vår gata är inte ens med på kartan. Vem ska jag felanmäla det till?'],
    ],
  },
  {
    day: 52,
    time: '12.40',
    title: 'Årets kulturstipendium går till Mirja Tuisku',
    text: 'Konstnären från Holmbo får 40 000 kronor för sina målningar i gångtunnlar, på transformatorhus och en gång på en mjölktank.',
    says: [
      ['Körkarin', 'Så välförtjänt!'],
      ['Gunilla', 'Mjölktanken är det finaste vi har i kommunen.'],
      ['Kurt', '40 000 för klotter.'],
      ['Elin Dahlroth', 'Vad synd att du inte ser det vi andra ser, Kurt.'],
    ],
  },
  {
    day: 38,
    time: '08.20',
    title: 'Vaccination utan tidsbokning på torsdag',
    text: 'Vårdcentralen och kommunen ordnar drop in i stadshuset klockan 13–18 för dig som är över 65.',
    says: [
      ['Ulla-Britt Fors', 'Hur lång är kön? Jag kan inte stå så länge.'],
      ['Ove Palmqvist', 'Det fanns stolar hela vägen. Tolv minuter. Bra gjort.', { after: 171 }],
      ['Sanningssägaren', 'Sprid inte mer skit, ni vet mycket väl vad ni håller på med.'],
    ],
  },
  {
    day: 24,
    time: '10.10',
    title: 'Elever från Almgårdsgymnasiet vann SM i svets',
    text: 'Hilma och Oskar svetsade på tid, blindtest och fri form. Priset blev en resa till Finland, och en svets.',
    says: [
      ['Träslöjdslärarn', 'Hilma! Jag sa ju det!'],
      ['Storlundabo76', 'Grattis! Äntligen något man kan använda.'],
      ['Mehmet Yildiz', 'Oskar lagade min grind förra sommaren. Den håller än.'],
    ],
  },
  {
    day: 10,
    time: '09.30',
    title: 'Felanmälan: nu ser du vad som händer med den',
    text: 'Du får ett nummer när du anmäler ett hål, en lampa eller en klottrad vägg, och kan följa den ända tills det är lagat.',
    says: [
      [
        'Trafikräknaren',
        'Anmälde en lampa kl 8. ”Mottagen.” Kl 14 ”Planerad.” Kl 19 lyste den.',
        {
          after: 34,
          edit: {
            text: 'Anmälde en lampa kl 8. ”Mottagen.” Kl 14 ”Planerad.” Kl 19 lyste den. Imponerande.',
            after: 3,
          },
        },
      ],
      ['Kurt', 'Min anmälan har status ”Avslutad” men hålet är kvar. Var hamnade asfalten?'],
      ['Brunnsbo', 'Kan man se andras anmälningar, så man slipper skriva samma?'],
    ],
  },
  {
    day: 2,
    time: '10.00',
    as: 'ishallen',
    title: 'Ishallens tak ska undersökas',
    text: 'Under onsdagen är ishallen stängd medan taket mäts. Klubbarna har fått nya tider. Allmänhetens åkning flyttas till torsdag.',
    says: [
      ['Hockeymamma', 'Får flickornas lag också nya tider, eller bara A-laget?', { ago: 21.5 }],
      ['Johan Tapper', 'Bra att ni kollar i tid.', { ago: 15 }],
      [
        'Daniel Osei',
        'Any chance the rink opens earlier on Sunday? Asking for a very excited six-year-old.',
        { ago: 9.6 },
      ],
      [
        'Simmaren Sune',
        'Torsdag krockar med simskolan, som vanligt. Inte ens ni kan väl ha missat det?',
        { ago: 7.4 },
      ],
      ['Hockeymamma', 'Har fortfarande inte fått svar.', { ago: 2.4, to: 0 }],
    ],
  },
]
