import { z } from 'zod'
import { may } from '../../../access/index.ts'
import { asId, dayOf, isDay, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  asked,
  Button,
  checkForm,
  Empty,
  ErrorSummary,
  emptyForm,
  Field,
  Form,
  type FormState,
  faultsOf,
  Head,
  LinkButton,
  page,
  seeOther,
  sends,
  Textarea,
  Toast,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { Round } from '../screens/round.tsx'
import { readDialogueRounds, saveDialogueRound } from '../service/library.ts'
import type { DialogueRound } from '../types.ts'
import type { Deps, Screen } from './deps.ts'

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
        {asked(c, 'gjort') === 'sparad' && <Toast text="Dialogrundan är sparad." />}
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
      <Form action="/dialog/rundor" class="card stack read" extra={sends}>
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
          label="Länk"
          optional
          hint="Till webbplatsen, till exempel https://kommun.se/dialog."
          state={state}
        />
        <Field name="fran" label="Från och med" type="date" state={state} />
        <Field name="till" label="Till och med" type="date" state={state} />
        <Textarea name="sagt" label="Det här sades" hint="Fylls i efteråt." optional rows={4} state={state} />
        <Textarea
          name="ledde"
          label="Det här ledde det till"
          hint="Fylls i efteråt."
          optional
          rows={4}
          state={state}
        />
        <p class="row">
          <Button kind="primary">Spara dialogrundan</Button>
          <LinkButton href="/dialog/rundor">Avbryt</LinkButton>
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
const optional = z.string().trim().max(5_000, 'Skriv högst 5\u00a0000 tecken.').default('')

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
    return seeOther(c, '/dialog/rundor?gjort=sparad')
  }
