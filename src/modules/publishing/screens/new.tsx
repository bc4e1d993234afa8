import type { Platform } from '../../../platforms/contract.ts'
import { Button, ErrorSummary, Form, type FormState, Head, Panel, sends } from '../../../web/index.ts'
import type { AccountChoices } from '../service/read.ts'
import { PublicationFields } from './fields.tsx'

interface NewProps extends AccountChoices {
  platforms: ReadonlyMap<string, Platform>
  state: FormState
}

/** Something new: kept first, looked at and handed on from its own page. */
export const NewScreen = ({ platforms, state, ...accounts }: NewProps) => (
  <>
    <Head
      title="Nytt inlägg"
      sub="Skriv en gång för flera konton. När du har sparat ser du hur det blir och vad som stoppar."
      crumbs={[{ href: '/publicering', text: 'Publicering' }]}
    />
    <ErrorSummary state={state} />
    <div class="mt4">
      <Panel id="h-inlagg" title="Inlägg">
        <Form action="/publicering/ny" label="Nytt inlägg" class="stack" files extra={sends}>
          <input type="hidden" name="version" value="1" />
          <PublicationFields
            {...accounts}
            platforms={platforms}
            state={state}
            media={[]}
            licences={[]}
            files=""
          />
          <p>
            <Button kind="primary" icon="check">
              Spara utkastet
            </Button>
          </p>
        </Form>
      </Panel>
    </div>
  </>
)
