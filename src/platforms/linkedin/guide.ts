import type { Guide, Platform, Terms } from '../contract.ts'

/** Swedish texts about LinkedIn. Where each fact is from: README.md. */

export const guide: Guide = {
  steps: [
    'Se till att kommunen har en sida (Page) på LinkedIn, och att den som ska logga in har rollen administratör (Super admin) för den.',
    'Skapa en app på linkedin.com/developers/apps i kommunens namn, knuten till sidan. Låt sidans administratör bekräfta knytningen med länken som utvecklarportalen ger.',
    'Ansök om produkten Community Management API under Products. Använd en e-postadress på kommunens egen domän: privata adresser godkänns inte.',
    'Lägg in adressen som Uppsikt visar när kontot kopplas under Auth, Authorized redirect URLs. Spara Client ID och Client Secret.',
    'Lägg till kontot i registret: först appen, vars nummer står i adressen till den i utvecklarportalen, sedan inloggningen.',
    'Logga in hos LinkedIn som administratör för sidan och godkänn alla behörigheter.',
    'När Standard Tier är godkänd: registrera webhook-adressen, som står under Kommunens app hos LinkedIn, under Webhooks i utvecklarportalen. Uppsikt svarar på LinkedIns kontroll, och prenumererar sedan själv.',
  ],
  permissions: [
    { name: 'r_organization_social', why: 'Läsa sidans inlägg.' },
    { name: 'r_organization_social_feed', why: 'Läsa kommentarer och svar på dem.' },
    { name: 'w_organization_social', why: 'Publicera inlägg.' },
    { name: 'w_organization_social_feed', why: 'Svara på kommentarer.' },
    {
      name: 'rw_organization_admin',
      why: 'Hämta omnämnanden, besked om borttagna kommentarer, händelser och statistik. Ger också rätt att ändra sidan, vilket Uppsikt inte gör.',
    },
  ],
  approvals: [
    {
      what: 'Community Management API, Development Tier',
      takes:
        'LinkedIn lovar ingen tid. Räkna med några veckor. Ett avslag gäller appen för gott: då behövs en ny app.',
      meanwhile: 'Ingenting hämtas. Gör det som behövs för hand i LinkedIn och för in det i Uppsikt.',
    },
    {
      what: 'Community Management API, Standard Tier (skärminspelning, personuppgiftspolicy, inloggning för granskaren)',
      takes: 'LinkedIn lovar ingen tid. Development Tier gäller högst tolv månader.',
      meanwhile:
        'Högst 100 frågor om dygnet för den som loggat in och 500 för appen, och inga händelser. En hämtning utan nyheter kostar mellan 2 och 12 frågor, så det räcker till enstaka hämtningar om dygnet.',
    },
  ],
}

const about = {
  title: 'LinkedIn Data Storage Requirements',
  url: 'https://learn.microsoft.com/en-us/linkedin/marketing/data-storage-requirements',
}

export const terms: Terms = {
  connectable: 'onceAccepted',
  entries: [
    {
      about: 'storing',
      says: 'Medlemmars aktivitet (inlägg, kommentarer, omnämnanden och uppgifter om dem) får sparas i 48 timmar.',
      weighed:
        'En kommentar på kommunens sida är som regel en inkommen allmän handling, som kommunen ska bevara och kunna lämna ut. Det går inte ihop med 48 timmar. Uppsikt bevarar, och därför ansluts sidan först när kommunen har tagit ställning.',
      source: { ...about, read: null },
    },
    {
      about: 'storing',
      says: 'Andra medlemmars profiluppgifter får hållas i 24 timmar men inte sparas. Gäller flera tider samma uppgift gäller den kortaste.',
      weighed:
        'Uppsikt hämtar inga profiler. Av den som har skrivit bevaras bara LinkedIns beteckning på personen, som står i kommentaren och behövs för att veta vem som har sagt vad.',
      source: { ...about, read: null },
    },
    {
      about: 'deleting',
      says: 'Det som har passerat sin tid ska tas bort.',
      weighed:
        'Allmänna handlingar gallras bara efter beslut enligt arkivlagen. Uppsikt tar inte bort på LinkedIns begäran. Kommunen behöver själv ta ställning.',
      source: { ...about, read: null },
    },
    {
      about: 'governmentUse',
      says: 'Gränssnitten ges till registrerade organisationer för att sköta sidor. Uppgifter om medlemmar får inte användas till annat eller lämnas vidare till andra än kommunen och dem som arbetar för den.',
      weighed:
        'Tillsyn av kommunens egen sida är att sköta den. Om utlämnande av allmän handling ryms i villkoren säger LinkedIn inte; offentlighetsprincipen gäller oavsett.',
      source: {
        title: 'LinkedIn Marketing API Terms',
        url: 'https://www.linkedin.com/legal/l/marketing-api-terms',
        read: null,
      },
    },
  ],
}

export const conditions: NonNullable<Platform['conditions']> = {
  mentions:
    'Kräver att den som loggat in är administratör för sidan. Inlägg som nämner sidan hämtas, de senaste 60 dagarna. Omnämnanden i andras kommentarer ger LinkedIn inte besked om på något sätt som är känt.',
  media: 'Bilder, film och dokument i inlägg. Bilder i kommentarer hämtas inte.',
  edits: 'Ändringar märks vid nästa hämtning, eller genom händelser när appen har fått dem.',
  messages:
    'Gränssnittet för sidor ger inte meddelanden. De kan läsas genom LinkedIns väg för dataportabilitet (DMA), som Uppsikt inte använder.',
  visitorPosts: 'Besökare kan inte skriva egna inlägg på en sida hos LinkedIn.',
  hide: 'LinkedIn kan inte dölja en kommentar.',
  unhide: 'LinkedIn kan inte dölja en kommentar, så det finns inget att visa igen.',
  hold: 'LinkedIn har ingen granskning före publicering.',
  approve: 'LinkedIn har ingen granskning före publicering.',
  remove: 'Det är inte visat att gränssnittet får ta bort andras kommentarer. Därför görs det för hand.',
  blockAuthor: 'Gränssnittet kan inte spärra en medlem. En administratör kan anmäla personen för hand.',
  reply: 'Svar på ett svar hamnar under den kommentar som tråden började med: LinkedIn har två nivåer.',
  privateReply: 'Gränssnittet för sidor ger inte meddelanden.',
  publish:
    'Text, länk, högst 20 bilder eller en film med undertexter. En länk tillsammans med bild eller film läggs i texten. LinkedIn hämtar ingen bild från länkens sida.',
  insights:
    'Kräver att den som loggat in är administratör för sidan. Dag för dag, högst tolv månader tillbaka.',
}

const proof = 'Ta en bild av resultatet och bekräfta här.'
const open = 'Logga in på LinkedIn som administratör för sidan och öppna inlägget.'

export const byHand: Platform['byHand'] = {
  remove: [open, 'Välj de tre punkterna vid kommentaren och sedan Ta bort. Går det inte, välj Anmäl.', proof],
  blockAuthor: [open, 'Öppna personens profil och anmäl den om den bryter mot LinkedIns regler.', proof],
}
