import { countText, Empty, LinkButton, longDayText, Note, SearchField } from '../../../web/index.ts'
import { answers, isWebAddress } from '../rules.ts'
import type { PoliticianLink, PublicAccount, PublicList } from '../types.ts'
import { AccountLine, byDepartment, type Platforms } from './account-line.tsx'
import { answerText, houseRuleTexts } from './words.ts'

interface PublicProps {
  municipality: string
  list: PublicList
  platforms: Platforms
  /** What the visitor searched for; '' for everything. */
  question: string
}

/** Whether an account is really the municipality's, and when somebody will answer. */
export const PublicAccountsScreen = ({ municipality, list, platforms, question }: PublicProps) => {
  const { active, closed, politicians, policy, look } = list
  const matches = (account: PublicAccount): boolean =>
    answers(account, platforms.get(account.platform)?.name ?? '', question)
  const found = active.filter(matches)
  const { hours } = policy.publicHours
  return (
    <>
      <div class="read">
        <h1>Våra konton i sociala medier</h1>
        <p class="mt3">
          Här finns alla konton som {municipality} står bakom. Finns ett konto inte i listan är det inte vårt.
          Allt viktigt finns också på{' '}
          {look.settings.website ? <a href={look.settings.website}>webbplatsen</a> : 'webbplatsen'}, så du
          behöver inte ha något konto själv.
        </p>
        <p class="mt3">
          {hours && <>Kontona bevakas: {hours}. </>}
          Vi svarar: {answerText(policy)}
        </p>
      </div>
      <div class="mt6 read">
        <Note tone="info">
          <p>
            Det du skriver till oss blir en allmän handling som andra kan begära ut.{' '}
            <a href="/om-personuppgifter">Så hanterar vi det du skriver</a>
          </p>
        </Note>
      </div>
      <div class="mt6 read no-print">
        <SearchField
          action="/konton"
          label="Sök konto eller verksamhet"
          placeholder="Konto eller verksamhet"
          value={question}
        />
      </div>
      <Found found={found} all={active} question={question} list={list} platforms={platforms} />
      <Closed accounts={closed.filter(matches)} platforms={platforms} />
      <Politicians links={question ? [] : politicians} municipality={municipality} />
      <HouseRules list={list} />
      <section class="mt8 read stack-s no-print" aria-labelledby="h-sett">
        <h2 id="h-sett">Sett något olämpligt?</h2>
        <p>Säg till, så tittar vi på det. Du behöver inget konto och kan vara anonym.</p>
        <p>
          <LinkButton kind="primary" href="/anmal">
            Anmäl en kommentar
          </LinkButton>
        </p>
      </section>
    </>
  )
}

const countWords = (count: number, question: string): string => {
  const accounts = countText(count, 'konto', 'konton')
  return question ? `${accounts} för ”${question}”` : accounts
}

const Found = ({
  found,
  all,
  question,
  list,
  platforms,
}: {
  found: readonly PublicAccount[]
  all: readonly PublicAccount[]
  question: string
  list: PublicList
  platforms: Platforms
}) => {
  if (all.length === 0)
    return (
      <div class="mt6">
        <Empty kind="notBegun" title="Listan är inte klar">
          <p>Kommunen har inte lagt in sina konton här ännu. Se kommunens webbplats så länge.</p>
        </Empty>
      </div>
    )
  return (
    <>
      <p class="mt6 meta" role="status">
        {countWords(found.length, question)}
        {question && (
          <>
            {' '}
            <a href="/konton">Visa alla</a>
          </>
        )}
      </p>
      {found.length === 0 && (
        <p class="mt3 read">
          Inget av våra konton heter så. Pröva ett kortare ord. Har du sett ett konto med kommunens namn som
          inte finns här är det inte vårt.
        </p>
      )}
      {byDepartment(found).map(([department, accounts], at) => (
        <section class="mt8" aria-labelledby={`f-${at}`}>
          <h2 id={`f-${at}`}>{department}</h2>
          {accounts[0]?.committee && <p class="meta">Personuppgiftsansvarig: {accounts[0].committee}</p>}
          <ul class="mt3 duo">
            {accounts.map((account) => (
              <AccountLine
                account={account}
                platform={platforms.get(account.platform)}
                policy={list.policy}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

const Closed = ({ accounts, platforms }: { accounts: readonly PublicAccount[]; platforms: Platforms }) =>
  accounts.length === 0 ? null : (
    <section class="mt8 read stack-s" aria-labelledby="h-stangda">
      <h2 id="h-stangda">Konton vi har stängt</h2>
      <ul class="stack-s">
        {accounts.map((account) => (
          <li>
            <b>{[account.name, platforms.get(account.platform)?.name].filter(Boolean).join(', ')}</b>
            {account.closedAt ? (
              <>
                , stängt{' '}
                <time datetime={account.closedAt.toISOString()}>{longDayText(account.closedAt)}</time>.
              </>
            ) : (
              ', stängt.'
            )}{' '}
            {account.closedReason} Det som sparats finns i kommunens arkiv.
          </li>
        ))}
      </ul>
    </section>
  )

const Politicians = ({ links, municipality }: { links: readonly PoliticianLink[]; municipality: string }) =>
  links.length === 0 ? null : (
    <section class="mt8 read stack-s" aria-labelledby="h-politiker">
      <h2 id="h-politiker">Politikers egna kanaler</h2>
      <p>
        De här kanalerna sköter politikerna själva. {municipality} ansvarar inte för det som står där, och
        sparar det inte.
      </p>
      <ul class="stack-s">
        {links.map(({ name, seat, channel, url }) => (
          <li>
            {isWebAddress(url) ? (
              <a href={url} rel="noreferrer external nofollow">
                {name}, {channel}
              </a>
            ) : (
              `${name}, ${channel}`
            )}
            <br />
            <span class="meta">{seat}</span>
          </li>
        ))}
      </ul>
    </section>
  )

const HouseRules = ({ list }: { list: PublicList }) => {
  const { forbidden } = list.policy.houseRules
  const { level, hideUntilApproved } = list.policy.wordFilter
  return (
    <section class="mt8 read stack-s" aria-labelledby="forhallningsregler">
      <h2 id="forhallningsregler">Förhållningsregler</h2>
      <p>Säg gärna emot oss. Det här tar vi däremot bort eller döljer, på alla våra konton:</p>
      <ul class="dotted">
        {forbidden.map((group) => (
          <li>{houseRuleTexts[group]}</li>
        ))}
      </ul>
      <p>
        Det vi tar bort sparas först, och det är en medarbetare som bestämmer.
        {level !== 'none' &&
          hideUntilApproved &&
          ' Ett ordfilter kan dölja något tills en medarbetare har sett det.'}
      </p>
    </section>
  )
}
