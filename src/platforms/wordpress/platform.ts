import { plainAddress } from '../../kernel/index.ts'
import type { Platform } from '../contract.ts'
import { overFile } from '../export-file/over-file.ts'
import { check, profile } from './check.ts'
import { collection } from './collection.ts'
import { conditions, guide, terms } from './guide.ts'
import { importWxr } from './imports.ts'
import { moderation } from './moderation.ts'
import { publishing } from './publishing.ts'
import { reply } from './reply.ts'

export const wordpress: Platform = {
  id: 'wordpress',
  name: 'WordPress',
  mark: 'Wp',
  blog: 'mostly',
  settings: [
    {
      name: 'url',
      secret: false,
      required: true,
      help: 'Webbplatsens adress, till exempel https://blogg.kommunen.se.',
      address: true,
    },
    {
      name: 'username',
      secret: false,
      required: true,
      help: 'Användarnamnet i WordPress. Användaren behöver rollen Redaktör.',
    },
    {
      name: 'password',
      secret: true,
      required: true,
      help: 'Ett applösenord: WordPress, Användare, Profil, Applösenord. Inte det vanliga lösenordet.',
    },
  ],
  accountKey: ({ url = '' }) => plainAddress(url),
  collects: { posts: true, comments: true, media: true, edits: true, deletions: true },
  conditions,
  terms,
  guide,
  check,
  profile,
  collection,
  moderation,
  reply,
  publishing,
  imports: {
    'wordpress-wxr': overFile(
      importWxr,
      'Exporten från WordPress innehåller adresserna till bilder och filmer men inte själva filerna, och inget av det som är raderat.',
    ),
  },
  byHand: {
    blockAuthor: [
      'Logga in i WordPress och öppna Inställningar, Diskussion.',
      'Skriv personens e-postadress, namn eller IP-adress på en egen rad under Otillåtna kommentarsord.',
      'Välj Spara ändringar. Nya kommentarer som innehåller raden hamnar i papperskorgen.',
      'Om personen har ett användarkonto: öppna Användare, och ändra dess roll till Ingen roll på den här webbplatsen.',
      'Ta en bild av inställningen och bekräfta att den är sparad.',
    ],
    privateReply: [
      'Öppna kommentaren i WordPress under Kommentarer. E-postadressen står under personens namn.',
      'Skriv svaret från kommunens funktionsbrevlåda, inte från en egen adress.',
      'Spara det skickade brevet i ärendet och bekräfta.',
    ],
    insights: [
      'WordPress har ingen egen statistik. Öppna webbplatsens statistikverktyg, till exempel Matomo.',
      'Läs av perioden och för in siffrorna. Ta en bild och bekräfta.',
    ],
  },
}
