import { may } from '../../access/index.ts'
import type { FrameState, Municipality, NavEntry, SignedIn } from '../context.ts'
import { Icon, Mark } from '../ui/atoms/icon.tsx'
import { Count } from '../ui/atoms/status.tsx'
import { countText } from '../ui/atoms/words.ts'

/** An entry with its number, for one person at one moment. */
export interface NavItem extends NavEntry {
  readonly count?: { readonly value: number; readonly of: string; readonly hot?: boolean } | undefined
}

const menuGroups: readonly NavEntry['group'][] = ['Arbete', 'Register', 'Arkiv', 'Uppföljning']

/** What the person may use, in the order of the menu. */
export const menuOf = (
  entries: readonly NavEntry[],
  signedIn: SignedIn,
  state: FrameState,
): readonly NavItem[] =>
  entries
    .filter(({ permission }) => may(signedIn.actor, permission))
    .map((entry) => {
      const held = state.counts[entry.key]
      const [one, many] = entry.counts ?? ['', '']
      if (!held || held.value === 0) return entry
      return { ...entry, count: { ...held, of: countText(held.value, one, many) } }
    })

const NavLink = ({ item, current }: { item: NavItem; current: string }) => (
  <a href={item.href} aria-current={item.key === current ? 'page' : undefined} data-g={item.letter}>
    <Icon name={item.icon} />
    <span class="t">{item.label}</span>
    {item.count && <Count {...item.count} />}
  </a>
)

interface SideNavProps {
  items: readonly NavItem[]
  current: string
  municipality: Municipality
  signedIn: SignedIn
}

/** Words on a wide screen, icon above word on a middling one, gone on a phone. */
export const SideNav = ({ items, current, municipality, signedIn }: SideNavProps) => (
  <nav class="side" aria-label="Huvudmeny">
    <a class="brand" href="/oversikt">
      <Mark />
      <span class="t">
        Uppsikt<small>{municipality.name}</small>
      </span>
      <span class="vh">, till lägesbilden</span>
    </a>
    <MenuGroups items={items} current={current} />
    <p class="who">
      Du är inloggad som
      <br />
      <strong>{signedIn.actor.name}</strong>
      <br />
      {signedIn.roleText}
    </p>
  </nav>
)

/** The menu's groups with what is in them; also the whole of the menu page on a phone. */
export const MenuGroups = ({ items, current }: { items: readonly NavItem[]; current: string }) => (
  <>
    {menuGroups.map((group) => {
      const inGroup = items.filter((item) => item.group === group)
      if (inGroup.length === 0) return null
      return (
        <div>
          <h2>{group}</h2>
          <ul>
            {inGroup.map((item) => (
              <li>
                <NavLink item={item} current={current} />
              </li>
            ))}
          </ul>
        </div>
      )
    })}
  </>
)

/** Bottom bar of a phone: at most four, and the menu. */
export const TabBar = ({ items, current }: { items: readonly NavItem[]; current: string }) => (
  <nav class="tabbar" aria-label="Snabbmeny">
    {items
      .filter((item) => item.tab)
      .slice(0, 4)
      .map((item) => (
        <a href={item.href} aria-current={item.key === current ? 'page' : undefined}>
          <Icon name={item.icon} />
          {item.tab}
          {item.count && <Count {...item.count} />}
        </a>
      ))}
    <a href="/meny" aria-current={current === 'meny' ? 'page' : undefined}>
      <Icon name="menu" />
      Meny
    </a>
  </nav>
)
