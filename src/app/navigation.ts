import type { NavEntry } from '../web/index.ts'

/** The menu, in the order of design/screens.md §2; entries come as their screens do. */
export const navigation: readonly NavEntry[] = [
  { key: 'oversikt', href: '/oversikt', icon: 'radar', label: 'Lägesbild', group: 'Arbete', permission: 'overview.read', tab: 'Läge', letter: 'l' },
  { key: 'ko', href: '/ko', icon: 'queue', label: 'Kö', group: 'Arbete', permission: 'tasks.read', tab: 'Kö', letter: 'k', counts: ['ärende', 'ärenden'] },
  { key: 'register', href: '/register', icon: 'register', label: 'Konton', group: 'Register', permission: 'accounts.read', tab: 'Konton', letter: 'r', counts: ['konto som inte hämtas', 'konton som inte hämtas'] },
  { key: 'sok', href: '/sok', icon: 'search', label: 'Sök', group: 'Arkiv', permission: 'search.use', tab: 'Sök', letter: 's' },
  { key: 'installningar', href: '/installningar/riktlinje', icon: 'gear', label: 'Inställningar', group: 'Uppföljning', permission: 'policy.read' },
]
