import type { PublicList } from '../types.ts'
import { AccountLine, byDepartment, type Platforms } from './account-line.tsx'

interface EmbeddedProps {
  list: PublicList
  platforms: Platforms
}

/** The accounts alone, for another page of the municipality's. */
export const EmbeddedList = ({ list, platforms }: EmbeddedProps) => (
  <>
    <h1 class="vh">Våra konton i sociala medier</h1>
    {byDepartment(list.active).map(([department, accounts], at) => (
      <section class="mt6" aria-labelledby={`f-${at}`}>
        <h2 id={`f-${at}`}>{department}</h2>
        <ul class="mt3 duo">
          {accounts.map((account) => (
            <AccountLine account={account} platform={platforms.get(account.platform)} policy={list.policy} />
          ))}
        </ul>
      </section>
    ))}
  </>
)

/** Bare lists with no class, style or script of ours, for a site that includes them in its own page and look. */
export const IncludedList = ({ list, platforms }: EmbeddedProps) => (
  <>
    {byDepartment(list.active).map(([department, accounts]) => (
      <>
        <h2>{department}</h2>
        <ul>
          {accounts.map(({ name, url, platform, purpose }) => {
            const text = [name, platforms.get(platform)?.name].filter(Boolean).join(', ')
            return (
              <li>
                {url ? <a href={url}>{text}</a> : text}
                {purpose && ` – ${purpose}`}
              </li>
            )
          })}
        </ul>
      </>
    ))}
  </>
)
