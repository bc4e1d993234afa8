import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import { Empty, Note, Platform } from '../../../web/index.ts'
import { type PolicySettings, settingWords } from '../../policy/index.ts'
import type { PublicAccount } from '../types.ts'
import { isWebAddress } from './account.tsx'

interface PublicProps {
  municipality: string
  accounts: readonly PublicAccount[]
  policy: PolicySettings
  platforms: ReadonlyMap<string, PlatformPart>
}

/** Whether an account is really the municipality's, and when somebody will answer. */
export const PublicAccountsScreen = ({ municipality, accounts, policy, platforms }: PublicProps) => {
  const departments = [...new Set(accounts.map(({ department }) => department))]
  const { hours } = policy.publicHours
  return (
    <>
      <div class="read">
        <h1>Våra konton i sociala medier</h1>
        <p class="mt3">
          Här finns alla konton som {municipality} står bakom. Finns ett konto inte i listan är det inte vårt.
          Allt viktigt finns också på webbplatsen, så du behöver inte ha något konto själv.
        </p>
        <p class="mt3">
          {hours && <>Kontona bevakas: {hours}. </>}
          Vi svarar: {answerText(policy)}
        </p>
      </div>
      <div class="mt6 read">
        <Note tone="info">
          <p>Det du skriver till oss blir en allmän handling som andra kan begära ut.</p>
        </Note>
      </div>
      {accounts.length === 0 && (
        <div class="mt6">
          <Empty kind="notBegun" title="Listan är inte klar">
            <p>Kommunen har inte lagt in sina konton här ännu. Se kommunens webbplats så länge.</p>
          </Empty>
        </div>
      )}
      {departments.map((department, at) => (
        <section class="mt8" aria-labelledby={`f-${at}`}>
          <h2 id={`f-${at}`}>{department}</h2>
          <ul class="mt3 duo">
            {accounts
              .filter((account) => account.department === department)
              .map((account) => (
                <AccountLine account={account} platform={platforms.get(account.platform)} />
              ))}
          </ul>
        </section>
      ))}
      <p class="mt8 meta">
        Listan finns också <a href="/konton.json">för program (JSON)</a>.
      </p>
    </>
  )
}

/** The response target without the office hours, which say nothing to the public. */
const answerText = (policy: PolicySettings): string => {
  const [first = ''] = settingWords.responseTarget.says(policy).split('. ')
  return `${first.charAt(0).toLocaleLowerCase('sv')}${first.slice(1)}.`.replace('..', '.')
}

const AccountLine = ({
  account,
  platform,
}: {
  account: PublicAccount
  platform: PlatformPart | undefined
}) => {
  const name = platform ? `${account.name}, ${platform.name}` : account.name
  return (
    <li class="big-link">
      {platform && <Platform letters={platform.mark} name={platform.name} />}
      <div>
        {account.url && isWebAddress(account.url) ? (
          <a href={account.url} class="strong">
            {name}
          </a>
        ) : (
          <span class="strong">{name}</span>
        )}
        {account.purpose && <p class="ink2">{account.purpose}</p>}
      </div>
    </li>
  )
}
