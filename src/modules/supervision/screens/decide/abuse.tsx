import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { may } from '../../../../access/index.ts'
import { withMunicipality } from '../../../../infra/db/index.ts'
import { type StaffId, Stop } from '../../../../kernel/index.ts'
import {
  actorOf,
  Button,
  Choices,
  checkForm,
  ErrorSummary,
  emptyForm,
  Facts,
  Form,
  type FormState,
  faultsOf,
  Head,
  LinkButton,
  Note,
  Panel,
  page,
  seeOther,
  Textarea,
  Timeline,
  type WebContext,
  When,
} from '../../../../web/index.ts'
import {
  type AbuseCase,
  addAbuseStep,
  isModeration,
  isOpen,
  orderAwayAgain,
  readAbuse,
  suspectAbuse,
} from '../../../measures/index.ts'
import { staffNames } from '../../queue-store.ts'
import { type OpenedItem, type OpenedTask, openedTask } from '../../service/item.ts'
import { actHref, addressOf, type QueueAddress, queueHref } from '../address.ts'
import { type Deps, type Screen, taskIdOf } from '../deps.ts'
import { theKind } from '../words.ts'

interface Suspicion {
  readonly opened: OpenedTask
  readonly item: OpenedItem
  readonly abuse: AbuseCase | undefined
  readonly names: ReadonlyMap<StaffId, string>
  readonly mayLift: boolean
  readonly address: QueueAddress
}

async function suspicion(c: WebContext, deps: Deps): Promise<Suspicion> {
  const actor = actorOf(c)
  const opened = await openedTask(deps.house, actor, deps.platforms, taskIdOf(c), false)
  const { item, account } = opened
  if (!item) throw new Stop('conflict', 'Ärendet gäller inget som någon har skrivit. Gå tillbaka till kön.')
  const abuse = await readAbuse(deps.house, actor, item.item.recordId)
  const people = abuse ? [abuse.staffId, ...abuse.steps.map(({ staffId }) => staffId)] : []
  return {
    opened,
    item,
    abuse,
    names: await withMunicipality(deps.house.db, actor.municipalityId, (tx) =>
      staffNames(tx, actor.municipalityId, people),
    ),
    mayLift:
      abuse !== undefined &&
      abuse.staffId !== actor.staffId &&
      account !== undefined &&
      may(actor, 'measures.liftAbuse', account),
    address: addressOf(c),
  }
}

function show(c: WebContext, about: Suspicion, state: FormState): Response | Promise<Response> {
  const { opened, address, abuse } = about
  const title = 'Misstänkt övergrepp mot barn'
  const crumbs = [
    { text: 'Kö', href: queueHref(address) },
    { text: 'Ärendet', href: queueHref(address, opened.task.taskId) },
    { text: title },
  ]
  const sub = abuse
    ? 'Innehållet är spärrat och visas inte för någon. Följ stegen.'
    : 'Läs igenom innan du spärrar. Öppna inte bilden, spara inget och ta ingen skärmbild.'
  return page(
    c,
    { title, current: 'ko', state },
    <>
      <Head title={title} sub={sub} crumbs={crumbs} />
      <div class="cols cols-2-1">
        <div class="stack">
          {abuse ? <UnderWay {...about} abuse={abuse} state={state} /> : <Mark {...about} state={state} />}
        </div>
        <div class="stack">
          <Disagreement keeps={about.item.policy.settings.abuseCopies !== null} />
        </div>
      </div>
    </>,
  )
}

/** What will happen, before it does. */
const Mark = (about: Suspicion & { state: FormState }) => {
  const { opened, item, address, state } = about
  const what = theKind[item.item.kind]
  const keeps = item.policy.settings.abuseCopies
  return (
    <Form action={actHref(address, opened.task.taskId, 'overgrepp')} class="stack">
      <ErrorSummary state={state} />
      <Panel id="h-hander" title="Det här händer när du spärrar">
        <Timeline
          moments={[
            {
              kind: 'next',
              icon: 'lock',
              what: <b>Text och bilder visas inte längre för någon</b>,
              detail: 'I kön, på sidan, i sök, i bevispaket och i anmälningar. Genast.',
            },
            {
              kind: 'next',
              icon: 'send',
              what: `${opened.platform?.name ?? 'Plattformen'} får order att ta bort ${what}`,
              detail:
                'Inget hämtas på nytt. Kan den inte ta bort får den order att dölja, eller så gör du det för hand.',
            },
            {
              kind: 'next',
              icon: 'seal',
              what: 'Uppgifterna förseglas',
              detail:
                'Vem som skrev, när, adressen och bildernas kontrollsummor. Inte texten och inte bilderna.',
            },
            {
              kind: 'next',
              icon: 'trash',
              what: keeps
                ? 'Kopior som vi redan har behålls, spärrade'
                : 'Kopior av bilder och filmer som vi redan har förstörs',
              detail: keeps
                ? `Godkänt av ${keeps.by} ${keeps.at}.`
                : 'Det kan inte ångras. Kontrollsummorna finns kvar.',
            },
            {
              kind: 'next',
              icon: 'police',
              what: 'Ett ärende utan dröjsmål: polisen ska underrättas',
              detail: 'Du ringer, och skriver in numret du får.',
            },
          ]}
        />
      </Panel>
      <p class="row">
        <Button kind="danger" icon="lock">
          Spärra {what}
        </Button>
        <LinkButton href={queueHref(address, opened.task.taskId)}>Avbryt</LinkButton>
      </p>
    </Form>
  )
}

/** The guidelines say different things; that is shown, and left to a lawyer. */
const Disagreement = ({ keeps }: { keeps: boolean }) => (
  <Note tone="warn" icon="scale">
    <p>
      <b>Riktlinjerna säger olika, och en jurist behöver avgöra.</b>
    </p>
    <p class="mt2">
      Tre av kommunernas riktlinjer säger att innehållet ska sparas innan det tas bort. En av dem räknar upp
      barnpornografi och säger: sparas, polisanmäls, tas bort snabbt och registreras.
    </p>
    <p class="mt2">
      Barnpornografibrott står i brottsbalken 16 kap. 10 a §, och en kopia hos oss kan själv vara ett brott.
      Därför behåller Uppsikt ingen kopia förrän en jurist har godkänt det.
    </p>
    <p class="mt2">
      Hos er:{' '}
      {keeps ? 'en jurist har godkänt att kopior behålls spärrade.' : 'ingen jurist har godkänt kopior.'}{' '}
      <a href="/installningar/riktlinje">Se riktlinjen</a>
    </p>
  </Note>
)

const copiesText = {
  destroyed: 'Förstörda hos oss. Kontrollsummorna är det som är kvar.',
  kept: 'Finns kvar hos oss, spärrade. En jurist har godkänt det.',
  none: 'Vi hade inga bilder eller filmer.',
} as const

const UnderWay = (about: Suspicion & { abuse: AbuseCase; state: FormState }) => {
  const { abuse, names, item } = about
  const told = abuse.steps.find(({ kind }) => kind === 'policeTold')
  const { facts } = abuse
  const nameOf = (id: StaffId) => names.get(id) ?? 'En kollega'
  return (
    <>
      <Panel id="h-steg" title="Stegen">
        <Timeline
          moments={[
            {
              kind: 'seal',
              icon: 'lock',
              what: `${nameOf(abuse.staffId)} spärrade innehållet`,
              detail: <When at={abuse.at} first />,
            },
            orderMoment(item, abuse),
            ...abuse.steps.map((step) => ({
              kind: 'ok' as const,
              icon: step.kind === 'policeTold' ? ('police' as const) : ('eye' as const),
              what: step.kind === 'policeTold' ? 'Polisen är underrättad' : 'Har sett innehållet',
              detail: (
                <>
                  {step.detail} · {nameOf(step.staffId)}, <When at={step.at} />
                </>
              ),
            })),
            ...(told
              ? []
              : [
                  {
                    kind: 'next' as const,
                    icon: 'police' as const,
                    what: <b>Ring polisen, 114 14, eller 112 om det är bråttom</b>,
                    detail: 'Läs upp uppgifterna nedan. Skriv in numret du får.',
                  },
                ]),
          ]}
        />
        <Again {...about} />
      </Panel>
      <StepForm {...about} />
      <Panel id="h-fakta" title="Uppgifter till polisen" aside={<span class="meta">Förseglade</span>}>
        <Facts
          layout="stacked"
          facts={[
            ['Plattform och konto', `${facts.platform}, ${facts.account}`],
            [
              'Adress, öppna den inte',
              facts.address ? <span class="mono s written">{facts.address}</span> : 'Plattformen ger ingen',
            ],
            [
              'Avsändare',
              [facts.author, facts.authorId].filter(Boolean).join(', ') || 'Plattformen säger inte vem',
            ],
            ['Publicerat', <When at={new Date(facts.publishedAt)} first />],
            ['Hämtat av oss', <When at={new Date(facts.collectedAt)} first />],
            ['Bilder och filmer', copiesText[facts.copies]],
            ...facts.media.map(({ name, bytes, sha256 }): [string, Child] => [
              `${name}, ${bytes} byte`,
              <span class="mono s written">SHA-256 {sha256}</span>,
            ]),
          ]}
        />
      </Panel>
    </>
  )
}

const orderMoment = ({ history }: OpenedItem, { measureId }: AbuseCase) => {
  const first = history.findIndex(({ measure }) => measure.measureId === measureId)
  const order = first < 0 ? undefined : history.slice(first).findLast(({ measure }) => isModeration(measure))
  const state = order?.measure.state ?? (measureId ? 'requested' : undefined)
  const words: Partial<Record<NonNullable<typeof state>, string>> = {
    done: 'Plattformen visar det inte längre',
    byHand: 'Plattformen tar inte emot ordern. Ta bort det för hand',
    refused: `Plattformen tog inte emot ordern. ${order?.measure.detail ?? ''}`,
    overtaken: 'Det var redan borta från plattformen',
  }
  if (!state)
    return { kind: 'ok' as const, icon: 'dash' as const, what: 'Det fanns inget att ta bort på plattformen' }
  return {
    kind:
      state === 'done' || state === 'overtaken'
        ? ('ok' as const)
        : state === 'refused'
          ? ('warn' as const)
          : ('next' as const),
    icon: 'send' as const,
    what: words[state] ?? 'Ordern är på väg till plattformen',
  }
}

/** By hand, or once more: what is left to do at the platform. */
const Again = ({ opened, item, address }: Suspicion) => {
  const last = item.history.at(-1)?.measure
  if (last?.state === 'byHand')
    return (
      <p>
        <LinkButton small icon="hand" href={actHref(address, opened.task.taskId, 'for-hand')} dialog>
          Så gör du för hand, och bekräfta
        </LinkButton>
      </p>
    )
  if (!last || isOpen(last.state) || last.state !== 'refused') return null
  return (
    <Form action={actHref(address, opened.task.taskId, 'overgrepp/steg')}>
      <input type="hidden" name="steg" value="order" />
      <Button small icon="send">
        Skicka ordern en gång till
      </Button>
    </Form>
  )
}

const choices = [
  {
    value: 'policeTold',
    text: 'Polisen är underrättad',
    detail: 'Skriv hur (telefon eller tips), när och vilket nummer du fick.',
  },
  {
    value: 'seenBy',
    text: 'Någon har sett innehållet',
    detail: 'Skriv vem och när. Erbjud stöd genom chefen.',
  },
] as const

const lift = {
  value: 'lifted',
  text: 'Det var något annat: häv spärren',
  detail: 'Texten visas igen. Bilder som är förstörda kommer inte tillbaka. Skriv vem som har bedömt det.',
} as const

const StepForm = ({ opened, address, mayLift, state }: Suspicion & { state: FormState }) => (
  <Form action={actHref(address, opened.task.taskId, 'overgrepp/steg')} class="stack" label="Nytt steg">
    <ErrorSummary state={state} />
    <Panel id="h-nytt" title="Skriv in ett steg">
      <Choices
        kind="radio"
        name="steg"
        legend="Vad har hänt?"
        choices={mayLift ? [...choices, lift] : choices}
        framed
        state={state}
      />
      <Textarea name="text" label="Beskriv" hint="Förseglas. Beskriv inte bilden." rows={3} state={state} />
      <p>
        <Button kind="primary">Spara steget</Button>
      </p>
    </Panel>
  </Form>
)

/** GET overgrepp: what will happen; afterwards, the steps. */
export const abuseScreen =
  (deps: Deps): Screen =>
  async (c) =>
    show(c, await suspicion(c, deps), emptyForm())

/** POST overgrepp: nobody is shown it from now on. */
export const suspectAbuseForm =
  (deps: Deps): Screen =>
  async (c) => {
    const about = await suspicion(c, deps)
    try {
      await suspectAbuse(deps.house, actorOf(c), deps.platforms, about.item.item.recordId)
    } catch (thrown) {
      return show(c, about, await faultsOf(c, thrown))
    }
    const { task } = about.opened
    return seeOther(c, actHref(about.address, task.taskId, 'overgrepp'))
  }

const form = z.object({
  steg: z.enum(['policeTold', 'seenBy', 'lifted', 'order'], { error: 'Välj vad som har hänt' }),
  text: z.string().trim().max(2_000, 'Skriv högst 2 000 tecken. Korta texten.').default(''),
})

/** POST overgrepp/steg. */
export const abuseStepForm =
  (deps: Deps): Screen =>
  async (c) => {
    const about = await suspicion(c, deps)
    const checked = await checkForm(c, form)
    if (!checked.ok) return show(c, about, checked.error)
    const { steg, text } = checked.value
    const { recordId } = about.item.item
    try {
      if (steg === 'order') await orderAwayAgain(deps.house, actorOf(c), deps.platforms, recordId)
      else await addAbuseStep(deps.house, actorOf(c), recordId, { kind: steg, detail: text })
    } catch (thrown) {
      const { errors, ...rest } = await faultsOf(c, thrown)
      const { detail, ...others } = errors
      return show(c, about, { ...rest, errors: detail ? { ...others, text: detail } : others })
    }
    const { taskId } = about.opened.task
    return seeOther(
      c,
      steg === 'lifted' ? queueHref(about.address, taskId) : actHref(about.address, taskId, 'overgrepp'),
    )
  }
