import { Button, ErrorSummary, Form, type FormState, Head, Note, Panel, sends } from '../../../web/index.ts'
import type { Ground } from '../../policy/index.ts'
import type { Paragraph } from '../rules.ts'
import type { Draft } from '../service/propose.ts'
import { EntryFields, NoteField } from './fields.tsx'
import { Law } from './law.tsx'

interface NewProps {
  draft: Draft
  recordId: string
  state: FormState
  grounds: readonly Ground[]
  law: readonly Paragraph[]
}

/** A record on its way to the diary: the registrar enters it, anybody else puts it before the registrar. */
export const NewEntryScreen = ({ draft, recordId, state, grounds, law }: NewProps) => {
  const { mayRegister, series, account } = draft
  return (
    <>
      <Head
        title={mayRegister ? 'Diarieför en handling' : 'Till diariet'}
        sub={
          mayRegister
            ? 'Numret och posten förseglas på en gång.'
            : 'Registratorn avgör och ger numret. Tills dess står det Väntar på registrator.'
        }
        crumbs={[
          { href: '/diarium', text: 'Diarium' },
          { href: `/handlingar/${recordId}`, text: account ? `Handling på ${account.name}` : 'Handlingen' },
        ]}
      />
      <ErrorSummary state={state} />
      <div class="cols cols-2-1 mt4">
        <Panel id="h-post" title="Det som ska stå i diariet">
          {draft.secrecy === 'unknown' && (
            <Note tone="seal" icon="lock">
              <p>
                <b>Sekretess ska prövas.</b> Granskningen eller en åtgärd pekar på det. Låt inte uppgiften stå
                i rubriken.
              </p>
            </Note>
          )}
          <Form action={`/diarium/ny?handling=${recordId}`} class="stack" extra={sends}>
            <EntryFields state={state} series={series} grounds={grounds} typed={mayRegister} />
            {!mayRegister && <NoteField state={state} />}
            <p>
              <Button kind="primary" icon="book">
                {mayRegister ? 'Diarieför' : 'Lämna till registratorn'}
              </Button>
            </p>
          </Form>
        </Panel>
        <Law law={law} />
      </div>
    </>
  )
}
