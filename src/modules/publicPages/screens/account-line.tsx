import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import { Platform } from '../../../web/index.ts'
import type { PolicySettings } from '../../policy/index.ts'
import { isWebAddress } from '../rules.ts'
import type { PublicAccount } from '../types.ts'
import { answerText, watchText } from './words.ts'

export type Platforms = ReadonlyMap<string, PlatformPart>

/** Accounts by department, in the order they stand. */
export const byDepartment = (accounts: readonly PublicAccount[]): [string, PublicAccount[]][] => {
  const groups = new Map<string, PublicAccount[]>()
  for (const account of accounts)
    groups.set(account.department, [...(groups.get(account.department) ?? []), account])
  return [...groups]
}

interface LineProps {
  account: PublicAccount
  platform: PlatformPart | undefined
  policy: PolicySettings
}

/** One account: which it is, what it is for, when somebody watches it and answers. */
export const AccountLine = ({ account, platform, policy }: LineProps) => {
  const name = platform ? `${account.name}, ${platform.name}` : account.name
  const watched = watchText(account.watched, policy)
  return (
    <li class="big-link">
      {platform ? <Platform letters={platform.mark} name={platform.name} /> : <span />}
      <div>
        {account.url && isWebAddress(account.url) ? (
          <a href={account.url} class="strong">
            {name}
          </a>
        ) : (
          <span class="strong">{name}</span>
        )}
        {account.purpose && <p class="ink2">{account.purpose}</p>}
        <p class="meta">
          {watched && `Bevakas: ${watched}. `}Svarar: {answerText(policy)}
        </p>
        {account.url && isWebAddress(account.url) && <p class="meta print-only">{account.url}</p>}
      </div>
    </li>
  )
}
