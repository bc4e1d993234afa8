import type { Guide, Terms } from '../contract.ts'

export const conditions = {
  comments: 'Bara om webbplatsen har ett eget flöde för kommentarer.',
  edits: 'Ses så länge posten finns kvar i flödet.',
  deletions:
    'Ett flöde visar bara det nyaste, så att något saknas betyder oftast att det är gammalt. Borttaget sägs det bara när sidan själv svarar att den är borta.',
  messages: 'Ett flöde har inga meddelanden.',
  mentions: 'Ett flöde har inga omnämnanden.',
  visitorPosts: 'Ett flöde visar bara det som webbplatsen själv lägger ut.',
  hold: 'Ett flöde kan bara läsas.',
  approve: 'Ett flöde kan bara läsas.',
  privateReply: 'Ett flöde har inga meddelanden.',
  insights: 'Ett flöde har ingen statistik.',
} as const

export const terms: Terms = {
  connectable: 'untilRefused',
  entries: [
    {
      about: 'storing',
      says: 'Flödet kommer från kommunens egen webbplats.',
      weighed:
        'Det som kommunen själv lägger ut är allmänna handlingar och sparas. Läggs någon annans flöde till gäller den andras villkor och upphovsrätt.',
      source: {
        title: 'RSS 2.0 Specification',
        url: 'https://www.rssboard.org/rss-specification',
        read: null,
      },
    },
  ],
}

export const guide: Guide = {
  steps: [
    'Leta upp flödets adress. Den står ofta vid en RSS-symbol, eller i sidans källkod som application/rss+xml eller application/atom+xml.',
    'Lägg till kontot med adressen. Har webbplatsen ett flöde för kommentarer kan du ange det också.',
  ],
  permissions: [],
  approvals: [],
}
