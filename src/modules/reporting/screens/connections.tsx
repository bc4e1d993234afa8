import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import { countText, longDayText, numberText, Panel, State, type Tone, When } from '../../../web/index.ts'
import { endingVersions } from '../../accounts/index.ts'
import type { AccountHealth, Overview } from '../types.ts'

interface ConnectionsProps {
  overview: Overview
  platforms: ReadonlyMap<string, PlatformPart>
}

/** How collection stands, in words: what does not work first, and for each the last proof of life. */
export const Connections = ({ overview, platforms }: ConnectionsProps) => {
  const well = overview.health.filter(({ standing }) => standing === 'healthy')
  const byHand = overview.health.filter(({ standing }) => standing === 'byHand').length
  const others = overview.health.filter(({ standing }) => standing !== 'healthy' && standing !== 'byHand')
  const newest = well
    .flatMap(({ health }) => (health.lastSuccessAt ? [health.lastSuccessAt] : []))
    .reduce<Date | undefined>((latest, at) => (latest && latest > at ? latest : at), undefined)
  return (
    <Panel
      id="anslutningar"
      title="Anslutningar"
      aside={
        <a class="s" href="/register">
          Alla {numberText(overview.health.length)}
        </a>
      }
    >
      {overview.health.length === 0 && <p>Inget konto är med ännu.</p>}
      <ul class="stack-s">
        {endingVersions(usedPlatforms(overview, platforms), overview.now).map(
          ({ platform, version, ends }) => (
            <li>
              <State tone="warn" icon="clock">
                {platform.name} stänger version {version}
              </State>
              <p>
                Den stängs {longDayText(new Date(ends))}. Uppsikt behöver uppgraderas före dess, annars hämtas
                inget från {platform.name}.
              </p>
            </li>
          ),
        )}
        {others.map((one) => (
          <li>
            <Down one={one} name={nameOf(one, platforms)} />
          </li>
        ))}
        {well.length > 0 && (
          <li>
            <State tone="ok">
              {well.length === 1 ? '1 konto hämtar' : `${numberText(well.length)} konton hämtar`}
            </State>
            <p class="meta">
              {newest && (
                <>
                  Senast <When at={newest} />.{' '}
                </>
              )}
              {countsText(well)}
            </p>
            <details class="data">
              <summary>Senaste livstecken för varje konto</summary>
              <ul class="s">
                {well.map((one) => (
                  <li>
                    <a href={`/register/${one.account.accountId}`}>{nameOf(one, platforms)}</a>:{' '}
                    {one.health.lastSuccessAt && <When at={one.health.lastSuccessAt} />}
                  </li>
                ))}
              </ul>
            </details>
          </li>
        )}
        {byHand > 0 && (
          <li>
            <State tone="quiet" icon="hand">
              {countText(byHand, 'konto registreras', 'konton registreras')} för hand
            </State>
          </li>
        )}
      </ul>
    </Panel>
  )
}

const usedPlatforms = (overview: Overview, platforms: ConnectionsProps['platforms']): PlatformPart[] =>
  [...platforms.values()].filter(({ id }) => overview.health.some(({ account }) => account.platform === id))

const nameOf = ({ account }: AccountHealth, platforms: ConnectionsProps['platforms']): string =>
  `${account.name}, ${platforms.get(account.platform)?.name ?? account.platform}`

/** Whether our counts are the platforms' own. */
function countsText(well: readonly AccountHealth[]): string {
  const compared = well.filter(({ health }) => health.knownCount !== null && health.reportedCount !== null)
  if (compared.length === 0) return 'Plattformarna säger inte hur många inlägg de har.'
  const short = compared.filter(({ health }) => (health.knownCount ?? 0) < (health.reportedCount ?? 0))
  return short.length === 0
    ? 'Antalet stämmer med plattformarna.'
    : `På ${countText(short.length, 'konto', 'konton')} har plattformen fler inlägg än arkivet.`
}

const looks: Readonly<
  Record<Exclude<AccountHealth['standing'], 'healthy' | 'byHand'>, { tone: Tone; text: string }>
> = {
  refused: { tone: 'bad', text: 'Kommunen har sagt nej till plattformen' },
  failing: { tone: 'bad', text: 'Hämtas inte' },
  still: { tone: 'bad', text: 'Hämtningen står still' },
  neverCollected: { tone: 'info', text: 'Inte hämtat ännu' },
}

const Down = ({ one, name }: { one: AccountHealth; name: string }) => {
  const { health, standing } = one
  if (standing === 'healthy' || standing === 'byHand') return null
  const { tone, text } = looks[standing]
  return (
    <>
      <State tone={tone} icon={tone === 'bad' ? 'plug' : 'clock'}>
        {text}
      </State>
      <p>
        <a href={`/register/${one.account.accountId}`}>{name}</a>
        {standing === 'refused' && '. Därför hämtas inget därifrån.'}
        {standing === 'failing' && (
          <>
            {' '}
            sedan {health.failingSince && <When at={health.failingSince} />}. {health.failureDetail}
          </>
        )}
        {standing === 'still' && (
          <>
            {' '}
            sedan <When at={health.nextAttemptAt} />. Den del av Uppsikt som hämtar verkar inte vara i gång.
          </>
        )}
      </p>
      <p class="meta">
        {health.lastSuccessAt ? (
          <>
            Senaste livstecken <When at={health.lastSuccessAt} />.
          </>
        ) : (
          'Inget livstecken ännu.'
        )}
        {standing === 'failing' && health.failure !== 'reauthorise' && (
          <>
            {' '}
            Nytt försök <When at={health.nextAttemptAt} />.
          </>
        )}
      </p>
    </>
  )
}
