import { z } from 'zod'
import { type AccountId, asId, type RecordId, Stop, timeOfDay } from '../../../../kernel/index.ts'
import {
  actorOf,
  asked,
  Badge,
  Button,
  checkForm,
  countText,
  emptyForm,
  Form,
  type FormState,
  faultsOf,
  firstOf,
  LinkButton,
  Marked,
  Meter,
  Platform,
  Proofbar,
  page,
  Reasons,
  Said,
  seeOther,
  sends,
  sentence,
  Text,
  timeText,
  Veiled,
  type WebContext,
  When,
  whenText,
} from '../../../../web/index.ts'
import { isVeiled } from '../../rules.ts'
import { type RoundPart, roundPart } from '../../service/round-part.ts'
import { confirmRound } from '../../service/rounds.ts'
import { actHref, queueHref, roundHref } from '../address.ts'
import type { Deps, Screen } from '../deps.ts'
import { possibleMeasures, ReadVersion } from '../item/measures-bar.tsx'
import { ItemPictures } from '../item/pictures/shown.tsx'
import { reasonsOf, spansOf } from '../item/reasons.tsx'
import { cut, excerpt, LabelBadges, platformOf, StateBadge } from '../rows.tsx'
import { ToldToast, toldBy } from '../toast.tsx'
import { authorOf, itemTitle, measureWords } from '../words.ts'
import { Confirm, noRound } from './confirm.tsx'

export function accountIdOf(c: WebContext): AccountId {
  const id = asId<AccountId>(c.req.param('account') ?? '')
  if (!id) throw new Stop('notFound', 'Kontot finns inte. Välj konto i listan.')
  return id
}

const eveningFrom = 16 * 3_600_000

interface RoundProps {
  readonly part: RoundPart
  readonly deps: Deps
  readonly now: Date
  /** The reader has asked for veiled text. */
  readonly shown: boolean
  readonly state: FormState
}

const HowFar = ({ part: { items, total, seen, last } }: RoundProps) => (
  <>
    <p class="between mt2">
      <b>
        {items.length === 0
          ? 'Inget nytt'
          : `${seen} av ${total >= 1000 ? 'mer än 1\u00a0000' : total} sedda`}
      </b>
      <span class="meta">
        {last ? (
          <>
            Nytt sedan <When at={last.at} />
          </>
        ) : (
          'Första rundan på kontot'
        )}
      </span>
    </p>
    {items.length > 0 && <Meter value={seen} max={total} wide />}
  </>
)

/** The one to look at now. */
const Card = (props: RoundProps) => {
  const { part, deps, shown } = props
  const { current, account, above } = part
  if (!current) return null
  const { item, screening, sealedAt } = current
  const labels = screening?.labels ?? []
  const language = part.languages.get(item.recordId)
  const text = <Marked text={cut(item.text, longestInCard)} spans={spansOf(screening)} as="hit" />
  return (
    <article class="card stack-s" aria-labelledby="nu">
      <div>
        <p class="meta-row">
          <Platform {...platformOf(deps.platforms, account)} />
          <span>{account.name}</span>
        </p>
        <h2 class="mt1" id="nu">
          {itemTitle(item, account)}
        </h2>
        <p class="row mt2">
          <LabelBadges labels={labels} />
          <StateBadge item={item} />
        </p>
      </div>
      {above && (
        <Said
          by={above.direction === 'drawnUp' ? account.name : authorOf(above)}
          ours={above.direction === 'drawnUp'}
          meta={<When at={above.publishedAt} />}
        >
          {isVeiled(part.labels.get(above.recordId) ?? []) ? (
            <Veiled
              id="ovan"
              href={`/ko/runda/${account.accountId}`}
              keep={part.seenId ? { sedd: part.seenId } : {}}
              shown={shown}
            >
              {excerpt(above.text)}
            </Veiled>
          ) : (
            excerpt(above.text)
          )}
        </Said>
      )}
      <Said
        by={item.direction === 'drawnUp' ? account.name : authorOf(item)}
        ours={item.direction === 'drawnUp'}
        focus="calm"
        meta={<When at={item.publishedAt} />}
      >
        {isVeiled(labels) ? (
          <Veiled
            id="texten"
            href={`/ko/runda/${account.accountId}`}
            keep={part.seenId ? { sedd: part.seenId } : {}}
            shown={shown}
            lang={language}
          >
            {text}
          </Veiled>
        ) : (
          <Text lang={language}>{text}</Text>
        )}
        {screening && <ItemPictures item={item} screening={screening} />}
      </Said>
      <Proofbar
        proof={sealedAt ? 'sealed' : 'sealing'}
        detail={sealedAt ? timeText(sealedAt) : ''}
        link={{ href: `/handlingar/${item.recordId}`, text: 'Visa' }}
      />
      {labels.length > 0 && (
        <details class="data">
          <summary>Därför ligger den här</summary>
          <Reasons reasons={reasonsOf(screening, item.text)} />
        </details>
      )}
      <CardActs {...props} />
    </article>
  )
}

const longestInCard = 4_000

/** Four buttons: seen, answer, leave, hide. What takes something from view opens its own page. */
const CardActs = ({ part, deps }: RoundProps) => {
  const { current, account, seenId } = part
  if (!current) return null
  const { item, task } = current
  const address = { round: { accountId: account.accountId, seen: seenId } }
  const platform = deps.platforms.get(account.platform)
  const kind = possibleMeasures(platform, item, [])[0]
  return (
    <div class="choose-2">
      <LinkButton kind="primary" icon="check" href={roundHref(account.accountId, item.recordId)}>
        Sedd, nästa
      </LinkButton>
      {task && platform?.reply?.public && (
        <LinkButton icon="reply" href={actHref(address, task.taskId, 'svara')} dialog>
          Svara
        </LinkButton>
      )}
      {task && task.urgency < 3 && (
        <Form action={actHref(address, task.taskId, 'lat-sta')} extra={sends}>
          <ReadVersion item={item} />
          <Button icon="check">Låt stå</Button>
        </Form>
      )}
      {task && kind && (
        <LinkButton
          icon={measureWords[kind].icon}
          href={actHref(address, task.taskId, 'atgard', { val: kind })}
          dialog
        >
          {measureWords[kind].verb}
        </LinkButton>
      )}
      {task && (
        <LinkButton icon="dots" href={queueHref(address, task.taskId)}>
          Mer
        </LinkButton>
      )}
    </div>
  )
}

async function show(c: WebContext, deps: Deps, part: RoundPart, given?: FormState): Promise<Response> {
  const { text } = await toldBy(c, actorOf(c), deps)
  const now = deps.house.clock.now()
  const evening = timeOfDay(now) >= eveningFrom
  const state = given ?? emptyForm(part.seenId ? { sist: part.seenId } : {})
  const props: RoundProps = { part, deps, now, shown: asked(c, 'visa') === '1', state }
  const title = `${evening ? 'Kvällsrunda' : 'Runda'}, ${part.account.name}`
  const missed = `/ko/runda/${part.account.accountId}/forklara`
  return page(
    c,
    { title, current: 'ko', state },
    <div class="phone stack-s">
      <ToldToast told={{ left: undefined, text }} address={{}} />
      <div>
        <p class="meta">
          <a href="/ko/runda">Runda</a> · {sentence(whenText(now, now))}
        </p>
        <h1 class="mt1">{title}</h1>
        <HowFar {...props} />
      </div>
      <Card {...props} />
      {!part.current && part.items.length > 0 && (
        <p>
          <Badge tone="ok">{`Du har gått igenom ${countText(part.items.length, 'inlägg', 'inlägg')}`}</Badge>
        </p>
      )}
      <Confirm {...props} />
      <p class="meta">
        <a href={missed}>Förklara en missad dag</a>
      </p>
    </div>,
  )
}

/** GET /ko/runda/:account: oldest first, one at a time; what has been seen stands in the address. */
export const roundScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const seen = asId<RecordId>(asked(c, 'sedd'))
    return show(c, deps, await roundPart(deps.house, actorOf(c), accountIdOf(c), seen))
  }

const confirmation = z.object({
  sist: z.string().optional(),
  /** By the button that names the last of all. */
  allt: z.string().optional(),
  sedd: z.string().optional(),
  senast: z.union([z.literal(noRound), z.iso.datetime()]).optional(),
  anteckning: z.string().trim().max(1_000, 'Skriv högst 1\u00a0000 tecken. Korta anteckningen.').default(''),
})

/** POST: the round is confirmed, up to and including the item that the person names. */
export const confirmScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const actor = actorOf(c)
    const accountId = accountIdOf(c)
    const checked = await checkForm(c, confirmation)
    const sedd = checked.ok ? checked.value.sedd : firstOf(checked.error.values['sedd'])
    const part = () => roundPart(deps.house, actor, accountId, asId<RecordId>(sedd ?? ''))
    if (!checked.ok) return show(c, deps, await part(), checked.error)
    const { sist, allt, senast, anteckning } = checked.value
    try {
      await confirmRound(deps.house, actor, {
        accountId,
        lastRecordId: asId<RecordId>(allt ?? sist ?? '') ?? null,
        note: anteckning,
        ...(senast && { after: senast === noRound ? null : new Date(senast) }),
      })
    } catch (thrown) {
      const { values, errors } = await faultsOf(c, thrown)
      const { lastRecordId, ...others } = errors
      return show(c, deps, await part(), {
        values,
        errors: lastRecordId ? { ...others, sist: lastRecordId } : others,
      })
    }
    return seeOther(c, `/ko/runda?klart=${accountId}`)
  }
