import type { Guide, Platform, Terms } from '../contract.ts'

export const guide: Guide = {
  steps: [
    'Logga in på kommunens Mastodonserver med kommunens konto.',
    'Öppna Inställningar, Utveckling och välj Ny applikation. Kalla den Uppsikt.',
    'Kryssa ur det som är förvalt och kryssa för behörigheterna i listan här. Spara.',
    'Öppna applikationen och kopiera åtkomstnyckeln (Din åtkomsttoken).',
    'Lägg till kontot i registret med adressen till servern, kontots namn och nyckeln, eller logga in genom applikationen.',
  ],
  permissions: [
    { name: 'read:accounts', why: 'Ser vilket konto nyckeln hör till och hur många som följer det.' },
    { name: 'read:statuses', why: 'Hämtar kommunens inlägg och svaren under dem.' },
    {
      name: 'read:notifications',
      why: 'Hämtar omnämnanden och meddelanden, även de som filtret håller undan.',
    },
    { name: 'write:statuses', why: 'Publicerar inlägg och svarar.' },
    { name: 'write:media', why: 'Publicerar bilder och film.' },
    { name: 'write:blocks', why: 'Blockerar den som stör, när en person har beslutat det.' },
  ],
  approvals: [],
}

/** Each server has its own rules, so there is nothing to read once for all. */
export const terms: Terms = {
  connectable: 'untilRefused',
  entries: [
    {
      about: 'storing',
      says: 'Varje Mastodonserver har egna regler. Mastodon som program har inga villkor mot att den som fått ett inlägg sparar det.',
      weighed:
        'Kommunen läser den egna serverns regler (Om, Serverregler). Det som skrivs till kommunen är allmän handling och sparas.',
      source: {
        title: 'Mastodon, serverns regler',
        url: 'https://docs.joinmastodon.org/entities/Rule/',
        read: null,
      },
    },
  ],
}

export const conditions: NonNullable<Platform['conditions']> = {
  comments:
    'Svar som aldrig nått kommunens server finns inte där, så de kan inte hämtas. Svar som inte nämner kommunen hittas när räknaren under inlägget ändras, eller när allt listas om.',
  messages: 'Mastodon har inga krypterade meddelanden. Direkta omnämnanden hämtas som meddelanden.',
  deletions:
    'Ett svar som författaren har gjort osynligt för kommunen ser likadant ut som ett raderat. Båda registreras som borta.',
  visitorPosts: 'Mastodon har inga inlägg på andras sidor. Den som vill nå kommunen nämner kontot.',
  hide: 'Den som har ett konto hos Mastodon kan inte dölja andras svar. Kontot kan blockeras och svaret anmälas.',
  unhide: 'Andras svar kan inte döljas, så det finns inget att visa igen.',
  hold: 'Mastodon har ingen förhandsgranskning av svar.',
  approve: 'Mastodon har ingen förhandsgranskning av svar.',
  publish:
    'Mastodon tar inte emot textning som en egen fil. Samma text två gånger inom ett dygn räknas som samma inlägg.',
  insights: 'Mastodon har ingen statistik över tid. Siffrorna är räknare: allt fram till nu.',
  blockAuthor:
    'En blockering hindrar personen från att se och svara kommunens konto. Tidigare svar ligger kvar för andra.',
}

export const byHand: Platform['byHand'] = {
  remove: [
    'Ingen kan ta bort någon annans svar i Mastodon, men den som driver servern kan. Öppna svaret, inloggad med kommunens konto.',
    'Välj de tre punkterna under svaret och sedan Rapportera. Välj den regel som svaret bryter mot och skriv varför.',
    'Ligger författaren på en annan server: kryssa för att vidarebefordra rapporten dit.',
    'Ta en bild av kvittot på rapporten och bekräfta här.',
  ],
}
