import type { NavEntry, SettingsEntry } from '../web/index.ts'

/** The menu, in the order of design/screens.md §2; entries come as their screens do. */
export const navigation: readonly NavEntry[] = [
  {
    key: 'oversikt',
    href: '/oversikt',
    icon: 'radar',
    label: 'Lägesbild',
    group: 'Arbete',
    permission: 'overview.read',
    tab: 'Läge',
    letter: 'l',
  },
  {
    key: 'ko',
    href: '/ko',
    icon: 'queue',
    label: 'Kö',
    group: 'Arbete',
    permission: 'tasks.read',
    tab: 'Kö',
    letter: 'k',
    counts: ['ärende', 'ärenden'],
  },
  {
    key: 'dialog',
    href: '/dialog',
    icon: 'talk',
    label: 'Dialog',
    group: 'Arbete',
    permission: 'tasks.read',
    letter: 'd',
    counts: ['fråga', 'frågor'],
  },
  {
    key: 'register',
    href: '/register',
    icon: 'register',
    label: 'Konton',
    group: 'Register',
    permission: 'accounts.read',
    tab: 'Konton',
    letter: 'r',
    counts: ['konto som inte hämtas', 'konton som inte hämtas'],
  },
  {
    key: 'sok',
    href: '/sok',
    icon: 'search',
    label: 'Sök',
    group: 'Arkiv',
    permission: 'search.use',
    tab: 'Sök',
    letter: 's',
  },
  {
    key: 'installningar',
    href: '/installningar/riktlinje',
    icon: 'gear',
    label: 'Inställningar',
    group: 'Uppföljning',
    permission: 'policy.read',
  },
]

/** The pages of the settings, in the order of their tabs; a person sees those that they may open. */
export const settings: readonly SettingsEntry[] = [
  { href: '/installningar/riktlinje', text: 'Riktlinje', permission: 'policy.read' },
  { href: '/installningar/plattformar', text: 'Plattformar', permission: 'policy.read' },
  { href: '/installningar/bilder', text: 'Bilder', permission: 'pictures.administer' },
  { href: '/installningar/offentligt', text: 'Offentligt', permission: 'publicPages.change' },
  { href: '/installningar/medarbetare', text: 'Medarbetare', permission: 'staff.read' },
  { href: '/installningar/inloggning', text: 'Inloggning', permission: 'identity.administer' },
  { href: '/installningar/handelser', text: 'Händelser', permission: 'audit.read' },
  { href: '/installningar/notiser', text: 'Notiser', permission: 'signedIn' },
  { href: '/installningar/mig', text: 'Dina nycklar', permission: 'signedIn' },
]
