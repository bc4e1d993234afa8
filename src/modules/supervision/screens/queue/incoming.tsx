import { actorOf, Empty, NewRows, page, QueueList, type WebContext } from '../../../../web/index.ts'
import { waitingForSecond } from '../../../measures/index.ts'
import { taskCounts } from '../../../tasks/index.ts'
import { type IncomingPage, incomingPage, pageSize } from '../../service/queue.ts'
import { itemPlaceOf, itemPlaceText, type QueueAddress, queryText, queueHref } from '../address.ts'
import type { Deps } from '../deps.ts'
import { ItemRow } from '../rows.tsx'
import { QueueBar, QueueHead } from './frame.tsx'

const IncomingList = ({
  found,
  address,
  platforms,
  counted,
}: {
  found: IncomingPage
  address: QueueAddress
  platforms: Deps['platforms']
  counted: Date
}) => {
  const last = found.items.at(-1)
  const accounts = new Map(found.accounts.map((account) => [account.accountId, account]))
  return (
    <>
      {address.from === 1 && (
        <NewRows href={`/ko/nytt${queryText(address, { sedan: counted.toISOString() })}`} />
      )}
      {found.items.length === 0 ? (
        <Empty kind="notBegun" title="Inget har kommit in ännu">
          <p>
            Det som skrivs på kontona visas här när det har hämtats. <a href="/register">Se kontona</a>
          </p>
        </Empty>
      ) : (
        <QueueList label="Allt som har kommit in, nyast först">
          {found.items.map((item) => (
            <ItemRow
              item={item}
              labels={found.labels.get(item.recordId) ?? []}
              account={accounts.get(item.accountId)}
              platforms={platforms}
            />
          ))}
        </QueueList>
      )}
      {last && (
        <nav class="pages pane-in" aria-label="Sidor">
          {address.from > 1 && <a href={queueHref({ ...address, after: undefined })}>Till de nyaste</a>}
          {found.more && (
            <a
              rel="next"
              href={queueHref({ ...address, after: itemPlaceText(last), from: address.from + pageSize })}
            >
              Äldre
            </a>
          )}
        </nav>
      )}
    </>
  )
}

export async function incomingScreen(c: WebContext, deps: Deps, address: QueueAddress): Promise<Response> {
  const actor = actorOf(c)
  const now = deps.house.clock.now()
  const found = await incomingPage(deps.house, actor, {
    accountId: address.accountId,
    before: itemPlaceOf(address),
  })
  const counts = await taskCounts(deps.house, actor)
  const seconds = (await waitingForSecond(deps.house, actor)).length
  return page(
    c,
    { title: 'Allt inkommet', current: 'ko' },
    <>
      <QueueHead counts={counts} actor={actor} />
      <QueueBar address={address} accounts={found.accounts} counts={counts} seconds={seconds} />
      <div class="panel mt5">
        <IncomingList found={found} address={address} platforms={deps.platforms} counted={now} />
      </div>
    </>,
  )
}
