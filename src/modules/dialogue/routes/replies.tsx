import { z } from 'zod'
import { may } from '../../../access/index.ts'
import { asId } from '../../../kernel/index.ts'
import {
  actorOf,
  Button,
  Choices,
  checkForm,
  Empty,
  ErrorSummary,
  emptyForm,
  Field,
  Form,
  type FormState,
  Head,
  Panel,
  page,
  readForm,
  seeOther,
  Textarea,
  textsOf,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { readSavedReplies, removeSavedReply, saveReply } from '../service/library.ts'
import type { Deps, Screen } from './deps.ts'

const NewReply = ({ state }: { state: FormState }) => (
  <Panel id="h-nytt" title="Nytt svar">
    <Form action="/dialog/svar" class="stack">
      <ErrorSummary state={state} />
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
      <p>
        <Button kind="primary">Spara svaret</Button>
      </p>
    </Form>
  </Panel>
)

async function show(c: WebContext, deps: Deps, state: FormState) {
  const actor = actorOf(c)
  const replies = await readSavedReplies(deps.house, actor)
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
                  <Form action="/dialog/svar/ta-bort" class="mt2">
                    <input type="hidden" name="id" value={savedReplyId} />
                    <Button small icon="trash">
                      Ta bort <span class="vh">{title}</span>
                    </Button>
                  </Form>
                )}
              </section>
            ))}
          </div>
        </Panel>
        {keeps && <NewReply state={state} />}
      </div>
    </>,
  )
}

export const repliesScreen =
  (deps: Deps): Screen =>
  (c) =>
    show(c, deps, emptyForm())

const reply = z.object({
  rubrik: written('Skriv en rubrik, till exempel Snöröjning.', 100),
  text: written('Skriv svaret.', 5_000),
  annanvag: z.literal('ja').optional(),
})

export const replyForm =
  (deps: Deps): Screen =>
  async (c) => {
    const checked = await checkForm(c, reply)
    if (!checked.ok) return show(c, deps, checked.error)
    const { rubrik, text, annanvag } = checked.value
    const purpose = annanvag ? 'moveOut' : 'usual'
    await saveReply(deps.house, actorOf(c), { title: rubrik, text, purpose })
    return seeOther(c, '/dialog/svar')
  }

export const removeReply =
  (deps: Deps): Screen =>
  async (c) => {
    const id = textsOf(await readForm(c))['id']
    await removeSavedReply(deps.house, actorOf(c), asId(typeof id === 'string' ? id : '') ?? '')
    return seeOther(c, '/dialog/svar')
  }
