import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  Button,
  ChoiceLine,
  ErrorSummary,
  Form,
  type FormState,
  Head,
  LinkButton,
  Select,
} from '../../../web/index.ts'
import type { Account, AccountKind } from '../../accounts/index.ts'
import { audienceText } from '../../applications/index.ts'

/** 'Alla. Blogg.' */
export const kindText = ({ audience, blog }: AccountKind): string =>
  `${audience ? audienceText[audience] : 'Inte sagt än'}${blog ? '. Blogg.' : ''}`

/** Whom the account is for, and whether it is a blog where it can be one. */
export const KindFields = ({ platform, state }: { platform: PlatformPart; state: FormState }) => (
  <>
    <Select
      name="lasare"
      label="Vilka är kontot till för?"
      hint="Ett internt konto står inte i den offentliga listan."
      options={[
        { value: '', text: 'Vet inte än' },
        ...Object.entries(audienceText).map(([value, text]) => ({ value, text })),
      ]}
      state={state}
    />
    {platform.blog && (
      <ChoiceLine
        kind="checkbox"
        name="blogg"
        choice={{
          value: '1',
          text: 'Det är en blogg',
          detail:
            'Då ska den säga vem som skriver och varför, hur man når dem och hur kommentarer följs upp.',
        }}
        state={state}
      />
    )}
  </>
)

export const KindScreen = ({
  account,
  platform,
  state,
}: {
  account: Account
  platform: PlatformPart
  state: FormState
}) => (
  <>
    <Head
      title={`Vilka ${account.name} är till för`}
      crumbs={[
        { text: 'Konton', href: '/register' },
        { text: account.name, href: `/register/${account.accountId}` },
        { text: 'Till för' },
      ]}
    />
    <Form action={`/register/${account.accountId}/lasare`} class="panel read">
      <div class="panel-body stack mt5">
        <ErrorSummary state={state} />
        <KindFields platform={platform} state={state} />
        <p class="row">
          <Button kind="primary">Spara</Button>
          <LinkButton href={`/register/${account.accountId}`}>Avbryt</LinkButton>
        </p>
      </div>
    </Form>
  </>
)
