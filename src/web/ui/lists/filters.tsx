import type { Child } from 'hono/jsx'
import { Button } from '../atoms/button.tsx'
import { Icon } from '../atoms/icon.tsx'
import type { IconName } from '../atoms/icons.ts'
import { useRendering } from '../atoms/rendering.ts'
import { countText, numberText } from '../atoms/words.ts'

/** Choices that narrow a list. Each is a link: what is chosen lives in the address. */
export const FilterBar = ({
  label,
  clear,
  children,
}: {
  label: string
  clear?: string | undefined
  children: Child
}) => (
  <nav class="filters" aria-label={label}>
    {children}
    {clear && <a href={clear}>Rensa</a>}
  </nav>
)

interface ChipProps {
  href: string
  chosen: boolean
  icon?: IconName | undefined
  children: Child
}

export const Chip = ({ href, chosen, icon, children }: ChipProps) => (
  <a class={chosen ? 'chip on' : 'chip'} href={href} aria-current={chosen ? 'true' : undefined}>
    {icon && <Icon name={icon} size="s" />}
    {children}
    {chosen && <span class="vh">, valt</span>}
  </a>
)

export interface Tab {
  readonly href: string
  readonly text: string
  readonly current?: boolean | undefined
  readonly count?: number | undefined
}

/** Views of one screen. Links with their own address, not ARIA tabs. */
export const Tabs = ({ label, tabs }: { label: string; tabs: readonly Tab[] }) => (
  <nav class="tabs" aria-label={label}>
    {tabs.map((tab) => (
      <a href={tab.href} aria-current={tab.current ? 'page' : undefined}>
        {tab.text}
        {tab.count !== undefined && <span class="count">{numberText(tab.count)}</span>}
      </a>
    ))}
  </nav>
)

/** The tabs that all the settings' pages share, as src/app hands them to web. */
export const SettingsTabs = () => <Tabs label="Inställningar" tabs={useRendering().settings ?? []} />

interface SearchFieldProps {
  action: string
  label: string
  name?: string | undefined
  value?: string | undefined
  placeholder?: string | undefined
  /** What else the address holds and should keep. */
  keep?: Readonly<Record<string, string>> | undefined
  children?: Child
}

/** A search in the page, by GET: the question is in the address. */
export const SearchField = ({
  action,
  label,
  name = 'q',
  value,
  placeholder,
  keep,
  children,
}: SearchFieldProps) => (
  <search aria-label={label}>
    <form class="row" action={action}>
      {Object.entries(keep ?? {}).map(([key, kept]) => (
        <input type="hidden" name={key} value={kept} />
      ))}
      <div class="search">
        <label class="vh" for={`sok-${name}`}>
          {label}
        </label>
        <Icon name="search" />
        <input
          class="input"
          id={`sok-${name}`}
          type="search"
          name={name}
          value={value}
          placeholder={placeholder}
          data-search=""
        />
      </div>
      {children}
      <Button kind="primary">Sök</Button>
    </form>
  </search>
)

interface PagesProps {
  label: string
  /** 'Visar 1–50 av 318': first row shown, rows shown, and how many there are. capped: there are more than total. */
  from: number
  shown: number
  total: number
  capped?: boolean | undefined
  of: readonly [one: string, many: string]
  previous?: string | undefined
  next?: string | undefined
}

/** Fifty rows at a time. Keyset paging: earlier and later, never a jump to page 60. */
export const Pages = ({ label, from, shown, total, capped, of, previous, next }: PagesProps) => (
  <div class="between">
    <span>
      {shown > 0 && `${numberText(from)}–${numberText(from + shown - 1)} av `}
      {capped && 'mer än '}
      {countText(total, of[0], of[1])}
    </span>
    {(previous || next) && (
      <nav class="pages" aria-label={label}>
        {previous && (
          <a href={previous} rel="prev">
            <span class="pages-in">
              <Icon name="left" />
              Förra sidan
            </span>
          </a>
        )}
        {next && (
          <a href={next} rel="next">
            <span class="pages-in">
              Nästa sida
              <Icon name="right" />
            </span>
          </a>
        )}
      </nav>
    )}
  </div>
)
