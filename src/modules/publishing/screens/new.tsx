import type { Platform } from '../../../platforms/contract.ts'
import { Button, ErrorSummary, Form, type FormState, Head, Panel } from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import { PublicationFields } from './fields.tsx'

interface NewProps {
  choices: readonly Account[]
  platforms: ReadonlyMap<string, Platform>
  state: FormState
}

/** Something new: kept first, looked at and handed on from its own page. */
export const NewScreen = ({ choices, platforms, state }: NewProps) => (
  <>
    <Head
      title="Nytt inlägg"
      sub="Skriv en gång för flera konton. När du har sparat ser du hur det blir och vad som stoppar."
      crumbs={[{ href: '/publicering', text: 'Publicering' }]}
    />
    <ErrorSummary state={state} />
    <div class="mt4">
      <Panel id="h-inlagg" title="Inlägg">
        <Form action="/publicering/ny" label="Nytt inlägg" class="stack" files>
          <input type="hidden" name="version" value="1" />
          <PublicationFields
            choices={choices}
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
