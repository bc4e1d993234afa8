import { z } from 'zod'
import { may } from '../../../access/index.ts'
import { asId } from '../../../kernel/index.ts'
import {
  actorOf,
  asked,
  Button,
  Choices,
  checkForm,
  Empty,
  ErrorSummary,
  emptyForm,
  Field,
  Form,
  type FormState,
  firstOf,
  Head,
  LinkButton,
  Panel,
  page,
  readForm,
  seeOther,
  Textarea,
  Toast,
  textsOf,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { readSavedReplies, removeSavedReply, saveReply } from '../service/library.ts'
import type { SavedReply } from '../types.ts'
import type { Deps, Screen } from './deps.ts'

/** A new one, or one that is changed: then its id stands in the form. */
const OneReply = ({ state }: { state: FormState }) => (
  <Panel id="h-nytt" title={state.values['id'] ? 'Ändra svaret' : 'Nytt svar'}>
    <Form action="/dialog/svar" class="stack">
      <ErrorSummary state={state} />
      <input type="hidden" name="id" value={firstOf(state.values['id'])} />
      <Field name="rubrik" label="Rubrik" hint="Så hittar ni det, till exempel Snöröjning." state={state} />
      <Textarea
        name="text"
        label="Svar"
        hint="{namn} byts mot den som frågar, {konto} mot kontots namn. Underskriften läggs till när du skickar."
        rows={6}
        state={state}
      />
      <Choices
        kind="checkbox"
        name="annanvag"
        legend="Används när"
        choices={[
          {
            value: 'ja',
            text: 'Någon ska använda en annan väg än kanalen',
            detail: 'Läggs in av Be om en annan väg. Skriv vilka e-tjänster och vilken e-post som gäller.',
          },
        ]}
        state={state}
      />
      <p class="row">
        <Button kind="primary">Spara svaret</Button>
        {state.values['id'] && <LinkButton href="/dialog/svar">Avbryt</LinkButton>}
      </p>
    </Form>
  </Panel>
)

const told: Readonly<Record<string, string>> = { sparat: 'Svaret är sparat.', borta: 'Svaret är borttaget.' }

async function show(c: WebContext, deps: Deps, faults?: FormState) {
  const actor = actorOf(c)
  const replies = await readSavedReplies(deps.house, actor)
  const changed = replies.find(({ savedReplyId }) => savedReplyId === asked(c, 'svar'))
  const state = faults ?? emptyForm(changed ? valuesOf(changed) : {})
  const done = told[asked(c, 'gjort')]
  const keeps = may(actor, 'dialogue.keepReplies', {})
  return page(
    c,
    { title: 'Sparade svar', current: 'dialog', state },
    <>
      <Head
        title="Sparade svar"
        sub="Svar som ni ger ofta. Läs igenom och ändra innan du skickar: den som frågar ska märka att någon har läst."
        crumbs={[{ href: '/dialog', text: 'Dialog' }]}
      />
      {done && <Toast text={done} />}
      <div class="cols cols-2-1">
        <Panel id="h-svar" title="Svaren">
          {replies.length === 0 && (
            <Empty kind="notBegun" title="Inga sparade svar ännu" level={3}>
              <p>{keeps ? 'Skriv det första här bredvid.' : 'Kommunikationsavdelningen lägger in dem.'}</p>
            </Empty>
          )}
          <div class="stack">
            {replies.map(({ savedReplyId, title, text, purpose }) => (
              <section>
                <h3>{title}</h3>
                {purpose === 'moveOut' && <p class="meta">Används när någon ska använda en annan väg.</p>}
                <p class="written">{text}</p>
                {keeps && (
                  <div class="row mt2">
                    <LinkButton small icon="edit" href={`/dialog/svar?svar=${savedReplyId}#h-nytt`}>
                      Ändra <span class="vh">{title}</span>
                    </LinkButton>
                    <Form action="/dialog/svar/ta-bort">
                      <input type="hidden" name="id" value={savedReplyId} />
                      <Button small icon="trash">
                        Ta bort <span class="vh">{title}</span>
                      </Button>
                    </Form>
                  </div>
                )}
              </section>
            ))}
          </div>
        </Panel>
        {keeps && <OneReply state={state} />}
      </div>
    </>,
  )
}

export const repliesScreen =
  (deps: Deps): Screen =>
  (c) =>
    show(c, deps)

const valuesOf = ({ savedReplyId, title, text, purpose }: SavedReply) => ({
  ...{ id: savedReplyId, rubrik: title, text },
  ...(purpose === 'moveOut' && { annanvag: 'ja' }),
})

const reply = z.object({
  id: z.string().default(''),
  rubrik: written('Skriv en rubrik, till exempel Snöröjning.', 100),
  text: written('Skriv svaret.', 5_000),
  annanvag: z.literal('ja').optional(),
})

export const replyForm =
  (deps: Deps): Screen =>
  async (c) => {
    const checked = await checkForm(c, reply)
    if (!checked.ok) return show(c, deps, checked.error)
    const { id, rubrik, text, annanvag } = checked.value
    const purpose = annanvag ? 'moveOut' : 'usual'
    const own = asId<string>(id)
    await saveReply(deps.house, actorOf(c), {
      title: rubrik,
      text,
      purpose,
      ...(own && { savedReplyId: own }),
    })
    return seeOther(c, '/dialog/svar?gjort=sparat')
  }

export const removeReply =
  (deps: Deps): Screen =>
  async (c) => {
    const id = textsOf(await readForm(c))['id']
    await removeSavedReply(deps.house, actorOf(c), asId(typeof id === 'string' ? id : '') ?? '')
    return seeOther(c, '/dialog/svar?gjort=borta')
  }
