import { fragment, insideDialog, isPartial, page, type WebContext } from '../../../src/web/index.ts'
import {
  Badge,
  Bulk,
  Button,
  Chip,
  Choices,
  Dialog,
  DialogAside,
  DialogHeading,
  ErrorSummary,
  emptyForm,
  FilterBar,
  Form,
  type FormState,
  GroundPicker,
  Head,
  ItemPane,
  Keys,
  LinkButton,
  Marked,
  NewRows,
  Note,
  Platform,
  Proofbar,
  QueueList,
  QueueRow,
  type QueueRowProps,
  QueueView,
  Reasons,
  Said,
  State,
  Tabs,
  Textarea,
  Thread,
  Timeline,
  Veiled,
  When,
} from '../../../src/web/ui/index.ts'

const facebook = { letters: 'Fb', name: 'Facebook' }
const pick = (value: string) => ({ name: 'val', value, form: 'valda' })

export const items: readonly QueueRowProps[] = [
  {
    href: '/ko/1',
    title: 'Hot mot en medarbetare',
    platform: facebook,
    account: 'Storlunda kommun',
    veiled: true,
    due: (
      <State tone="bad" icon="clock">
        Utan dröjsmål
      </State>
    ),
    badges: (
      <>
        <Badge tone="bad">Hot, ordlista</Badge>
        <Badge tone="quiet" icon="flag">
          Anmäld av 1
        </Badge>
      </>
    ),
    pick: pick('1'),
    pane: 'pane',
  },
  {
    href: '/ko/2',
    title: 'Birgitta Sörman frågar',
    platform: facebook,
    account: 'Storlunda kommun',
    text: 'När plogar ni Kvarngatan? Vi är flera som inte kommer ut med rullator, och det är tredje dagen nu.',
    due: (
      <State tone="warn" icon="clock">
        16.30
      </State>
    ),
    badges: (
      <Badge tone="info" icon="talk">
        Fråga
      </Badge>
    ),
    pick: pick('2'),
    pane: 'pane',
  },
  {
    href: '/ko/3',
    title: 'Storlundabo76 kommenterade <script>alert(1)</script>',
    platform: { letters: 'Bs', name: 'Bluesky' },
    account: 'Räddningstjänsten med ett ganska långt namn som måste få plats',
    text: 'Bra film! Texta gärna det som sägs av räddningschefen också, jag hör dåligt.',
    seen: true,
    taken: 'Jonas Bergwall tittar nu',
    pick: pick('3'),
    pane: 'pane',
  },
]

const Pane = ({ c, id }: { c: WebContext; id: string }) => (
  <ItemPane
    title={items.find(({ href }) => href === `/ko/${id}`)?.title ?? 'Finns inte'}
    where={
      <>
        <Platform {...facebook} />
        <span>Kommentar på Storlunda kommun</span>
      </>
    }
    deadline={
      <Badge tone="bad" icon="clock">
        Åtgärda utan dröjsmål
      </Badge>
    }
    history={
      <>
        Kom in <When at={new Date('2026-11-19T06:56:00Z')} /> · ingen annan har öppnat ärendet
      </>
    }
    back="/ko"
    measures={
      <>
        <LinkButton kind="primary" icon="hide" shortcut="d" href={`/ko/${id}/atgard`} dialog>
          Dölj
        </LinkButton>
        <LinkButton icon="trash" shortcut="t" href={`/ko/${id}/atgard`} dialog>
          Ta bort
        </LinkButton>
        <Form action={`/ko/${id}/lat-sta`}>
          <Button icon="check" shortcut="l">
            Låt stå
          </Button>
        </Form>
      </>
    }
  >
    <Proofbar
      proof="sealed"
      detail="07.58.12 · fem delar · loggpost 184 203"
      link={{ href: '/handlingar/1', text: 'Visa beviset' }}
    />
    <Thread>
      <Said by="Storlunda kommun" ours meta={<When at={new Date('2026-11-18T13:05:00Z')} />}>
        Parkeringsavgiften vid Sjukhusgatan ändras den 1 december.
      </Said>
      <Said by="Lena Wikström" sub meta={<When at={new Date('2026-11-18T18:40:00Z')} />}>
        Blir det samma taxa för oss som jobbar natt?
      </Said>
      <Said by="Roger K." sub focus="urgent" meta={<When at={new Date('2026-11-19T06:56:00Z')} />}>
        <Veiled id="dold" href={`/ko/${id}`} shown={c.req.query('visa') === '1'}>
          <Marked
            text="Säg åt henne i receptionen att passa sig. Jag vet vilken bil hon kör."
            spans={[{ start: 31, end: 40 }]}
            as="hit"
          />
        </Veiled>
      </Said>
    </Thread>
    <section aria-labelledby="h-skal">
      <h3 id="h-skal">Därför ligger den här</h3>
      <div class="mt2">
        <Reasons
          reasons={[
            {
              text: (
                <>
                  Ordlistan <b>Hot, medel</b> träffade ”passa sig”.
                </>
              ),
            },
            { icon: 'info', text: 'Maskinen ger skäl. Det är du som bestämmer.' },
          ]}
        />
      </div>
    </section>
  </ItemPane>
)

const List = ({ open }: { open: string | undefined }) => (
  <>
    <NewRows href="/ko/nytt" seconds={1} />
    <QueueList label="Ärenden i kön">
      {items.map((item) => (
        <QueueRow {...item} current={item.href === `/ko/${open}`} />
      ))}
    </QueueList>
    <Form action="/ko/valda" id="valda">
      <Bulk>
        <Button small name="gor" value="sedda">
          Sedda
        </Button>
      </Bulk>
    </Form>
  </>
)

/** /ko and /ko/:id: list and pane, or the pane alone for script. */
export function queuePage(c: WebContext): Response | Promise<Response> {
  const id = c.req.param('id')
  if (id && isPartial(c)) return fragment(c, <Pane c={c} id={id} />)
  return page(
    c,
    { title: 'Kö, 3 att göra', current: 'ko', full: true },
    <>
      <Head title="Kö">
        <Keys
          keys={[
            [['J', 'K'], 'nästa, förra'],
            [['?'], 'alla tangenter'],
          ]}
        />
      </Head>
      <div class="bar stack-s">
        <Tabs
          label="Urval i kön"
          tabs={[
            { href: '/ko', text: 'Att göra', current: true, count: 3 },
            { href: '/ko?urval=mina', text: 'Mina', count: 1 },
          ]}
        />
        <FilterBar label="Filter" clear="/ko">
          <Chip href="/ko?konto=1" chosen>
            Storlunda kommun
          </Chip>
          <Chip href="/ko?fragor=1" chosen={false}>
            Bara frågor
          </Chip>
        </FilterBar>
      </div>
      <QueueView
        opened={id !== undefined}
        list={<List open={id} />}
        pane={id ? <Pane c={c} id={id} /> : <p class="pane-in">Välj ett ärende i listan.</p>}
      />
    </>,
  )
}

const grounds = [
  {
    group: 'must' as const,
    note: 'En text ur regelboken om gruppen.',
    grounds: [
      { id: 'threat', text: 'Grund ett', paragraph: 'Paragraf ur regelboken' },
      { id: 'hate', text: 'Grund två' },
    ],
    source: 'Källa och datum för lydelsen.',
  },
  {
    group: 'house' as const,
    note: 'Svag grund: åsiktsfrihet väger tungt. Motivering krävs.',
    grounds: [{ id: 'insult', text: 'Personangrepp' }],
  },
]

const targets = { grund: 'f-grund', atgard: 'f-atgard' }

const Measure = ({ c, state }: { c: WebContext; state: FormState }) => (
  <Dialog
    as={isPartial(c) ? 'part' : 'page'}
    title="Dölj kommentaren från Roger K."
    sub="Facebook, Storlunda kommun"
    back="/ko/1"
    aside={
      <DialogAside title="Det här händer när du döljer">
        <Timeline
          moments={[
            { kind: 'seal', icon: 'seal', what: <b>Beviset är förseglat</b>, detail: 'Klart 08.43.07' },
            { kind: 'next', icon: 'hide', what: 'Facebook får order att dölja' },
          ]}
        />
      </DialogAside>
    }
    footer={
      <>
        <Button kind="primary" icon="hide" form="atgarden">
          Dölj kommentaren
        </Button>
        <LinkButton href="/ko/1" extra={{ 'data-close': '' }}>
          Avbryt
        </LinkButton>
        <span class="grow" />
        <Keys keys={[[['Ctrl Enter'], 'dölj']]} />
      </>
    }
  >
    <Form action="/ko/1/atgard" id="atgarden" class="stack" extra={insideDialog(c, '/ko/1/atgard')}>
      <ErrorSummary state={state} targets={targets} />
      <section>
        <DialogHeading>1. Beviset</DialogHeading>
        <div class="mt2">
          <Note tone="seal">
            <p>
              <b>Förseglat före åtgärden, 08.43.07.</b>
            </p>
          </Note>
        </div>
      </section>
      <Choices
        kind="radio"
        name="atgard"
        framed
        legend={<DialogHeading>2. Åtgärd</DialogHeading>}
        choices={[
          { value: 'hide', text: <b>Dölj</b>, detail: 'Kan ångras. Gäller direkt.' },
          { value: 'remove', text: <b>Ta bort</b>, detail: 'Kan inte ångras.' },
        ]}
        state={state}
      />
      <GroundPicker
        name="grund"
        legend={<DialogHeading>3. Grund</DialogHeading>}
        groups={grounds}
        state={state}
      />
      <Textarea name="motivering" label="Motivering" optional state={state} />
    </Form>
  </Dialog>
)

export function measurePage(c: WebContext, state: FormState = emptyForm()): Response | Promise<Response> {
  const screen = <Measure c={c} state={state} />
  if (isPartial(c)) return fragment(c, screen, state)
  return page(c, { title: 'Dölj kommentaren', current: 'ko', state }, screen)
}
