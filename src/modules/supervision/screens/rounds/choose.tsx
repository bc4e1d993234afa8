import { type AccountId, asId } from '../../../../kernel/index.ts'
import {
  actorOf,
  asked,
  countText,
  Empty,
  Head,
  Note,
  numberText,
  Panel,
  Platform,
  page,
  State,
  type TaskLine,
  Tasks,
  Toast,
  When,
} from '../../../../web/index.ts'
import { type RoundChoice, roundChoices } from '../../service/choose-round.ts'
import type { Deps, Screen } from '../deps.ts'
import { platformOf } from '../rows.tsx'
import { ToldToast, toldBy } from '../toast.tsx'

interface LineProps {
  readonly choice: RoundChoice
  readonly who: string | undefined
  readonly platforms: Deps['platforms']
}

const missedDays = ({ cells }: RoundChoice): number => cells.filter((cell) => cell.state === 'missed').length

function lineOf({ choice, who, platforms }: LineProps): TaskLine {
  const { account, dueToday, open, urgent, last } = choice
  const missed = missedDays(choice)
  return {
    href: `/ko/runda/${account.accountId}`,
    title: account.name,
    tone: dueToday ? 'warn' : 'ok',
    icon: dueToday ? 'clock' : 'check',
    detail: (
      <>
        <Platform {...platformOf(platforms, account)} />{' '}
        {last ? (
          <>
            Senast <When at={last.at} />
            {who && ` av ${who}`}
          </>
        ) : (
          'Ingen har gjort en runda här ännu'
        )}
        {open > 0 && ` · ${countText(open, 'ärende', 'ärenden')} i kön`}
        {urgent > 0 && `, ${urgent} utan dröjsmål`}
        {missed > 0 && ` · ${countText(missed, 'dag', 'dagar')} missade den senaste veckan`}
      </>
    ),
    due: dueToday ? (
      <State tone="warn" icon="clock">
        I dag
      </State>
    ) : (
      <State tone="quiet">Klart</State>
    ),
  }
}

/** GET /ko/runda: which account to look through; what is not covered today first. */
export const chooseScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const { choices, names } = await roundChoices(deps.house, actorOf(c))
    const left = choices.filter((choice) => choice.dueToday)
    const lines = (some: readonly RoundChoice[]) =>
      some.map((choice) =>
        lineOf({
          choice,
          who: choice.last && names.get(choice.last.staffId),
          platforms: deps.platforms,
        }),
      )
    const { text } = await toldBy(c, actorOf(c), deps)
    const done = choices.find((choice) => choice.account.accountId === asId<AccountId>(asked(c, 'klart')))
    return page(
      c,
      { title: 'Gör en runda', current: 'ko' },
      <>
        <Head
          title="Vilket konto ska du gå igenom?"
          sub={
            left.length === 0
              ? 'Alla dina konton är genomgångna i dag.'
              : `${numberText(left.length)} av ${countText(choices.length, 'konto', 'konton')} är inte ${left.length === 1 ? 'genomgånget' : 'genomgångna'} i dag.`
          }
          crumbs={[{ text: 'Kö', href: '/ko' }, { text: 'Runda' }]}
        />
        <div class="stack read">
          <ToldToast told={{ left: undefined, text }} address={{}} />
          {done?.last && (
            <Toast
              text={`Rundan för ${done.account.name} är sparad, ${countText(done.last.items, 'inlägg', 'inlägg')} genomgångna.`}
            />
          )}
          {choices.length === 0 && (
            <Empty kind="notBegun" title="Du har inga konton att gå igenom">
              <p>Den som ansvarar för ett konto, eller är ersättare, gör rundorna.</p>
            </Empty>
          )}
          {left.length > 0 && (
            <Panel id="h-kvar" title="Kvar i dag" flush>
              <Tasks tasks={lines(left)} />
            </Panel>
          )}
          {left.length < choices.length && (
            <Panel id="h-klart" title="Genomgångna, eller krävs inte i dag" flush>
              <Tasks tasks={lines(choices.filter((choice) => !choice.dueToday))} />
            </Panel>
          )}
          {choices.some((choice) => missedDays(choice) > 0) && (
            <Note tone="info">
              <p>En dag som ingen tittade kan förklaras. Öppna kontot och välj Förklara en missad dag.</p>
            </Note>
          )}
        </div>
      </>,
    )
  }
