import { z } from 'zod'
import { may } from '../../../access/index.ts'
import { asId, dayOf, isDay, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  Button,
  checkForm,
  daysText,
  Empty,
  ErrorSummary,
  emptyForm,
  Field,
  Form,
  type FormState,
  faultsOf,
  Head,
  LinkButton,
  municipalityOf,
  Panel,
  page,
  publicPage,
  seeOther,
  Textarea,
  useRendering,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { roundState } from '../rules.ts'
import { readDialogueRounds, saveDialogueRound } from '../service/library.ts'
import type { DialogueRound } from '../types.ts'
import type { Deps, Screen } from './deps.ts'

const stateText = {
  coming: 'Kommer',
  open: 'Pågår nu',
  closed: 'Avslutad, det som sades sammanställs',
  told: 'Avslutad, med besked',
} as const

const Round = ({ round, today, edit }: { round: DialogueRound; today: string; edit: boolean }) => (
  <Panel id={`h-${round.dialogueRoundId}`} title={round.matter} class="mt4">
    <p>
      <b>{stateText[roundState(round, today)]}</b>, {daysText(round.fromDay, round.toDay, useRendering().now)}
    </p>
    <p class="written">{round.how}</p>
    {round.link && (
      <p>
        <a href={round.link} rel="noreferrer external">
          {round.link}
        </a>
      </p>
    )}
    {round.said && (
      <>
        <h3>Det här sades</h3>
        <p class="written">{round.said}</p>
      </>
    )}
    {round.outcome && (
      <>
        <h3>Det här ledde det till</h3>
        <p class="written">{round.outcome}</p>
      </>
    )}
    {edit && (
      <p class="mt4">
        <LinkButton small icon="edit" href={`/dialog/rundor/${round.dialogueRoundId}`}>
          Ändra, eller berätta hur det gick
        </LinkButton>
      </p>
    )}
  </Panel>
)

/** GET /dialog/rundor: invitations to dialogue (D5). */
export const roundsScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const actor = actorOf(c)
    const rounds = await readDialogueRounds(deps.house, actor.municipalityId)
    const edit = may(actor, 'dialogue.invite', {})
    const today = dayOf(deps.house.clock.now())
    return page(
      c,
      { title: 'Dialogrundor', current: 'dialog' },
      <>
        <Head
          title="Dialogrundor"
          sub={
            <>
              I vilka frågor, när och hur invånarna kan påverka.{' '}
              <a href="/paverka">Så ser sidan ut för alla</a>
            </>
          }
          crumbs={[{ href: '/dialog', text: 'Dialog' }]}
        >
          {edit && (
            <LinkButton kind="primary" icon="plus" href="/dialog/rundor/ny">
              Bjud in till dialog
            </LinkButton>
          )}
        </Head>
        {rounds.length === 0 && (
          <Empty kind="notBegun" title="Ingen dialog är planerad">
            <p>Börja med frågan, och med när och hur man kan påverka den.</p>
          </Empty>
        )}
        {rounds.map((round) => (
          <Round round={round} today={today} edit={edit} />
        ))}
      </>,
    )
  }

/** GET /paverka: the same for anyone. */
export const invitationsScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const rounds = await readDialogueRounds(deps.house, municipalityOf(c).id)
    const today = dayOf(deps.house.clock.now())
    return publicPage(
      c,
      { title: 'Det här kan du påverka', links: [{ href: '/konton', text: 'Våra konton' }] },
      <>
        <h1>Det här kan du påverka</h1>
        {rounds.length === 0 && <p>Just nu finns ingen fråga att tycka till om. Titta gärna in igen.</p>}
        {rounds.map((round) => (
          <Round round={round} today={today} edit={false} />
        ))}
      </>,
    )
  }

async function show(c: WebContext, round: DialogueRound | undefined, state: FormState) {
  const title = round ? 'Ändra dialogrundan' : 'Bjud in till dialog'
  return page(
    c,
    { title, current: 'dialog', state },
    <>
      <Head
        title={title}
        sub="Varje ändring sparas som en ny version i arkivet."
        crumbs={[
          { href: '/dialog', text: 'Dialog' },
          { href: '/dialog/rundor', text: 'Dialogrundor' },
        ]}
      />
      <Form action="/dialog/rundor" class="stack read">
        <ErrorSummary state={state} />
        {round && <input type="hidden" name="id" value={round.dialogueRoundId} />}
        <Field
          name="fraga"
          label="Fråga"
          hint="Vad gäller det, till exempel Skolvägarna i Norrby?"
          state={state}
        />
        <Textarea
          name="hur"
          label="Så kan man påverka"
          hint="Var man säger sitt, och vad svaren används till."
          rows={4}
          state={state}
        />
        <Field
          name="lank"
          label="Länk (frivillig)"
          hint="Till webbplatsen, till exempel https://kommun.se/dialog."
          state={state}
        />
        <Field name="fran" label="Från och med" type="date" state={state} />
        <Field name="till" label="Till och med" type="date" state={state} />
        <Textarea name="sagt" label="Det här sades (fylls i efteråt)" rows={4} state={state} />
        <Textarea name="ledde" label="Det här ledde det till (fylls i efteråt)" rows={4} state={state} />
        <p>
          <Button kind="primary">Spara dialogrundan</Button>
        </p>
      </Form>
    </>,
  )
}

export const roundScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const id = c.req.param('round')
    if (id === undefined) return show(c, undefined, emptyForm())
    const rounds = await readDialogueRounds(deps.house, actorOf(c).municipalityId)
    const round = rounds.find(({ dialogueRoundId }) => dialogueRoundId === id)
    if (!round) throw new Stop('notFound', 'Dialogrundan finns inte. Gå tillbaka till listan.')
    const { matter, how, link, fromDay, toDay, said, outcome } = round
    return show(
      c,
      round,
      emptyForm({
        fraga: matter,
        hur: how,
        lank: link,
        fran: fromDay,
        till: toDay,
        sagt: said,
        ledde: outcome,
      }),
    )
  }

const day = z.string().refine(isDay, 'Välj en dag.')
const optional = z.string().trim().max(5_000, 'Skriv högst 5 000 tecken.').default('')

const invitation = z.object({
  id: z.string().default(''),
  fraga: written('Skriv vad det gäller, till exempel Skolvägarna i Norrby.', 200),
  hur: written('Skriv hur man kan påverka.', 5_000),
  lank: z
    .union([
      z.literal(''),
      z.url({
        protocol: /^https?$/,
        error: 'Skriv en webbadress som börjar med https://, eller lämna fältet tomt.',
      }),
    ])
    .default(''),
  fran: day,
  till: day,
  sagt: optional,
  ledde: optional,
})

export const roundForm =
  (deps: Deps): Screen =>
  async (c) => {
    const actor = actorOf(c)
    const rounds = await readDialogueRounds(deps.house, actor.municipalityId)
    const checked = await checkForm(c, invitation)
    const given = checked.ok ? checked.value.id : checked.error.values['id']
    const round = rounds.find(({ dialogueRoundId }) => dialogueRoundId === given)
    if (!checked.ok) return show(c, round, checked.error)
    const { id, fraga, hur, lank, fran, till, sagt, ledde } = checked.value
    if (id && !round) throw new Stop('notFound', 'Dialogrundan finns inte. Gå tillbaka till listan.')
    try {
      await saveDialogueRound(deps.house, actor, {
        dialogueRoundId: asId(id),
        matter: fraga,
        how: hur,
        link: lank,
        fromDay: fran,
        toDay: till,
        said: sagt,
        outcome: ledde,
      })
    } catch (thrown) {
      return show(c, round, await faultsOf(c, thrown))
    }
    return seeOther(c, '/dialog/rundor')
  }
