import type { Guide, Platform, Terms } from '../contract.ts'

const agreement = {
  title: 'X Developer Agreement, Government Use',
  url: 'https://docs.x.com/developer-terms/agreement',
  read: '2026-11-21',
}

export const terms: Terms = {
  connectable: 'onceAccepted',
  entries: [
    {
      about: 'governmentUse',
      says: 'Den som gör innehåll från X tillgängligt för den som arbetar åt en offentlig myndighet ska ha avtalet Enterprise och ange vilka som använder det.',
      weighed:
        'En kommun är rimligen en sådan myndighet. Kontot ansluts därför inte förrän kommunen har prövat avtalet och sagt ja.',
      source: agreement,
    },
    {
      about: 'governmentUse',
      says: 'Innehåll från X får inte användas för att övervaka eller kartlägga människor, om inte X har godkänt det skriftligt.',
      weighed:
        'Uppsikt hämtar bara det egna kontots inlägg och det som riktas till kontot. Där söks inget om personer.',
      source: { ...agreement, title: 'X Developer Agreement, User Protection', read: '2026-11-29' },
    },
    {
      about: 'deleting',
      says: 'Sparat innehåll ska tas bort eller ändras när det tas bort eller ändras på X, senast ett dygn efter begäran. Det gäller inte när lag hindrar det, men då krävs också skriftligt medgivande från X.',
      weighed:
        'Allmänna handlingar får bara gallras med stöd av beslut. Uppsikt behåller handlingen. Kommunen prövar motsättningen, och om medgivandet ska begäras, innan kontot ansluts.',
      source: {
        title: 'X Developer Policy',
        url: 'https://docs.x.com/developer-terms/policy',
        read: '2026-11-29',
      },
    },
  ],
}

export const guide: Guide = {
  steps: [
    'Skapa ett projekt och en app i X utvecklarportal, inloggad med kommunens konto.',
    'Slå på OAuth 2.0 som konfidentiell webbapp och ange Uppsikts adress för återkoppling.',
    'Kopiera Client ID, Client Secret och Bearer Token till Uppsikt. Bearer Token behövs för att X ska skicka händelser.',
    'Anslut kontot i Uppsikt och godkänn behörigheterna på X.',
  ],
  permissions: [
    { name: 'tweet.read, users.read', why: 'Läsa kommunens inlägg, svar och omnämnanden.' },
    { name: 'tweet.write, media.write', why: 'Publicera och svara.' },
    { name: 'tweet.moderate.write', why: 'Dölja svar.' },
    { name: 'dm.read, dm.write', why: 'Läsa och besvara direktmeddelanden.' },
    { name: 'offline.access', why: 'Förnya inloggningen utan att någon loggar in igen varannan timme.' },
  ],
  approvals: [
    {
      what: 'Avtalet Enterprise',
      takes: 'Förhandlas med X. Räkna med veckor.',
      meanwhile: 'Följ kontot för hand och lägg in det viktiga som bilder.',
    },
  ],
}

export const conditions: NonNullable<Platform['conditions']> = {
  comments: 'Svar hittas genom sökning, som når sju dagar bakåt och de 120 senaste trådarna.',
  deletions: 'Det som har tagits bort upptäcks för inlägg och svar från de senaste sju dagarna.',
  visitorPosts:
    'På X skriver var och en hos sig. Det som nämner eller svarar kommunen kommer som omnämnanden och kommentarer.',
  media: 'Bilder i direktmeddelanden hämtas inte.',
  hide: 'Bara svar i trådar som kommunen har börjat. X visar dem fortfarande under dolda svar, och berättar inte efteråt för program att svaret är dolt. X svar på åtgärden är därför beviset, och ärendet visar svaret som synligt.',
  reply: 'Bara till den som har nämnt eller citerat kommunens konto. Andra besvaras för hand.',
  privateReply: 'Bara till den som tar emot direktmeddelanden från kommunens konto.',
  publish:
    'Text, länk och bilder eller en film med undertexter. X tar betalt för varje inlägg, och ungefär tretton gånger mer (0,20 dollar) när det har en länk.',
  insights:
    'Hela antal hittills för kontot och varje inlägg. Det som räknas per dag (visningar, klick) lämnar X bara ut för kontots egna inlägg. Dygnen är i UTC, alltså från klockan ett eller två på natten.',
  hold: 'X har ingen granskning före publicering.',
  approve: 'X har ingen granskning före publicering.',
}

export const byHand: Platform['byHand'] = {
  remove: [
    'Ingen kan ta bort någon annans inlägg på X. Svaret kan döljas, och anmälas till X.',
    'Öppna inlägget på x.com, inloggad med kommunens konto. Välj de tre punkterna och sedan Anmäl inlägg.',
    'Ta en bild av bekräftelsen på anmälan och bekräfta här.',
  ],
  blockAuthor: [
    'Öppna personens profil på x.com, inloggad med kommunens konto. Välj de tre punkterna och sedan Blockera.',
    'Ta en bild av profilen där det står att den är blockerad och bekräfta här.',
  ],
}
