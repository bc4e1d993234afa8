import type { Guide, Terms } from '../contract.ts'

export const conditions = {
  messages:
    'Chatten hämtas om applösenordet får komma åt direktmeddelanden. Bilder skickas inte i chatten. Meddelanden besvaras i Bluesky.',
  visitorPosts:
    'I Bluesky skriver var och en hos sig. Det som nämner kommunen kommer som omnämnanden och svar.',
  edits:
    'Bluesky har ingen knapp för att ändra. Skrivs ett inlägg om genom ett program ses det som en ny version.',
  hide: 'Svaret döljs i kommunens tråd, men finns kvar hos den som skrev det.',
  hold: 'Bluesky kan inte hålla tillbaka svar före visning. Dölj dem i stället när de har kommit.',
  approve: 'Eftersom inget hålls tillbaka finns inget att godkänna.',
} as const

export const terms: Terms = {
  connectable: 'untilRefused',
  entries: [
    {
      about: 'storing',
      says: 'Allt i Bluesky är öppet, och protokollet är gjort för att andra ska kunna spara och visa det.',
      weighed: 'Kommunens inlägg och svaren på dem är allmänna handlingar och sparas.',
      source: {
        title: 'Bluesky, Terms of Service',
        url: 'https://bsky.social/about/support/tos',
        read: null,
      },
    },
    {
      about: 'deleting',
      says: 'Den som tar bort sitt inlägg väntar sig att det slutar visas.',
      weighed:
        'Uppsikt visar det inte för allmänheten. Handlingen finns kvar i arkivet tills den gallras efter beslut, och borttagningen antecknas.',
      source: {
        title: 'Bluesky, Terms of Service',
        url: 'https://bsky.social/about/support/tos',
        read: null,
      },
    },
  ],
}

export const guide: Guide = {
  steps: [
    'Skapa kontot med en gemensam e-postadress, och använd kommunens webbadress som användarnamn om det går: det visar att kontot är äkta.',
    'Öppna Inställningar, Integritet och säkerhet, Applösenord. Skapa ett som heter Uppsikt, och kryssa i att det får komma åt direktmeddelanden.',
    'Lägg till kontot med server, användarnamn och applösenord. De flesta konton finns på https://bsky.social.',
  ],
  permissions: [
    {
      name: 'Applösenord',
      why: 'Läsa aviseringar och chatten, dölja svar i egna trådar, svara och publicera. Det kan inte byta lösenord eller ta bort kontot.',
    },
  ],
  approvals: [],
}
