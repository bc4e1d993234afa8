import { z } from 'zod'
import { asId, fail, type MeasureId, ok, type Result, Stop } from '../../../../kernel/index.ts'
import {
  actorOf,
  asked,
  Button,
  Choices,
  checkForm,
  Dialog,
  DialogAside,
  DialogHeading,
  ErrorSummary,
  emptyForm,
  Form,
  type FormState,
  faultsOf,
  fragment,
  GroundPicker,
  insideDialog,
  isPartial,
  Keys,
  keepText,
  LinkButton,
  Note,
  page,
  readForm,
  seeOther,
  Textarea,
  Timeline,
  textsOf,
  type WebContext,
} from '../../../../web/index.ts'
import {
  isReply,
  type Measure,
  type ModerationKind,
  needsGround,
  requestMeasure,
  reversalOf,
  type Seen,
  wayOf,
} from '../../../measures/index.ts'
import { choosableGrounds, type Ground, groundsAt } from '../../../policy/index.ts'
import { stayOpen } from '../../../tasks/index.ts'
import { type OpenedItem, type OpenedTask, openedTask } from '../../service/item.ts'
import { actHref, addressOf, backHref, onwardHref, type QueueAddress, queueHref } from '../address.ts'
import { type Deps, type Screen, taskIdOf } from '../deps.ts'
import { SeenFields, seenFields, seenOf, TakenNote } from '../seen.tsx'
import { authorOf, measureWords, theKind } from '../words.ts'
import { acceptedText, groundGroups } from './grounds.tsx'
import { allKinds, possibleMeasures } from './measures-bar.tsx'

/** A decision that is being made: which measures there are to choose from, and what is undone if anything is. */
interface Decision {
  readonly opened: OpenedTask
  readonly item: OpenedItem
  readonly platform: NonNullable<OpenedTask['platform']>
  readonly kinds: readonly ModerationKind[]
  readonly undoes: Measure | undefined
  readonly address: QueueAddress
  readonly grounds: readonly Ground[]
  readonly now: Date
}

/** @throws Stop('conflict') for what is on no platform, Stop('notFound'). */
async function decisionOf(c: WebContext, deps: Deps): Promise<Decision> {
  const opened = await openedTask(deps.house, actorOf(c), deps.platforms, taskIdOf(c), false)
  const { item, platform } = opened
  const measureId = asId<MeasureId>(c.req.param('measure') ?? '')
  if (!item || !platform)
    throw new Stop('conflict', 'Ärendet gäller inget som kan åtgärdas på plattformen. Gå tillbaka till kön.')
  const undoes = item.history.find(({ measure }) => measure.measureId === measureId)?.measure
  if (c.req.param('measure') !== undefined && (!undoes || isReply(undoes.kind)))
    throw new Stop('notFound', 'Åtgärden finns inte, eller kan inte ångras. Gå tillbaka till ärendet.')
  const possible = possibleMeasures(platform, item.item, item.history)
  const kinds = undoes && !isReply(undoes.kind) ? [reversalOf[undoes.kind]] : possible
  const now = deps.house.clock.now()
  return {
    opened,
    item,
    platform,
    kinds,
    undoes,
    address: addressOf(c),
    grounds: choosableGrounds(item.policy.settings, now),
    now,
  }
}

/** What the dialog is called: by the measure that the person came for, when it can be done. */
function titleOf({ kinds, item, undoes }: Decision, wanted: string): string {
  const what = `${theKind[item.item.kind]} från ${authorOf(item.item)}`
  const kind = kinds.length === 1 ? kinds[0] : kinds.find((each) => each === wanted)
  if (undoes && kind) return `Ångra: ${measureWords[kind].verb.toLocaleLowerCase('sv')} ${what}`
  return kind ? `${measureWords[kind].verb} ${what}` : `Åtgärda ${what}`
}

const Happens = ({ platform, item, kinds }: Decision) => (
  <DialogAside title="Det här händer">
    <Timeline
      moments={[
        {
          kind: 'next',
          icon: 'seal',
          what: <b>Läget just nu hämtas och förseglas</b>,
          detail: 'Före åtgärden',
        },
        ...(kinds.some((kind) => wayOf(platform, kind) === 'automatic')
          ? [
              {
                kind: 'next' as const,
                icon: 'send' as const,
                what: `${platform.name} får ordern`,
                detail: 'Svaret sparas som nytt bevis',
              },
            ]
          : [
              {
                kind: 'next' as const,
                icon: 'hand' as const,
                what: `Du gör det för hand på ${platform.name}`,
              },
            ]),
        {
          kind: 'next',
          icon: 'eye',
          what: `Vi ser efter hur ${theKind[item.item.kind]} visas`,
          detail: 'Det vi ser förseglas',
        },
      ]}
    />
    <p class="hint">Går ordern inte fram kommer ärendet tillbaka överst i kön med besked om varför.</p>
  </DialogAside>
)

const MeasureForm = ({ decision, state, c }: { decision: Decision; state: FormState; c: WebContext }) => {
  const { item, kinds, platform, address, opened, undoes, grounds, now } = decision
  const act = undoes ? `angra/${undoes.measureId}` : 'atgard'
  const action = actHref(address, opened.task.taskId, act)
  const asks = kinds.some(needsGround)
  return (
    <Form action={action} id="atgarden" class="stack" extra={insideDialog(c, action)}>
      <input type="hidden" name="version" value={String(state.values['version'] ?? item.item.version)} />
      <SeenFields opened={opened} state={state} />
      <ErrorSummary state={state} />
      <TakenNote opened={opened} />
      {state.errors[''] && (
        <p>
          <a href={queueHref(address, opened.task.taskId)}>Läs det som står nu</a>
        </p>
      )}
      <section>
        <DialogHeading>1. Beviset</DialogHeading>
        <div class="mt2">
          <Note tone="seal">
            <p>
              <b>Förseglas före åtgärden.</b>{' '}
              {`Vi hämtar ${theKind[item.item.kind]} på nytt och förseglar innan något skickas.`}
            </p>
          </Note>
        </div>
      </section>
      <Choices
        kind="radio"
        name="atgard"
        framed
        legend={<DialogHeading>2. Åtgärd</DialogHeading>}
        choices={kinds.map((kind) => ({
          value: kind,
          text: <b>{measureWords[kind].verb}</b>,
          detail:
            wayOf(platform, kind) === 'byHand'
              ? `${measureWords[kind].effect} Görs för hand på ${platform.name}: du får stegen och bekräftar sedan.`
              : measureWords[kind].effect,
        }))}
        state={state}
      />
      {asks && (
        <>
          <GroundPicker
            name="grund"
            legend={<DialogHeading>3. Grund</DialogHeading>}
            groups={groundGroups(grounds, item.policy.settings, answerHref(decision))}
            state={state}
          />
          <p class="hint">{acceptedText(item.policy)}</p>
          {groundsAt(now).some((ground) => ground.ownRoutine) && (
            <AbuseWarning href={actHref(address, opened.task.taskId, 'overgrepp')} />
          )}
        </>
      )}
      <Textarea
        name="motivering"
        label={asks ? 'Motivering' : 'Varför ångrar du?'}
        hint={
          asks
            ? 'Frivillig för brott, sekretess och personuppgifter. Krävs för kommunens egna regler.'
            : undefined
        }
        optional={!asks}
        rows={3}
        state={state}
      />
    </Form>
  )
}

/** Where one answers instead, when the platform takes an answer from here. */
const answerHref = ({ platform, opened, address }: Decision): string | undefined =>
  wayOf(platform, 'reply') === 'automatic' ? actHref(address, opened.task.taskId, 'svara') : undefined

/** Suspected child sexual abuse material is not a ground to choose but a routine of its own. */
const AbuseWarning = ({ href }: { href: string }) => (
  <Note tone="warn">
    <p>
      <b>Misstänker du övergrepp mot barn?</b> Öppna inte bilden, spara inget och ta ingen skärmbild. Välj
      inget här: <a href={href}>gå till den särskilda rutinen</a>.
    </p>
  </Note>
)

/** @throws Stop('conflict') when there is nothing that can be done. */
function show(c: WebContext, decision: Decision, state: FormState): Response | Promise<Response> {
  const { address, opened, platform, kinds } = decision
  if (kinds.length === 0)
    throw new Stop(
      'conflict',
      state.errors[''] ??
        'Det finns ingen åtgärd att göra här. Det kan vara borta från plattformen, eller redan åtgärdat.',
    )
  const title = titleOf(decision, asked(c, 'val'))
  const back = backHref(address, opened.task.taskId)
  const screen = (
    <Dialog
      as={isPartial(c) ? 'part' : 'page'}
      title={title}
      sub={`${platform.name}, ${opened.account?.name ?? ''}`}
      back={back}
      aside={<Happens {...decision} />}
      footer={
        <>
          <Button kind="primary" icon="check" form="atgarden">
            {decision.undoes ? 'Ångra åtgärden' : 'Genomför åtgärden'}
          </Button>
          <LinkButton href={back} extra={{ 'data-close': '' }}>
            Avbryt
          </LinkButton>
          <span class="grow" />
          <Keys keys={[[['Ctrl Enter'], 'genomför']]} />
        </>
      }
    >
      <MeasureForm decision={decision} state={state} c={c} />
    </Dialog>
  )
  return isPartial(c) ? fragment(c, screen, state) : page(c, { title, current: 'ko', state }, screen)
}

/** GET: the person chose by opening it by a button (?val=hide); otherwise nothing is chosen. */
export const measureScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const decision = await decisionOf(c, deps)
    await stayOpen(deps.house, actorOf(c), decision.opened.task.taskId)
    const wanted = decision.kinds.find((kind) => kind === asked(c, 'val'))
    const chosen = decision.kinds.length === 1 ? decision.kinds[0] : wanted
    return show(c, decision, emptyForm(chosen ? { atgard: chosen } : {}))
  }

interface Decided {
  readonly kind: ModerationKind
  readonly groundId: string | undefined
  readonly note: string
  readonly version: number
  readonly seen?: Seen
}

const decidedForm = z.object({
  atgard: z.string().default(''),
  grund: z.string().default(''),
  motivering: z.string().trim().max(2000, 'Skriv högst 2\u00a0000 tecken. Korta motiveringen.').default(''),
  version: z.coerce.number().int().min(1).default(1),
  ...seenFields,
})

async function decided(c: WebContext, decision: Decision): Promise<Result<Decided, FormState>> {
  const { kinds, grounds, opened } = decision
  const checked = await checkForm(c, decidedForm)
  if (!checked.ok) return checked
  const { atgard, grund, motivering, version } = checked.value
  // What is no longer to be chosen may have been when the page was drawn: the verb tells who was first.
  const kind = (decision.undoes ? kinds : allKinds).find((each) => each === atgard)
  const ground = grounds.find(({ id }) => id === grund)
  const errors: Record<string, string> = {}
  if (!kind) errors['atgard'] = 'Välj vad som ska göras'
  if ((!kind || needsGround(kind)) && kinds.some(needsGround) && !ground) errors['grund'] = 'Välj en grund'
  if (ground?.group === 'house' && !motivering)
    errors['motivering'] =
      'Skriv en motivering, till exempel vilken av reglerna det strider mot. Den krävs när grunden är kommunens egna regler'
  if (!kind || Object.keys(errors).length > 0) return fail({ values: textsOf(await readForm(c)), errors })
  const seen = seenOf(checked.value, opened.task.taskId)
  return ok({
    kind,
    groundId: needsGround(kind) ? ground?.id : undefined,
    note: motivering,
    version,
    ...seen,
  })
}

/** POST: decides; the worker carries it out, and the item's page shows how it goes. */
export const takeMeasure =
  (deps: Deps): Screen =>
  async (c) => {
    keepText(c, ['motivering'], queueHref(addressOf(c), taskIdOf(c)))
    const decision = await decisionOf(c, deps)
    const checked = await decided(c, decision)
    if (!checked.ok) return show(c, decision, checked.error)
    const { groundId, ...rest } = checked.value
    try {
      await requestMeasure(deps.house, actorOf(c), deps.platforms, {
        recordId: decision.item.item.recordId,
        ...rest,
        ...(groundId && { groundId }),
        ...(decision.undoes && { undoes: decision.undoes.measureId }),
      })
    } catch (thrown) {
      return show(c, await decisionOf(c, deps), await faultsOf(c, thrown))
    }
    const { address, opened, item } = decision
    return seeOther(c, onwardHref(address, opened.task.taskId, item.item.recordId))
  }
