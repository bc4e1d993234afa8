import { channelPosts } from './channels/live-posts.ts'
import type { LiveKey } from './live.ts'

/** Posts that come while one watches, each with what is said under it a little later. `vi` is the account itself. */
export interface LivePost {
  readonly account: LiveKey
  readonly title: string
  readonly text: string
  readonly says: readonly (readonly [who: string, text: string])[]
}

export const livePosts: readonly LivePost[] = [
  ...channelPosts,
  {
    account: 'gatan',
    title: '',
    text: 'Vi byter brunnslock på {gata} i eftermiddag. Ett körfält i taget, en kvart per brunn.',
    says: [
      ['Pendlaren', 'Måste det vara just när alla ska hem?'],
      ['vi', 'Vi börjar efter 18. Tack för påminnelsen.'],
      ['Brunnsbo', 'Mina brunnar! Tack.'],
    ],
  },
  {
    account: 'kommunen',
    title: '',
    text: 'Receptionen stänger klockan 15 i dag för utbildning. Kontaktcenter svarar som vanligt på telefon till 16.',
    says: [
      ['Fikafredrik', 'Utbildning i vad?'],
      ['vi', 'Hjärt- och lungräddning.'],
      ['Elin D', 'Bra använd tid.'],
    ],
  },
  {
    account: 'bloggen',
    title: 'Vaktmästaren som kan varje dörr',
    text: 'Det finns 2 411 dörrar i kommunens hus. Göran har nyckel till alla utom en, och den vet ingen vart den leder.',
    says: [
      ['Storlundabo76', 'Öppna dörren! Sänd det direkt!'],
      ['Kerstin Blom', 'Göran har lagat mitt cykellås på sin lunchrast. Guld.'],
      ['Johan Tapper', 'Vilket hus sitter den i?'],
    ],
  },
  {
    account: 'biblioteket',
    title: 'Veckans fråga i disken',
    text: '”Jag söker en bok, den var blå.” Vi hittade den. Det tog 40 minuter och den var grön.',
    says: [
      ['Lasande Lasse', 'Det här är varför ni inte får ersättas av en sökruta.'],
      ['Elin Dahlroth', 'Vilken bok var det?'],
      ['Ingrid Moberg', 'Det var jag. Den VAR blå när jag var ung.'],
    ],
  },
  {
    account: 'kvarnen',
    title: 'Ikväll: öppen scen',
    text: 'Fem minuter var. Du får sjunga, läsa, trolla eller stå tyst. Vi har redan en som ska stå tyst.',
    says: [
      ['Elyas', 'det är jag som ska stå tyst'],
      ['Zahra', 'får man vara två'],
      ['Mamma till Noel', 'Får föräldrar titta, eller är det pinsamt?'],
    ],
  },
  {
    account: 'nyheter',
    title: 'Nya tider på återvinningscentralen',
    text: 'Från och med nästa vecka är det öppet till klockan 20 på tisdagar och torsdagar. På söndagar är det stängt.',
    says: [
      ['Gunilla', 'Tack, kvällarna behövdes.'],
      ['Kurt', 'Och vi som bara kan på söndagar?'],
      ['Ann-Sofie Berg', 'Gäller det även Norrby?'],
    ],
  },
  {
    account: 'raddning',
    title: 'Larm: rökutveckling i flerfamiljshus',
    text: 'En glömd kastrull, ingen skadad, mycket vädring. Spisvakt kostar mindre än en ny kastrull.',
    says: [
      ['Orolig granne', 'Det var i vår port. Tack för lugnt bemötande.'],
      ['Ulla-Britt Fors', 'Var köper man en spisvakt?'],
    ],
  },
  {
    account: 'gatan',
    title: '',
    text: 'Klottersaneringen är klar vid {plats}. 46 kvadratmeter, varav en ganska fin katt som vi lät sitta kvar.',
    says: [
      ['Trädkramaren', 'Heder åt den som lät katten sitta.'],
      ['Kurt', 'Klotter är klotter.'],
      ['Hundvakten', 'Taxen protesterar. Var är hunden?'],
    ],
  },
  {
    account: 'kommunen',
    title: '',
    text: 'Just nu är det lång kö i telefon. Vi ringer upp om du knappar in ditt nummer. Du behåller din plats.',
    says: [
      ['Norrbybo', 'Provade. De ringde upp efter tolv minuter.'],
      ['Barnvagnsbjörn', 'Fungerar det om man har hemligt nummer?'],
    ],
  },
  {
    account: 'bloggen',
    title: 'Så räknar vi fåglar i Kvarndammen',
    text: 'Varje vecka räknar Stig och klass 4A änder. Rekordet är 212, och en av dem var av trä.',
    says: [
      ['Tove, 9 år', 'Jag såg träanden först!!'],
      ['Gösta Wiklund', 'Får man hjälpa till fast man är pensionär?'],
      ['Nils-Erik Hamrin', 'Skattepengar till andräkning. Jag säger inget mer.'],
    ],
  },
  {
    account: 'biblioteket',
    title: 'Ny tidning i hyllan: allt om bin',
    text: 'Ni röstade, bina vann över husvagnar med tre röster. Första numret finns nu, och ett till husvagnsfolket som tröst.',
    says: [
      ['Bosse i Västanå', 'Jag har fyra kupor och inga åsikter. Jo, en: bra!'],
      ['Åke Sundin', 'Husvagnsfolket tackar för trösten.'],
    ],
  },
  {
    account: 'raddning',
    title: 'I dag övar vi på isen, eller vid bryggan om isen är borta',
    text: 'Ytlivräddning vid Lugnet klockan 13–16. Den orange figuren i vattnet är en av oss.',
    says: [
      ['Simmaren Sune', 'Hur kallt är vattnet?'],
      ['Mamma i 5B', 'Får klassen komma och titta?'],
    ],
  },
  {
    account: 'kvarnen',
    title: 'Vi har köpt en ugn',
    text: 'En riktig. Pizza på fredag, första omgången klockan 17, sedan tills degen tar slut.',
    says: [
      ['Wilma', 'PIZZA'],
      ['Orolig förälder', 'Finns glutenfri deg?'],
      ['Elyas', 'olle får inte bestämma fyllning'],
    ],
  },
  {
    account: 'nyheter',
    title: 'Vattnet stängs av på {gata} i natt',
    text: 'Mellan klockan 00 och 05 byter vi en ventil. Tappa upp vatten innan och spola tills det blir klart efteråt.',
    says: [
      ['Ebba Torp', 'Gäller det hela gatan eller bara jämna nummer?'],
      ['Rolf Tiderman', 'Bra att det görs på natten.'],
    ],
  },
]
