import type { Permission } from '../../../access/index.ts'

/** Each permission in words: '… får', and whether it is about accounts or about the municipality as a whole. */
export const permissionWords: Readonly<
  Record<Permission, readonly [about: 'account' | 'municipality', text: string]>
> = {
  'overview.read': ['account', 'Se lägesbilden'],
  'tasks.read': ['account', 'Se kön'],
  'tasks.work': ['account', 'Arbeta i kön'],
  'items.read': ['account', 'Läsa inlägg och kommentarer'],
  'measures.take': ['account', 'Dölja, visa och hålla tillbaka'],
  'measures.remove': ['account', 'Ta bort'],
  'supervision.confirm': ['account', 'Se igenom och bekräfta uppsikten'],
  'supervision.explain': ['account', 'Förklara en missad dag'],
  'supervision.read': ['account', 'Se hur uppsikten har skötts'],
  'dialogue.reply': ['account', 'Svara i kommunens namn'],
  'search.use': ['account', 'Söka i arkivet'],
  'archive.prove': ['account', 'Hämta bevispaket'],
  'accounts.read': ['account', 'Se kontot i förteckningen'],
  'accounts.register': ['account', 'Ändra kontot och utse ansvariga'],
  'accounts.connect': ['account', 'Ansluta kontot till plattformen'],
  'collection.run': ['account', 'Hämta nu'],
  'collection.recordByHand': ['account', 'Registrera för hand'],
  'collection.explainGap': ['account', 'Förklara en lucka'],
  'rights.read': ['account', 'Se vem som får göra vad'],
  'policy.read': ['municipality', 'Läsa riktlinjen'],
  'policy.change': ['municipality', 'Ändra riktlinjen'],
  'staff.read': ['municipality', 'Se medarbetarna'],
  'staff.change': ['municipality', 'Lägga till och ändra medarbetare'],
  'identity.administer': ['municipality', 'Ställa in inloggningen'],
  'platforms.decide': ['municipality', 'Besluta om plattformar'],
  'log.administer': ['municipality', 'Sköta loggens nycklar'],
  'audit.read': ['municipality', 'Läsa händelserna'],
}
