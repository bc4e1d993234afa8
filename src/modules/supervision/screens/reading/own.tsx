import { z } from 'zod'
import {
  actorOf,
  Button,
  Choices,
  checkForm,
  emptyForm,
  Form,
  type FormState,
  Head,
  many,
  Panel,
  page,
  queryOf,
  seeOther,
  type WebContext,
} from '../../../../web/index.ts'
import { languageName, languagesTold } from '../../../screening/index.ts'
import { ownReading, readLanguages, remindLater } from '../../service/reading.ts'
import { addressOf, queueHref } from '../address.ts'
import type { Deps, Screen } from '../deps.ts'

const choices = languagesTold
  .map((code) => ({ value: code, text: languageName(code) }))
  .sort((a, b) => a.text.localeCompare(b.text, 'sv'))
  .map(({ value, text }) => ({ value, text: text.charAt(0).toLocaleUpperCase('sv') + text.slice(1) }))

const show = (c: WebContext, state: FormState) =>
  page(
    c,
    { title: 'Språk du läser', current: '', state },
    <>
      <Head
        title="Språk du läser"
        sub={
          queryOf(c)['gjort'] === 'sparat'
            ? 'Sparat.'
            : 'Kommentarer på andra språk märks i kön för den som läser dem.'
        }
        crumbs={[{ text: 'Dina val', href: '/mitt' }, { text: 'Språk du läser' }]}
      />
      <Panel id="h-sprak" title="Utöver svenska">
        <Form action="/mitt/sprak" class="stack">
          <Choices
            kind="checkbox"
            name="sprak"
            legend="Jag läser"
            hint="Ditt namn visas för kollegorna på ärenden som är skrivna på språket. I kön kan du välja Språk jag läser."
            choices={choices}
            state={state}
          />
          <p>
            <Button kind="primary" name="spara" value="ja">
              Spara språken
            </Button>
          </p>
        </Form>
      </Panel>
    </>,
  )

/** GET /mitt/sprak. */
export const ownLanguages =
  (deps: Deps): Screen =>
  async (c) =>
    show(c, emptyForm({ sprak: [...(await ownReading(deps.house, actorOf(c))).languages] }))

/** Sent by its own button: no box need be ticked. */
const languagesForm = z.object({ spara: z.literal('ja'), sprak: many(z.enum(languagesTold)) })

/** POST /mitt/sprak. */
export const saveLanguages =
  (deps: Deps): Screen =>
  async (c) => {
    const checked = await checkForm(c, languagesForm)
    if (!checked.ok) return show(c, checked.error)
    await readLanguages(deps.house, actorOf(c), checked.value.sprak)
    return seeOther(c, '/mitt/sprak?gjort=sparat')
  }

/** POST /ko/paus: the reminder of a break is left out for a while. */
export const laterBreak =
  (deps: Deps): Screen =>
  async (c) => {
    const checked = await checkForm(c, z.object({ paus: z.literal('senare') }))
    if (checked.ok) await remindLater(deps.house, actorOf(c))
    return seeOther(c, queueHref(addressOf(c)))
  }
