import {
  Button,
  Choices,
  countText,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Head,
  LinkButton,
  Panel,
  State,
  Table,
  When,
} from '../../../../web/index.ts'
import type { Account } from '../../../accounts/index.ts'
import type { FeedsPage } from '../service.ts'
import type { Feed } from '../types.ts'
import { here } from './news.tsx'

const crumbs = [
  { text: 'Publicering', href: '/publicering' },
  { text: 'Nyheter', href: here },
]

/** Which of the website's feeds are read, and where do their news go? */
export const FeedsScreen = ({
  feeds,
  state,
  done,
}: FeedsPage & { state: FormState; done: string | undefined }) => (
  <>
    <Head
      title="Nyhetsflöden"
      crumbs={crumbs}
      sub={done ?? 'Det som står på webbplatsen kommer hit, och kan bli utkast till inlägg.'}
    />
    <div class="cols cols-2-1">
      <Panel id="h-floden" title="Flöden som hämtas">
        {feeds.length === 0 ? <p>Inget flöde är tillagt än.</p> : <Feeds feeds={feeds} />}
      </Panel>
      <Form action={`${here}/floden`} class="stack">
        <ErrorSummary state={state} />
        <Panel
          id="h-nytt"
          title="Lägg till ett flöde"
          footer={<Button kind="primary">Lägg till flödet</Button>}
        >
          <Field
            name="adress"
            type="url"
            label="Flödets adress"
            hint="RSS, Atom eller JSON Feed. Den står ofta vid en RSS-symbol på webbplatsen."
            state={state}
          />
          <Field
            name="namn"
            label="Namn"
            hint="Lämnar du tomt tas flödets eget namn."
            optional
            state={state}
          />
        </Panel>
      </Form>
    </div>
  </>
)

const Feeds = ({ feeds }: { feeds: readonly Feed[] }) => (
  <Table
    caption="Nyhetsflöden i bokstavsordning"
    rows={feeds}
    calm
    columns={[
      {
        key: 'namn',
        title: 'Flöde',
        names: true,
        cell: (feed) => <a href={`${here}/floden/${feed.feedId}`}>{feed.name}</a>,
      },
      {
        key: 'hamtat',
        title: 'Hämtat',
        cell: (feed) =>
          feed.failing ? (
            <State tone="bad">
              Går inte sedan <When at={feed.failing.since} />
            </State>
          ) : feed.readAt ? (
            <State tone="ok">
              <When at={feed.readAt} first />
            </State>
          ) : (
            <State tone="quiet">Inte än, det sker inom tio minuter</State>
          ),
      },
      {
        key: 'sjalv',
        title: 'Blir utkast av sig självt',
        cell: (feed) =>
          feed.accounts.length === 0 ? 'Nej' : `På ${countText(feed.accounts.length, 'konto', 'konton')}`,
      },
    ]}
  />
)

/** Where its news become drafts by themselves. */
export const FeedScreen = ({
  feed,
  accounts,
  platformName,
  state,
}: {
  feed: Feed
  accounts: readonly Account[]
  platformName: (id: string) => string
  state: FormState
}) => (
  <>
    <Head title={feed.name} crumbs={[...crumbs, { text: 'Flöden', href: `${here}/floden` }]} sub={feed.url} />
    <div class="stack read">
      <Form action={`${here}/floden/${feed.feedId}`} class="stack">
        <ErrorSummary state={state} />
        <Panel id="h-flode" title="Nyheterna i flödet" footer={<Button kind="primary">Spara flödet</Button>}>
          <Field name="namn" label="Namn" state={state} />
          {accounts.length === 0 ? (
            <p>Det finns inga konton att publicera på än.</p>
          ) : (
            <Choices
              kind="checkbox"
              name="konton"
              legend="En ny nyhet blir av sig själv ett utkast på"
              hint="Ett utkast, aldrig ett inlägg: någon läser och godkänner det. Väljer du inget gör ni utkasten själva. Det gäller nyheter som kommer från och med nu."
              choices={accounts.map(({ accountId, name, platform }) => ({
                value: accountId,
                text: `${name}, ${platformName(platform)}`,
              }))}
              state={state}
            />
          )}
        </Panel>
      </Form>
      <Panel id="h-bort" title="Sluta hämta flödet">
        <p>Nyheterna försvinner ur listan. Utkast och inlägg som har gjorts av dem finns kvar.</p>
        <Form action={`${here}/floden/${feed.feedId}/ta-bort`}>
          <div class="row">
            <Button>Ta bort flödet</Button>
            <LinkButton kind="quiet" href={`${here}/floden`}>
              Tillbaka till flödena
            </LinkButton>
          </div>
        </Form>
      </Panel>
    </div>
  </>
)
