import type { Guide, Terms } from '../contract.ts'

export const conditions = {
  edits:
    'Ändrade inlägg ses på sin ändringstid. WordPress har ingen sådan för kommentarer: de hundra nyaste i varje läge jämförs varje minut, äldre när allt gås igenom en gång i timmen.',
  deletions:
    'WordPress berättar inte om borttagningar. De hittas när allt gås igenom och det som saknas slås upp.',
  messages: 'WordPress har inga meddelanden.',
  mentions: 'En blogg har inga omnämnanden. Länkar hit från andra bloggar kommer som kommentarer.',
  visitorPosts: 'På en blogg skriver bara redaktörerna inlägg. Besökare skriver kommentarer.',
} as const

/** The municipality's own site: nobody else's terms stand between it and its records. */
export const terms: Terms = {
  connectable: 'untilRefused',
  entries: [
    {
      about: 'storing',
      says: 'Bloggen är kommunens egen. Programmet är fri programvara (GPLv2 eller senare) och har inga villkor om vad som får sparas.',
      weighed:
        'Inlägg och kommentarer är allmänna handlingar. Uppsikt sparar dem som de är och hur de hämtades.',
      source: { title: 'WordPress, License', url: 'https://wordpress.org/about/license/', read: null },
    },
  ],
}

export const guide: Guide = {
  steps: [
    'Skapa en användare för Uppsikt i WordPress, under Användare. Välj rollen Redaktör: den får läsa och moderera kommentarer och publicera.',
    'Logga in som den användaren, öppna Profil och skapa ett applösenord som heter Uppsikt. Kopiera det: det visas bara en gång.',
    'Lägg till kontot med bloggens adress, användarnamnet och applösenordet. Adressen måste börja med https.',
  ],
  permissions: [
    {
      name: 'Rollen Redaktör',
      why: 'Läsa kommentarer som väntar eller är skräp, hålla tillbaka, godkänna, ta bort, svara och publicera.',
    },
  ],
  approvals: [],
}
