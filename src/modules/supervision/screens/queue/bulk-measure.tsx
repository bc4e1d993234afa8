import { z } from 'zod'
import { asId, type RecordId, type TaskId } from '../../../../kernel/index.ts'
import {
  actorOf,
  Badge,
  Button,
  checkForm,
  countText,
  ErrorSummary,
  emptyForm,
  Form,
  type FormState,
  faultsOf,
  GroundPicker,
  Head,
  LinkButton,
  many,
  Note,
  Panel,
  Platform,
  page,
  Said,
  seeOther,
  Text,
  Textarea,
  type WebContext,
  When,
} from '../../../../web/index.ts'
import {
  type BatchAct,
  type BatchCandidate,
  batchPreview,
  type Chosen,
  takeTogether,
} from '../../../measures/index.ts'
import { choosableGrounds, readPolicy } from '../../../policy/index.ts'
import type { Screening } from '../../../screening/index.ts'
import type { Presence } from '../../../tasks/index.ts'
import { isVeiled } from '../../rules.ts'
import { presentAt, screeningsOf } from '../../service/queue.ts'
import { addressOf, type QueueAddress, queryText, queueHref } from '../address.ts'
import type { Deps, Screen } from '../deps.ts'
import { acceptedText, groundGroups } from '../item/grounds.tsx'
import { ItemPictures } from '../item/pictures/shown.tsx'
import { cut, longestShown, takenText } from '../rows.tsx'
import { authorOf } from '../words.ts'

/** What the bar at the foot of the queue calls each act, and what is said of it. */
const acts = {
  dolj: {
    act: 'hide',
    verb: 'Dölj',
    infinitive: 'dölja',
    what: 'Syns inte längre för dem som läser. Kan ångras, ett i taget.',
  },
  tabort: {
    act: 'remove',
    verb: 'Ta bort',
    infinitive: 'ta bort',
    what: 'Läggs i plattformens papperskorg, eller tas bort helt. Det kan ofta inte ångras.',
  },
} as const satisfies Record<string, { act: BatchAct; verb: string; infinitive: string; what: string }>

type ActName = keyof typeof acts

export const actOf = (gor: string): ActName | undefined =>
  (Object.keys(acts) as ActName[]).find((name) => name === gor)

export const verbOf = (act: BatchAct): string =>
  Object.values(acts).find((one) => one.act === act)?.verb ?? ''

/** The chosen rows, with what would be done with each, before anything is decided. */
export async function askMeasure(
  c: WebContext,
  deps: Deps,
  act: ActName,
  ids: readonly TaskId[],
): Promise<Response> {
  return show(
    c,
    deps,
    act,
    ids.map((taskId) => ({ taskId })),
    emptyForm(),
  )
}

async function show(
  c: WebContext,
  deps: Deps,
  act: ActName,
  asked: readonly Chosen[],
  state: FormState,
): Promise<Response> {
  const chosen = await batchPreview(deps.house, actorOf(c), deps.platforms, acts[act].act, asked)
  const others = asked.length - chosen.length
  const versions = new Map(asked.map(({ taskId, version }) => [taskId, version]))
  const policy = await readPolicy(deps.house, actorOf(c))
  const now = deps.house.clock.now()
  const address = addressOf(c)
  const { verb, infinitive, what } = acts[act]
  const done = (way: 'automatic' | 'byHand') =>
    chosen.filter(({ planned }) => 'way' in planned && planned.way === way)
  const left = chosen.filter(({ planned }) => 'leftOut' in planned)
  const count = chosen.length - left.length
  const title =
    count > 0 ? `${verb} ${countText(count, 'kommentar', 'kommentarer')}` : `Inget att ${infinitive}`
  const present = await presentAt(
    deps.house,
    actorOf(c),
    chosen.map(({ task }) => task.taskId),
  )
  const screenings = await screeningsOf(
    deps.house,
    actorOf(c),
    chosen.map(({ item }) => item),
  )
  const around = { present, screenings }
  return await page(
    c,
    { title, current: 'ko', state },
    <>
      <Head title={title} sub={what} crumbs={[{ text: 'Kö', href: queueHref(address) }, { text: title }]} />
      <Form action={`/ko/valda/atgard${queryText(address)}`} class="stack">
        <ErrorSummary state={state} />
        <input type="hidden" name="gor" value={act} />
        {chosen.map(({ task, item }) => (
          <input
            type="hidden"
            name="vald"
            value={`${task.taskId}_${versions.get(task.taskId) ?? item.version}`}
          />
        ))}
        <List {...around} id="h-auto" title="Görs genom Uppsikt" chosen={done('automatic')} />
        <List {...around} id="h-hand" title="Görs för hand" chosen={done('byHand')}>
          Plattformen tar inte emot ordern. Öppna var och en i listan efteråt: där står stegen, och du
          bekräftar när det är gjort.
        </List>
        <List {...around} id="h-ej" title="Tas inte med" chosen={left} />
        {others > 0 && (
          <p class="meta">
            {countText(others, 'vald rad är', 'valda rader är')} inte med: samma kommentar två gånger, eller
            inget som kan åtgärdas på en plattform.
          </p>
        )}
        {count > 0 && (
          <>
            <GroundPicker
              name="grund"
              legend="En grund för alla"
              groups={groundGroups(choosableGrounds(policy.settings, now), policy.settings)}
              state={state}
            />
            <p class="hint">
              {acceptedText(policy)}{' '}
              {policy.settings.fourEyes.groups.length > 0 &&
                'Kräver riktlinjen två personer för grunden väntar åtgärderna tills någon annan har godkänt dem.'}
            </p>
            <Textarea
              name="motivering"
              label="Motivering"
              hint="Sparas med varje åtgärd. Krävs för kommunens egna regler, annars frivillig."
              rows={3}
              state={state}
            />
            <Note tone="seal">
              <p>Varje kommentar hämtas på nytt och förseglas för sig innan något skickas.</p>
            </Note>
          </>
        )}
        <p class="row">
          {count > 0 && (
            <Button kind="primary" icon="check">
              {title}
            </Button>
          )}
          <LinkButton href={queueHref(address)}>Tillbaka till kön</LinkButton>
        </p>
      </Form>
    </>,
  )
}

interface ListProps {
  id: string
  title: string
  chosen: readonly BatchCandidate[]
  present: ReadonlyMap<TaskId, readonly Presence[]>
  screenings: ReadonlyMap<RecordId, Screening>
  children?: string
}

const List = ({ id, title, chosen, present, screenings, children }: ListProps) =>
  chosen.length === 0 ? null : (
    <Panel id={id} title={`${title}, ${chosen.length}`}>
      {children && <p>{children}</p>}
      {chosen.map(({ task, item, account, platform, planned }) => {
        const taken = takenText(task, present.get(task.taskId))
        const screening = screenings.get(item.recordId)
        return (
          <Said
            by={authorOf(item)}
            meta={
              <>
                <When at={item.publishedAt} /> · <Platform letters={platform.mark} name={platform.name} />{' '}
                {account.name}
              </>
            }
            foot={
              <>
                {'leftOut' in planned && (
                  <Badge tone="quiet" icon="dash">
                    {planned.leftOut}
                  </Badge>
                )}
                {taken && (
                  <Badge tone="warn" icon="user">
                    {taken}
                  </Badge>
                )}{' '}
                <a href={`/ko/${task.taskId}`}>Öppna ärendet</a>
              </>
            }
          >
            {isVeiled(task.labels) && !item.withheld ? (
              <details class="data">
                <summary>Visa texten</summary>
                <Text lang={task.language ?? undefined}>{cut(item.text, longestShown)}</Text>
              </details>
            ) : (
              <Text lang={task.language ?? undefined}>{cut(item.text, longestShown) || 'Ingen text.'}</Text>
            )}
            {screening && !item.withheld && <ItemPictures item={item} screening={screening} />}
          </Said>
        )
      })}
    </Panel>
  )

const form = z.object({
  gor: z.string().default(''),
  vald: many(z.string()),
  grund: z.string().default(''),
  motivering: z.string().trim().max(2000, 'Skriv högst 2\u00a0000 tecken. Korta motiveringen.').default(''),
})

/** '<task>_<version>': what was read, as it was read. */
function chosenIn(values: readonly string[]): Chosen[] {
  return values.flatMap((text) => {
    const [id = '', version = ''] = text.split('_')
    const taskId = asId<TaskId>(id)
    return taskId && /^[0-9]{1,9}$/.test(version) ? [{ taskId, version: Number(version) }] : []
  })
}

/** POST /ko/valda/atgard: decides on all of them, and shows what became of each. */
export const takeTogetherForm =
  (deps: Deps): Screen =>
  async (c) => {
    const actor = actorOf(c)
    const address: QueueAddress = addressOf(c)
    const checked = await checkForm(c, form)
    const values = checked.ok ? checked.value : undefined
    const act = actOf(values?.gor ?? '')
    const chosen = chosenIn(values?.vald ?? [])
    if (!values || !act || chosen.length === 0) return seeOther(c, queueHref(address))
    const again = (state: FormState) => show(c, deps, act, chosen, state)
    const { grund, motivering } = values
    const kept = { grund, motivering }
    const { settings } = await readPolicy(deps.house, actor)
    const ground = choosableGrounds(settings, deps.house.clock.now()).find(({ id }) => id === grund)
    if (!ground) return again({ values: kept, errors: { grund: 'Välj en grund' } })
    if (ground.group === 'house' && !motivering)
      return again({
        values: kept,
        errors: {
          motivering:
            'Skriv en motivering, till exempel vilken av reglerna det strider mot. Den krävs när grunden är kommunens egna regler',
        },
      })
    try {
      const decided = { act: acts[act].act, groundId: grund, note: motivering, chosen }
      const batchId = await takeTogether(deps.house, actor, deps.platforms, decided)
      return seeOther(c, `/ko/valda/${batchId}${queryText(address)}`)
    } catch (thrown) {
      return again(await faultsOf(c, thrown))
    }
  }
