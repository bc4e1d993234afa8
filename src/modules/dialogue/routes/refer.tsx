import { z } from 'zod'
import { asId, type RecordId, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  Field,
  type FormState,
  faultsOf,
  Head,
  keepText,
  LinkButton,
  Panel,
  page,
  seeOther,
  smallForm,
  Textarea,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { requireQuestion } from '../service/answer.ts'
import { refer, referralLink, withdrawReferral } from '../service/refer.ts'
import { type Deps, type Screen, taskIdOf } from './deps.ts'

const show = (c: WebContext, state: FormState) => {
  const id = taskIdOf(c)
  return smallForm(c, {
    title: 'Hänvisa till enheten som vet',
    sub: 'Enheten får en länk, läser frågan utan att logga in och svarar där. Svaret kommer tillbaka hit.',
    button: 'Skicka frågan',
    action: `/dialog/${id}/hanvisa`,
    back: `/dialog/${id}`,
    current: 'dialog',
    state,
    children: (
      <>
        <input type="hidden" name="hanvisningar" value={String(state.values['hanvisningar'] ?? '')} />
        <Field name="enhet" label="Enhet" hint="Till exempel Gata och park." state={state} />
        <Field
          name="epost"
          label="Enhetens e-postadress"
          type="email"
          hint="Använd en gemensam brevlåda, så att frågan inte fastnar hos någon som är ledig."
          state={state}
        />
        <Textarea
          name="fraga"
          label="Vad vill du veta?"
          hint="Enheten ser det här och texten som frågan gäller, men inte vem som skrev den."
          rows={3}
          state={state}
        />
      </>
    ),
  })
}

export const referScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const count = await requireQuestion(deps.house, actorOf(c), taskIdOf(c))
    return show(c, emptyForm({ hanvisningar: String(count) }))
  }

const referralForm = z.object({
  enhet: written('Skriv vilken enhet, till exempel Gata och park.', 120),
  epost: z.email('Skriv en e-postadress, till exempel gatapark@kommun.se.').max(200),
  fraga: written('Skriv vad du vill veta.'),
  hanvisningar: z.coerce.number().int().min(0).max(10_000).optional(),
})

export const referForm =
  (deps: Deps): Screen =>
  async (c) => {
    const id = taskIdOf(c)
    keepText(c, ['enhet', 'epost', 'fraga'], `/dialog/${id}`)
    const checked = await checkForm(c, referralForm)
    if (!checked.ok) return show(c, checked.error)
    const { enhet, epost, fraga, hanvisningar } = checked.value
    const to = { unit: enhet, email: epost, question: fraga }
    try {
      await refer(deps.house, actorOf(c), id, to, hanvisningar)
    } catch (thrown) {
      const { values, errors } = await faultsOf(c, thrown)
      // Told of what a colleague has done, the person goes on from that.
      const count = await requireQuestion(deps.house, actorOf(c), id)
      return show(c, { values: { ...values, hanvisningar: String(count) }, errors })
    }
    return seeOther(c, `/dialog/${id}`)
  }

const referralIdOf = (c: WebContext): RecordId => {
  const id = asId<RecordId>(c.req.param('referral') ?? '')
  if (!id) throw new Stop('notFound', 'Hänvisningen finns inte. Gå tillbaka till dialogen.')
  return id
}

/** The link, to be handed over in another way. */
export const linkScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const link = await referralLink(deps.house, actorOf(c), referralIdOf(c))
    return page(
      c,
      { title: 'Länken till enheten', current: 'dialog' },
      <>
        <Head title="Länken till enheten" sub="Den som har länken kan läsa frågan och svara på den." />
        <Panel id="h-lank" title="Länk">
          <p class="written">{link}</p>
          <p class="mt4">
            <LinkButton href="/dialog">Tillbaka till dialogen</LinkButton>
          </p>
        </Panel>
      </>,
    )
  }

export const takeBack =
  (deps: Deps): Screen =>
  async (c) =>
    seeOther(c, `/dialog/${await withdrawReferral(deps.house, actorOf(c), referralIdOf(c))}`)
