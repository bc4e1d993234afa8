import {
  Button,
  countText,
  Empty,
  Form,
  Head,
  LinkButton,
  Note,
  Pages,
  State,
  Tabs,
  When,
} from '../../../../web/index.ts'
import { PublishingTabs } from '../../tabs.tsx'
import type { NewsPage } from '../service.ts'
import type { Feed, News } from '../types.ts'

export const here = '/publicering/nyheter'
export const perPage = 50

interface NewsScreenProps {
  readonly news: NewsPage
  readonly which: 'undecided' | 'all'
  readonly from: number
  readonly done: string | undefined
  readonly may: { readonly write: boolean; readonly administer: boolean }
}

/** What stands on the website, and what has been made of it? */
export const NewsScreen = ({ news, which, from, done, may }: NewsScreenProps) => {
  const { feeds, rows, total } = news
  const link = (first: number): string =>
    `${here}?${new URLSearchParams({ ...(which === 'all' && { visa: 'alla' }), fran: String(first) })}`
  return (
    <>
      <Head title="Nyheter från webbplatsen" sub={done ?? <HowItIs news={news} which={which} />}>
        {may.administer && <LinkButton href={`${here}/floden`}>Nyhetsflöden</LinkButton>}
        {may.write && feeds.length > 0 && (
          <Form action={`${here}/hamta`}>
            <Button>Hämta nu</Button>
          </Form>
        )}
      </Head>
      <PublishingTabs current={here} />
      <Failing feeds={feeds} />
      <div class="mt3">
        <Tabs
          label="Urval"
          tabs={[
            { href: here, text: 'Att ta ställning till', current: which === 'undecided' },
            { href: `${here}?visa=alla`, text: 'Alla', current: which === 'all' },
          ]}
        />
      </div>
      {rows.length === 0 ? (
        <Nothing feeds={feeds} which={which} mayAdminister={may.administer} />
      ) : (
        <div class="stack mt3">
          {rows.map((one) => (
            <OneNews news={one} mayWrite={may.write} />
          ))}
          <Pages
            label="Sidor med nyheter"
            from={from + 1}
            shown={rows.length}
            total={total}
            of={['nyhet', 'nyheter']}
            previous={from > 0 ? link(Math.max(0, from - perPage)) : undefined}
            next={from + rows.length < total ? link(from + perPage) : undefined}
          />
        </div>
      )}
    </>
  )
}

const HowItIs = ({ news: { feeds, total }, which }: Pick<NewsScreenProps, 'news' | 'which'>) => {
  const read = feeds.flatMap(({ readAt }) => readAt ?? []).toSorted((a, b) => b.getTime() - a.getTime())[0]
  return (
    <>
      {which === 'undecided'
        ? `${countText(total, 'nyhet', 'nyheter')} att ta ställning till.`
        : 'Allt som vi har sett i flödena.'}{' '}
      {read && (
        <>
          Senast hämtat <When at={read} />.
        </>
      )}
    </>
  )
}

/** An interruption is never an empty list. */
const Failing = ({ feeds }: { feeds: readonly Feed[] }) => {
  const failing = feeds.flatMap(({ name, failing: fault }) => (fault ? [{ name, ...fault }] : []))
  if (failing.length === 0) return null
  return (
    <div class="mt3">
      <Note tone="warn">
        {failing.map(({ name, why, since }) => (
          <p>
            <b>
              {name} har inte gått att hämta sedan <When at={since} />.
            </b>{' '}
            {why} Vi försöker igen var tionde minut.
          </p>
        ))}
      </Note>
    </div>
  )
}

const Nothing = ({
  feeds,
  which,
  mayAdminister,
}: {
  feeds: readonly Feed[]
  which: NewsScreenProps['which']
  mayAdminister: boolean
}) => {
  if (feeds.length === 0)
    return (
      <Empty kind="notBegun" title="Inget nyhetsflöde är tillagt">
        <p>
          Webbplatsens nyheter kommer hit när dess flöde är tillagt.{' '}
          {mayAdminister ? <a href={`${here}/floden`}>Lägg till flödet</a> : 'Be kommunikationsavdelningen.'}
        </p>
      </Empty>
    )
  return which === 'undecided' ? (
    <Empty kind="done" title="Inget att ta ställning till">
      <p>
        <a href={`${here}?visa=alla`}>Se alla nyheter</a>
      </p>
    </Empty>
  ) : (
    <Empty kind="notBegun" title="Flödet har inte visat någon nyhet än" />
  )
}

/** No region of the page: there are many, and two may be called the same. */
const OneNews = ({ news, mayWrite }: { news: News; mayWrite: boolean }) => (
  <article class="panel">
    <header>
      <h2>{news.title}</h2>
      <Standing news={news} />
    </header>
    <div class="panel-body stack-s">
      {news.summary && <p class="read">{news.summary}</p>}
      <p class="meta">
        {news.feed}, <When at={news.publishedAt} />
        {news.pictureUrl && ', har bild'}
        {news.url && (
          <>
            {'. '}
            <a href={news.url} rel="noreferrer">
              Läs nyheten<span class="vh">: {news.title}</span>
            </a>
          </>
        )}
      </p>
      {news.changedAt && news.publication && (
        <Note tone="warn">
          <p>
            Nyheten ändrades <When at={news.changedAt} />, efter att utkastet gjordes.{' '}
            <a href={`/publicering/${news.publication.id}`}>Se om inlägget behöver rättas</a>
          </p>
        </Note>
      )}
    </div>
    {mayWrite && !news.publication && (
      <footer>
        <Choices news={news} />
      </footer>
    )}
  </article>
)

const states: Readonly<Record<string, string>> = {
  draft: 'Utkast finns',
  waiting: 'Väntar på godkännande',
  planned: 'Planerat',
  sending: 'På väg ut',
  held: 'Hålls kvar',
  finished: 'Publicerat',
  cancelled: 'Avbrutet',
}

const Standing = ({ news: { publication, skipped } }: { news: News }) => {
  if (publication)
    return (
      <State tone={publication.state === 'held' ? 'warn' : publication.state === 'finished' ? 'ok' : 'quiet'}>
        <a href={`/publicering/${publication.id}`}>{states[publication.state] ?? 'Inlägg finns'}</a>
      </State>
    )
  return skipped ? <State tone="quiet">Överhoppad</State> : null
}

const Choices = ({ news: { newsId, title, skipped } }: { news: News }) => (
  <div class="row">
    <Form action={`${here}/${newsId}/utkast`}>
      <Button small>
        Gör ett utkast<span class="vh"> av {title}</span>
      </Button>
    </Form>
    <Form action={`${here}/${newsId}/${skipped ? 'ta-fram' : 'hoppa-over'}`}>
      <Button small>
        {skipped ? 'Ta fram igen' : 'Hoppa över'}
        <span class="vh"> {title}</span>
      </Button>
    </Form>
  </div>
)
