import { type PlaceKey, placeKeys } from '../story.ts'
import { channelLines } from './channels/live-lines.ts'

/**
 * What people say while one watches, under whatever the account has published last. {gata}, {nummer}, {plats} and
 * {namn} are filled in anew each time. Without a name anybody says it.
 */
export interface LiveLine {
  readonly text: string
  readonly who?: string
  readonly edit?: string
  readonly gone?: true
  /** Comes among the first, so that whoever looks in for a few minutes has seen something of everything. */
  readonly early?: true
}

/** Nothing is heard from those whose access has been withdrawn. */
export type LiveKey = Exclude<PlaceKey, 'kulturskolan' | 'tradarna'>
export const liveKeys = placeKeys.filter(
  (key): key is LiveKey => key !== 'kulturskolan' && key !== 'tradarna',
)

export const liveLines: Readonly<Record<LiveKey, readonly LiveLine[]>> = {
  ...channelLines,
  gatan: [
    { text: 'Lampan utanför {gata} {nummer} blinkar som ett disko.' },
    { text: 'Potthål på {gata} vid nummer {nummer}. Djupt nog för en barnvagn.' },
    { text: 'När sopar ni {gata}? Det ligger grus överallt.' },
    { text: 'Tack för att ni lagade kanten på {gata}. Det tog två dagar.' },
    { text: 'Papperskorgen vid {plats} är full igen.' },
    { text: 'Fan vad trött jag är på avstängda gator. {gata} också nu.' },
    { text: 'Kan ni sätta upp en bänk vid {plats}? Min mamma orkar inte hela vägen.' },
    { text: 'Hur länge ska {gata} vara enkelriktad?' },
    {
      text: 'Brunnen på {gata} {nummer} luktar. Felanmäler.',
      edit: 'Brunnen på {gata} {nummer} luktar. Felanmäler. Eller var det grannens kompost? Kolla gärna.',
    },
    { text: 'Snyggt jobbat med planteringen vid {plats}!' },
    { text: 'Vilken idiot har målat parkeringsrutorna på {gata}? De är för smala.' },
    { text: 'Trädet vid {plats} lutar mer än i går. Någon borde titta på det.' },
    { text: 'Cyklade förbi {plats} i morse. Slätt som ett salsgolv. Tack!' },
    { text: 'Skylten på {gata} pekar åt fel håll sedan blåsten.', gone: true, early: true },
    { text: 'Är det ni eller Trafikverket som har hand om {gata}?' },
    { text: 'Ni gräver upp samma ställe hela jävla tiden. Lär er något!', early: true },
    { text: 'There is a big hole in the bike lane near {plats}. Who do I report it to?' },
    { text: 'Hur vill ni ha felanmälningar, här eller i appen?' },
    { text: 'Stor vattensamling på {gata}, man får gå ut i körbanan med vagnen.' },
    { text: 'Bilen som parkerat på gångbanan vid {gata} {nummer} har reg nr XYZ 789, gör något!' },
  ],
  bloggen: [
    { text: 'Roligt att läsa om dem som annars inte syns.' },
    { text: 'Går det att få inläggen som e-post?' },
    { text: 'Vem bestämmer vad ni skriver om här?' },
    { text: 'Tack för en bra blogg. Läser den till morgonkaffet.' },
    {
      text: 'Jag har väntat på svar i två veckor. Vart vänder man sig då?',
      edit: 'Jag har väntat på svar i två veckor. Vart vänder man sig då? Det gäller en fråga om bygglov på {gata}.',
    },
    { text: 'Kan ni skriva något om skolskjutsarna? Det är kaos vid {plats}.' },
    { text: 'Det här var ju bara skryt. Skriv om det som inte fungerar också.' },
    { text: 'Finns texten på lättläst svenska?' },
    { text: 'Fin bild! Var är den tagen?' },
    { text: 'Ni är så jävla dåliga på att svara i telefon.' },
    { text: 'Min morbror {namn} syns på bilden. Han blev så glad.' },
    { text: 'Ring mig på 070-174 06 42 så berättar jag hur det egentligen ligger till.' },
    { text: 'Is this page available in English? My parents would love to read it.' },
    {
      who: 'Billiga Fönster AB',
      text: 'Tjäna pengar snabbt! Klicka här för att läsa mer: http://fonster.example/nu http://fonster.example/vip',
    },
  ],
  kvarnen: [
    { who: 'Elyas', text: 'är det öppet i kväll eller' },
    { who: 'Wilma', text: 'kan man ta med en kompis från en annan stad' },
    {
      who: 'Noel',
      text: 'någon har tagit min jacka, svart med gul dragkedja',
      edit: 'någon har tagit min jacka, svart med gul dragkedja. HITTADE DEN, den låg under soffan',
    },
    { who: 'tildis', text: 'bästa stället. det var bara det' },
    { who: 'Zahra', text: 'mormor undrar om hon får ha ett bord på matmarknaden' },
    { who: 'Orolig förälder', text: 'När stänger ni på fredag? Ska hämta två stycken.' },
    { who: 'Elyas', text: 'olle förlorade igen. bara så alla vet' },
    { who: 'Mamma till Noel', text: 'Tack för i går. Han pratade hela vägen hem.' },
    { who: 'Anonym', text: 'ni är så jävla töntiga hela huset', gone: true },
    { who: 'Pappa till tre', text: 'Vem ringer man om man vill hjälpa till som vuxen?' },
    { who: 'Wilma', text: 'micken i studion sprakar, felanmäler' },
    { who: 'Anonym', text: 'Jag vet var du bor Elyas, passa dig jävligt noga', early: true },
  ],
  biblioteket: [
    { text: 'Kan man förlänga en bok som någon annan har reserverat?' },
    { text: 'Har ni fler böcker av samma författare?' },
    { text: 'Tack för tipset, läste ut den på en kväll.' },
    { text: 'Kopiatorn på övervåningen är trasig igen.' },
    { text: 'Så mysigt ni har gjort det i barnhörnan!' },
    {
      text: 'Varför är det så kallt i läsesalen?',
      edit: 'Varför är det så kallt i läsesalen? Tack för filten, den hjälpte.',
    },
    { text: 'Maktabaddu ma furan tahay Axadda?', who: 'Amina Warsame', early: true },
    { text: 'Do you have picture books in Arabic?' },
    { text: 'Jag hittade ett gammalt vykort i en bok jag lånade. Ska ni ha det?' },
    { text: 'Det satt en man och pratade högt i telefon i en timme. Gör något åt det.' },
    { text: 'Får man äta matsäck hos er?' },
    { text: 'Otroligt besviken på att ni stänger tidigare på lördagar.', gone: true },
  ],
  kommunen: [
    { text: 'När öppnar återvinningen i morgon?' },
    { text: 'Tack för snabbt svar i går!' },
    { text: 'Det är strömavbrott på {gata}. Vet ni något?' },
    { text: 'Min faster {namn} fick en så fin hjälp i receptionen. Hälsa!' },
    {
      text: 'Hur anmäler man bortsprungen katt? Han är grå och heter Sixten.',
      edit: 'Hur anmäler man bortsprungen katt? Han är grå och heter Sixten. UPPDATERING: han låg i tvättkorgen.',
      early: true,
    },
    { text: 'Det luktar rök vid {plats}. Är det en övning?' },
    { text: 'Vad är det för jävla ordning på er hemsida? Hittar ingenting.' },
    { text: 'Kan ni lägga ut kartan större? Ser inget på mobilen.' },
    { text: 'Bra att ni berättar det här.' },
    {
      text: 'Har skickat in papper tre gånger nu, personnumret är 811228-9874. Vad är det som saknas?',
      early: true,
    },
    { text: 'Where can I find the opening hours for the reception?' },
    { text: 'Vem har hand om badbryggan vid Lugnet?' },
    { text: 'Ni borde skämmas. Ingen i kommunhuset gör något vettigt.', gone: true },
    { text: 'Grattis till er nya kollega på Kontaktcenter!' },
  ],
  nyheter: [
    { text: 'Var hittar man protokollet?' },
    { text: 'Bra nyhet. Äntligen händer det något vid {plats}.' },
    { text: 'Länken längst ner fungerar inte.' },
    { text: 'Hur påverkar det oss som bor på {gata}?' },
    { text: 'Det här har vi hört förut.' },
    { text: 'Tack för tydlig information.' },
    { text: 'Vilket skitsnack. Ni gör ändå som ni vill.' },
    { text: 'Jag vill gärna veta vad det kostar.' },
    { text: 'Kan någon på kommunen ringa upp mig om det här?' },
  ],
  raddning: [
    { text: 'Såg er på {gata} i dag. Hoppas det gick bra för alla.' },
    { text: 'Får man komma och titta på bilarna med en förskolegrupp?' },
    { text: 'Tack för att ni finns.' },
    { text: 'Hur ofta ska man byta pulversläckare?' },
    { text: 'Ni blockerade hela {gata} i en timme för en övning. Helt jävla onödigt.' },
    { text: 'Min brandvarnare piper en gång i minuten. Är den trasig?' },
    { text: 'Vilka hjältar ni är. Hälsa {namn} som bar ner min mamma.' },
  ],
}

export const streets = [
  'Storgatan',
  'Järnvägsgatan',
  'Ågatan',
  'Prästgatan',
  'Skolgatan',
  'Brunnsvägen',
  'Kvarngatan',
  'Björkvägen',
  'Norrbyvägen',
  'Sjukhusgatan',
  'Västanåvägen',
  'Lillågatan',
]

export const places = [
  'Stora torget',
  'stationen',
  'ishallen',
  'Lillåskolan',
  'Stadsparken',
  'gamla bron',
  'vårdcentralen',
  'sporthallen',
  'Kvarndammen',
  'rondellen',
]

export const firstNames = [
  'Berit',
  'Yusuf',
  'Marianne',
  'Samuel',
  'Ritva',
  'Hilma',
  'Göran',
  'Fadumo',
  'Pernilla',
  'Stig',
]

export const passersBy = [
  'Ann-Sofie Berg',
  'Dragan Petrović',
  'Ellen Forsman',
  'Gösta Wiklund',
  'Helin Aydin',
  'Ida Norell',
  'Joakim Ström',
  'Karin Lövgren',
  'Lars-Åke Holm',
  'Miriam Tesfaye',
  'Nora Sjödin',
  'Oskar Falkman',
  'Pernilla Ros',
  'Rolf Tiderman',
  'Saga Lindell',
  'Tariq Hassan',
  'Ulf Brännström',
  'Vera Nyqvist',
  'Åke Sundin',
  'Östen Malm',
  'Linnéa Grahn',
  'Bengt Rask',
  'Cecilia Ahl',
  'Ebba Torp',
]
