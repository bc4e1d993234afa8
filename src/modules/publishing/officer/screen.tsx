import type { StaffId } from '../../../kernel/index.ts'
import {
  Button,
  ErrorSummary,
  Form,
  type FormState,
  Head,
  LinkButton,
  Panel,
  sends,
  Textarea,
  When,
} from '../../../web/index.ts'
import type { OfficerPage } from './service.ts'
import type { Question } from './types.ts'

export const officerHref = (publicationId: string, more = ''): `/${string}` =>
  `/publicering/${publicationId}/dataskydd${more}`

/** What does the data protection officer say of this draft? */
export const OfficerScreen = ({ page, state }: { page: OfficerPage; state: FormState }) => {
  const { publication, media } = page.whole
  const { publicationId } = publication
  return (
    <>
      <Head
        title="Fråga dataskyddsombudet"
        crumbs={
          page.can.ask
            ? [
                { text: 'Publicering', href: '/publicering' },
                { text: publication.title || 'Inlägget', href: `/publicering/${publicationId}` },
              ]
            : undefined
        }
        sub="Frågan och svaret sparas med inlägget. I brevet till ombudet står bara en länk."
      />
      <div class="cols cols-2-1">
        <div class="stack">
          <ErrorSummary state={state} />
          {page.questions.map((question) => (
            <OneQuestion page={page} question={question} state={state} />
          ))}
          {page.can.ask && (
            <Form action={officerHref(publicationId)} extra={sends}>
              <Panel id="h-ny" title="Ställ en fråga" footer={<Button kind="primary">Fråga ombudet</Button>}>
                <Textarea
                  name="fraga"
                  label="Vad undrar du?"
                  hint="Till exempel om det går att publicera namnet, och vilken rättslig grund som gäller."
                  rows={4}
                  state={state}
                />
              </Panel>
            </Form>
          )}
        </div>
        <Panel id="h-inlagg" title="Inlägget som det står nu">
          {publication.title && <p class="strong">{publication.title}</p>}
          <p class="written">{publication.text}</p>
          {publication.link && <p class="meta">{publication.link}</p>}
          {media.map(({ name, alt }) => (
            <p class="meta">
              {name}
              {alt && `: ${alt}`}
            </p>
          ))}
          {page.can.ask && <LinkButton href={`/publicering/${publicationId}`}>Till inlägget</LinkButton>}
        </Panel>
      </div>
    </>
  )
}

const nameOf = (names: ReadonlyMap<StaffId, string>, id: StaffId | null): string =>
  (id && names.get(id)) ?? 'En medarbetare'

const OneQuestion = ({
  page: { whole, names, can },
  question,
  state,
}: {
  page: OfficerPage
  question: Question
  state: FormState
}) => {
  const { questionId, answer, version } = question
  const { publicationId, version: now } = whole.publication
  const field = `svar-${questionId}`
  return (
    <Panel id={`h-${questionId}`} title={`${nameOf(names, question.askedBy)} undrar`}>
      <p class="written">{question.question}</p>
      <p class="meta">
        <When at={question.askedAt} first />
        {version !== now && '. Inlägget har ändrats sedan dess.'}
      </p>
      {answer ? (
        <>
          <h3>{nameOf(names, answer.by)} svarar</h3>
          <p class="written">{answer.text}</p>
          <p class="meta">
            <When at={answer.at} first />
          </p>
        </>
      ) : can.answer ? (
        <Form action={officerHref(publicationId, `/${questionId}`)} class="stack" extra={sends}>
          <Textarea name={field} label="Ditt svar" rows={4} state={state} />
          <Button kind="primary">Skicka svaret</Button>
        </Form>
      ) : (
        <p class="meta">Inget svar än.</p>
      )}
    </Panel>
  )
}
