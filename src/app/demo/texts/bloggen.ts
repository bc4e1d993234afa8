import { type Story, us } from '../story.ts'

/** Storlundabloggen: what goes on in the municipality, told by those who do it. */
export const bloggen: readonly Story[] = [
  {
    day: 171,
    time: '09.20',
    title: 'Så blir skolmaten till',
    text: 'Klockan sex tänds lamporna i köket på Lillåskolan. Till lunch ska 640 barn äta, och i dag är det fisk. Vi följde med måltidschefen Marianne en hel förmiddag.',
    picture: { alt: 'Ett skolkök i morgonljus med stora grytor på rad.', scene: 'hus' },
    says: [
      ['Lena Wikström', 'Min son säger att fisken är godast på tisdagar. Nu förstår jag varför.'],
      [
        'Pappa till tre',
        'Varför är det nästan aldrig vegetariskt som barnen faktiskt äter? Linsgrytan åker rätt i slasken.',
      ],
      [
        us,
        'Hej! Köken provar två nya rätter i månaden och frågar barnen efteråt. Linsgrytan är på väg ut och ersätts av tacopaj. /Maja, Storlunda kommun',
        { to: 1 },
      ],
      ['Sofia Lundmark', 'Finns receptet på rotfruktssoppan någonstans? Dottern tjatar om den hemma.'],
      [
        us,
        'Ja, nu finns det på storlunda.se under Skolmat. Det är räknat på 400 portioner, så dela med hundra. /Maja',
        { to: 3 },
      ],
      ['Ove Palmqvist', 'Tack till alla som går upp så tidigt. Ni märks inte, men maten gör det.'],
    ],
  },
  {
    day: 158,
    time: '13.05',
    title: 'Bakom disken på Kontaktcenter',
    text: 'De svarar på 300 samtal om dagen. Det vanligaste är sophämtning, det näst vanligaste är barnomsorg, och det ovanligaste förra året handlade om en påfågel på Prästgatan.',
    says: [
      ['Gunilla', 'Jag pratade med Berit där i förra veckan. Hon tog sig tid. Tack!'],
      [
        'Nils-Erik Hamrin',
        'Jag satt i kö i 40 minuter i måndags. 40 minuter! För att få veta att jag ringt fel nummer.',
      ],
      [
        us,
        'Det låter tröttsamt, och vi beklagar. Måndag förmiddag ringer flest. Efter klockan 14 är väntan oftast under tre minuter. /Jonas',
        { to: 1 },
      ],
      ['Johan Tapper', 'Hur gick det för påfågeln?'],
      [us, 'Den fick åka hem till sin ägare i Holmbo, i baksätet på en kombi. /Jonas', { to: 3 }],
    ],
  },
  {
    months: [6, 8],
    time: '10.10',
    title: '140 ungdomar sommarjobbar i kommunen',
    text: 'De krattar, serverar, målar bänkar och läser högt på äldreboenden. Vi träffade Ilyas och Tuva, som har hand om blommorna på Storgatan i tre veckor.',
    picture: { alt: 'Två ungdomar i reflexväst vattnar blomlådor på en gågata.', scene: 'gata' },
    says: [
      ['Ulla-Britt Fors', 'Vilka duktiga ungdomar! De hälsade så glatt när jag gick förbi.'],
      ['Mehmet Yildiz', 'När kan man söka till nästa sommar? Min dotter fyller sexton i mars.'],
      [us, 'Ansökan öppnar i februari på storlunda.se/sommarjobb. Lycka till! /Maja', { to: 1 }],
      ['Storlundabo76', 'Bänkarna vid ån blev jättefina. Bra jobbat.'],
      ['Kerstin Blom', 'Får de raster i skuggan? Det var 29 grader i går och de stod mitt i solen.'],
      [
        us,
        'Ja, och vid mer än 28 grader slutar de klockan tolv. Bra att du frågar. /Maja',
        { to: 4, after: 27 },
      ],
    ],
  },
  {
    day: 140,
    time: '11.00',
    title: 'Hon tar 900 vattenprov om året',
    text: 'Varje vecka åker Pernilla från Vatten och avlopp mellan tolv kranar i kommunen. Proverna ska till labbet samma dag. Ett glas av det godaste vattnet, säger hon, får man i Västanå.',
    says: [
      ['Bosse i Västanå', 'Det har vi alltid sagt!'],
      ['Lena Wikström', 'Vårt vatten på Brunnsvägen har smakat metall i en månad. Vem ska jag ringa?'],
      [
        us,
        'Hej Lena! Ring Vatten och avlopp via växeln, så kommer någon och tar ett prov hos dig. Det kostar inget. /Jonas',
        { to: 1 },
      ],
      ['Lena Wikström', 'De var här i dag redan. Imponerad.', { to: 2, after: 74 }],
    ],
  },
  {
    day: 121,
    time: '08.45',
    title: 'Hemtjänstens nattpatrull kör 14 mil på en natt',
    text: 'När resten av Storlunda sover är två bilar ute. Vi åkte med Samuel och Ritva en natt till torsdag, och lovade att inte skriva var någon bor.',
    picture: { alt: 'En liten vit bil på en mörk landsväg med lyktorna tända.', scene: 'kväll' },
    says: [
      ['Ulla-Britt Fors', 'Min mamma sover lugnt tack vare er. Det gör jag också.'],
      ['Elin Dahlroth', 'Så fint skrivet. Tack Samuel och Ritva!'],
      ['Ove Palmqvist', 'Hur många är ni på en natt när någon är sjuk? Det skulle jag vilja veta.'],
      [
        us,
        'Alltid två bilar med två i varje. Vid sjukdom kommer en vikarie eller någon från kvällslaget som stannar kvar. /Maja',
        { to: 2 },
      ],
      [
        'Anonym anhörig',
        'Fint att läsa. Men i vårt fall kom ingen förrän 02.40 trots larm vid midnatt. Jag har klagat två gånger och inte fått svar.',
      ],
      [
        us,
        'Det ska du inte behöva vänta på. Hör av dig till enhetschefen via växeln, hon väntar på ditt samtal. Skriv inga uppgifter om din anhöriga här. /Maja',
        { to: 4 },
      ],
    ],
  },
  {
    day: 104,
    time: '15.30',
    title: 'Ni önskade en linbana, ni fick en linbana',
    text: '212 barn ritade hur lekplatsen i Stadsparken skulle se ut. 87 av dem ville ha en linbana. På lördag klockan elva åker den första.',
    picture: { alt: 'En lekplats med linbana mellan två höga träd.', scene: 'park' },
    says: [
      ['Tove, 9 år', 'Jag ritade den!!!'],
      ['Sofia Lundmark', 'Vi var där i lördags. Kön var lång men alla var snälla.', { after: 171 }],
      ['Kerstin Blom', 'Finns det något för barn i rullstol? Jag såg bara sand.', { after: 172 }],
      [
        us,
        'Ja, korggungan och vattenbordet nås på fast mark från parkeringen. Gången dit blev klar i går. /Maja',
        { after: 175, to: 2 },
      ],
      [
        'Roger K.',
        'Linbana men inga pengar till att laga taket på ishallen. Skämtar ni?',
        { after: 196, gone: 30 },
      ],
      ['Amina Warsame', 'Barnen pratar inte om något annat. Tack!', { after: 197 }],
      [
        'Nils-Erik Hamrin',
        'Remmen på linbanan har redan lossnat på ena sidan. Kolla upp det innan någon slår sig.',
        { after: 198.5 },
      ],
      [
        us,
        'Tack för att du sa till. Den är avstängd från i kväll och lagas i morgon bitti. /Jonas',
        { after: 200, to: 6 },
      ],
    ],
  },
  {
    months: [9, 11],
    time: '10.40',
    title: 'Höstlovet: 60 saker att göra som inte kostar något',
    text: 'Skridskor, film på biblioteket, brandstationen visar bilarna, och Kvarnen har öppet varje dag. Hela listan finns på storlunda.se/hostlov.',
    says: [
      ['Sofia Lundmark', 'Behöver man anmäla sig till brandstationen?'],
      [us, 'Nej, det är bara att komma mellan tio och två på onsdagen. /Maja', { to: 0 }],
      ['Fadumo Ali', 'Tack! Finns listan på somaliska? Jag vill skicka den till min syster.'],
      [us, 'Inte än, men den kommer på somaliska, arabiska och engelska i morgon. /Maja', { to: 2 }],
      ['Pappa till tre', 'Äntligen något som inte kostar 300 kronor per barn. Tack.'],
    ],
  },
  {
    day: 66,
    time: '14.15',
    title: 'Parkeringsvakten som helst skriver inga böter alls',
    text: 'Yusuf går i genomsnitt 17 kilometer om dagen. Det bästa, säger han, är när någon kommer springande och hinner. ”Då har vi båda vunnit.”',
    says: [
      ['Storlundabo76', 'Han är alltid trevlig, det ska han ha. Även när man förlorar.'],
      ['Roger K.', 'Jävla lapplisa. Skaffa ett riktigt jobb.', { as: 'lapplisan' }],
      ['Elin Dahlroth', 'Vad är det för fel på folk? Han gör sitt arbete.', { to: 1 }],
      ['Mehmet Yildiz', 'Hälsa Yusuf! Han hjälpte mig få igång bilen en gång.'],
      ['Ingrid Moberg', 'Vad kostar det om man står tio minuter för länge vid vårdcentralen?'],
      [
        us,
        'Kontrollavgiften är 500 kronor. Ring Parkeringsservice om du tror att det blivit fel. /Jonas',
        { to: 4 },
      ],
    ],
  },
  {
    day: 48,
    time: '10.00',
    title: 'Återbruket: 11 ton som inte blev sopor',
    text: 'Cyklar, porslin, brädor och en nästan komplett flygel. Sedan i våras har Återbruket vid Norrby gett bort elva ton saker. Från nästa månad har vi öppet även på lördagar.',
    picture: { alt: 'Hyllor med porslin, cyklar och gamla fönster i en lagerlokal.', scene: 'hus' },
    says: [
      ['Kerstin Blom', 'Underbart ställe. Jag hittade fyra stolar som passar mina två.'],
      ['Johan Tapper', 'Tar ni emot brädor med spik i?'],
      [us, 'Ja, om du säger till personalen. De drar ut spiken själva. /Maja', { to: 1 }],
      [
        'Gunilla',
        'Lördagar! Tack.',
        { edit: { text: 'Lördagar! Tack, då hinner vi som arbetar också.', after: 0.4 } },
      ],
      [
        'Cheap Watches Online',
        'Best replica watches, 80% off! Buy now, free shipping worldwide: http://ur-billigt.example http://ur-billigt.example/sale',
        { as: 'klockorna' },
      ],
    ],
  },
  {
    months: [12, 1],
    time: '09.30',
    title: 'Så sorterar du julen',
    text: 'Papper utan glitter är papper. Papper med glitter är restavfall. Granen lämnar du vid återvinningscentralen till och med tjugondag Knut.',
    says: [
      ['Ulla-Britt Fors', 'Och bandet? Jag sparar alltid bandet, men mannen slänger det.'],
      [us, 'Din man kan lägga det i plasten. Eller ge det till dig. /Maja', { to: 0 }],
      ['Ove Palmqvist', 'Hämtar ni granar hos oss som inte har bil?'],
      [
        us,
        'Scouterna gör det mot en slant till lägerkassan. Numret finns på storlunda.se. /Jonas',
        { to: 2 },
      ],
    ],
  },
  {
    day: 31,
    time: '11.20',
    title: 'Måltidens dag: eleverna bestämde allt',
    text: 'Klass 5B på Lillåskolan fick en budget, ett kök och tre timmar. Resultatet blev kycklinggryta, hemgjort bröd och en efterrätt som försvann på fyra minuter.',
    says: [
      [
        'Mamma i 5B',
        'Min dotter har bakat det brödet tre gånger hemma nu. Kan ni skicka disken också?',
        { after: 50 },
      ],
      ['Hassan Noor', 'Var kycklingen halal? Min son åt inte eftersom ingen kunde svara.'],
      [
        us,
        'Det ska alltid gå att få veta, och vi är ledsna att det inte gjorde det. All kyckling i köken är halal, och nu står det på skylten. /Maja',
        { to: 1 },
      ],
      ['Hassan Noor', 'Tack för svaret. Det betyder mycket.', { to: 2 }],
      ['Lena Wikström', 'Vad blev efterrätten?'],
      [us, 'Äppelpaj med havre. /Maja', { to: 4 }],
    ],
  },
  {
    day: 17,
    time: '08.30',
    title: 'Skolskjutsen: så gör du när bussen inte kommer',
    text: 'Är bussen mer än tio minuter sen, ring trafikledningen. Numret står på kortet. Föraren ser dig på kartan och barnet ska aldrig stå kvar ensamt.',
    says: [
      [
        'Pappa till tre',
        'Bussen 7.12 från Holmbo har inte kommer två dagar i rad.',
        {
          edit: {
            text: 'Bussen 7.12 från Holmbo har inte kommit två dagar i rad. Ingen svarar på numret heller.',
            after: 0.3,
          },
        },
      ],
      [
        us,
        'Tack, det är inte acceptabelt. En ersättningsbuss går från och med i morgon medan vi reder ut varför. /Jonas',
        { to: 0 },
      ],
      ['Ingrid Moberg', 'Kortet är oläsligt. Grå text på ljusgrå botten. Tänk på oss farmödrar.'],
      [us, 'Du har rätt. Nya kort med svart text skickas ut i nästa vecka. /Maja', { to: 2 }],
      ['Pappa till tre', 'Ersättningsbussen kom 7.10. Bra.', { to: 1, after: 48 }],
    ],
  },
  {
    day: 9,
    time: '09.15',
    title: 'Fem saker du kan göra i stadshusets nya e-tjänst',
    text: 'Från och med i dag kan du söka bygglov för altan, boka vigsel, anmäla hål i gatan, ändra förskolans schema och se vad du är skyldig i biblioteksavgift. I den ordningen, om du vill.',
    says: [
      ['Storlundabo76', 'Kan man göra alla fem på samma dag? Frågar åt en vän.'],
      [
        'Elin Dahlroth',
        'E-tjänsten hänger sig när jag ska bifoga ritningen. Har provat två webbläsare.',
        { after: 2 },
      ],
      [
        us,
        'Tack för felanmälan! Filer över 20 MB stoppade allt. Det är rättat nu. /Jonas',
        { to: 1, after: 27.6 },
      ],
      ['Nils-Erik Hamrin', 'Och vi som inte har dator? Ska vi sluta gifta oss?'],
      [us, 'Då hjälper Kontaktcenter dig i receptionen, också med vigseln. /Maja', { to: 3 }],
      ['Daniel Osei', 'Is the service available in English? My wife and I just moved here from Ghana.'],
      [
        us,
        'Hello Daniel, and welcome! Yes: choose English at the top of the page. Kontaktcenter also answers in English. /Maja',
        { to: 5 },
      ],
    ],
  },
  {
    day: 4,
    time: '14.00',
    as: 'parkeringen',
    title: 'Parkeringsavgiften vid Sjukhusgatan ändras',
    text: 'Från den första nästa månad kostar det tio kronor i timmen att stå på Sjukhusgatan, dygnet runt. Du betalar i automaten eller i appen. Frågor? Hör av dig till Parkeringsservice, vi svarar vardagar 8–16.',
    picture: { alt: 'En rad parkerade bilar längs en trädkantad gata.', scene: 'gata' },
    says: [
      ['Lena Wikström', 'Blir det samma taxa för oss som jobbar natt?'],
      [
        us,
        'Nej, den som arbetar på sjukhuset kan söka tillstånd för 150 kronor i månaden. /Jonas',
        { to: 0 },
      ],
      ['Storlundabo76', 'Tio spänn i timmen på en söndag när allt är stängt. Otroligt missnöjd.'],
      ['Ove Palmqvist', 'Bra med automat också, alla har inte app.'],
      [
        'Birgitta Sörman',
        'Jag kör min man till dialysen tre gånger i veckan. Ska vi betala 50 kronor varje gång? Det här känns inte bra.',
        { ago: 21 },
      ],
      [
        'Roger K.',
        'Säg åt henne i receptionen att passa sig. Jag vet var hon bor och vilken bil hon kör.',
        { as: 'hotet', ago: 1.7 },
      ],
    ],
  },
  {
    day: 2,
    time: '14.30',
    as: 'receptionen',
    title: 'Receptionen i stadshuset byggs om',
    text: 'I tre veckor finns receptionen en trappa upp, i lokalen bredvid biblioteket. Hissen går som vanligt. Tiderna är de samma, och kaffet är kvar.',
    says: [
      ['Ulla-Britt Fors', 'Det viktigaste först: kaffet. Tack för omtanken!', { after: 1.2 }],
      [
        'Kerstin Blom',
        'Går det att komma in med rullator från Storgatan, eller är den ingången stängd nu?',
        { as: 'rullatorn', ago: 22.6 },
      ],
      [
        'Snabblån Direkt',
        'Behöver du pengar i dag? Låna upp till 50 000 kr utan kreditupplysning! Klicka här för att ansöka: http://snabblan.example/nu http://snabblan.example/vip',
        { as: 'lånet', ago: 5.2 },
      ],
      ['Johan Tapper', 'Hittade dit utan problem. Skylten vid trappan är lite låg bara.', { ago: 3.4 }],
    ],
  },
]
