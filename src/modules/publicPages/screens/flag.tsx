import {
  Button,
  Choices,
  ErrorSummary,
  Field,
  Form,
  type FormState,
  Note,
  Select,
  Textarea,
  Timeline,
  type Tone,
  When,
} from '../../../web/index.ts'
import type { FlagReason, FlagState, FlagStatus } from '../../flags/index.ts'
import type { PolicySettings } from '../../policy/index.ts'
import type { PublicAccount } from '../types.ts'
import type { Platforms } from './account-line.tsx'
import { answerText } from './words.ts'

const reasons: readonly { readonly value: FlagReason; readonly text: string; readonly detail?: string }[] = [
  { value: 'threat', text: 'Hot mot någon' },
  {
    value: 'hate',
    text: 'Hat mot en grupp',
    detail: 'Till exempel för hudfärg, tro, kön eller sexuell läggning',
  },
  { value: 'private', text: 'Privata uppgifter om någon', detail: 'Hälsa, adress, personnummer' },
  { value: 'harm', text: 'Våld, sex eller övergrepp', detail: 'Skicka inga bilder till oss' },
  { value: 'copyright', text: 'Någon använder mitt material utan lov' },
  { value: 'other', text: 'Något annat' },
]

interface FlagFormProps {
  accounts: readonly PublicAccount[]
  platforms: Platforms
  policy: PolicySettings
  state: FormState
  /** Whether a letter can leave: otherwise no address is asked for. */
  mail: boolean
}

/** How do I tell you, can I be anonymous, what happens next? */
export const FlagForm = ({ accounts, platforms, policy, state, mail }: FlagFormProps) => (
  <div class="read">
    <h1>Anmäl en kommentar</h1>
    <p class="mt3">
      Har du sett något hotfullt, hatiskt eller olagligt på ett av <a href="/konton">våra konton</a>? Berätta
      för oss. Vi tittar på det {answerText(policy)} Är någon i fara just nu, ring 112.
    </p>
    <Form action="/anmal" class="stack mt6" label="Anmäl en kommentar">
      <ErrorSummary state={state} />
      <Field
        name="lank"
        type="url"
        inputmode="url"
        label="Länk till kommentaren"
        optional
        hint="Klicka på tiden vid kommentaren och kopiera adressen. Hittar du ingen länk, skriv av kommentaren i nästa fält."
        state={state}
      />
      <Textarea
        name="beskrivning"
        label="Vad är det du har sett?"
        optional
        hint="Klistra in kommentaren, eller beskriv var den finns."
        rows={4}
        state={state}
      />
      <Select
        name="vilketkonto"
        label="Vilket konto?"
        optional
        options={[
          { value: '', text: 'Vet inte' },
          ...accounts.map(({ id, name, platform }) => ({
            value: id,
            text: [name, platforms.get(platform)?.name].filter(Boolean).join(', '),
          })),
        ]}
        state={state}
      />
      <Choices
        kind="radio"
        name="galler"
        legend="Vad gäller det?"
        hint="Välj det som ligger närmast. Vi gör en egen bedömning."
        choices={reasons}
        framed
        state={state}
      />
      {mail && (
        <Field
          name="svartill"
          type="email"
          inputmode="email"
          autocomplete="email"
          label="Din e-post, om du vill veta när vi har tagit ställning"
          optional
          hint="Du kan vara anonym. Lämnar du adressen blir den en del av handlingen."
          state={state}
        />
      )}
      <Trap />
      <div>
        <Button kind="primary">Skicka anmälan</Button>
      </div>
      <p class="hint">
        Du får ett nummer och kan se vad som hände. Din anmälan är en allmän handling. Den kan skyddas av
        sekretess. <a href="/om-personuppgifter">Så hanterar vi personuppgifter</a>
      </p>
    </Form>
    <SeeOther />
  </div>
)

/** A field for programs that fill in everything. Nobody sees it, hears it or comes to it with the keyboard. */
const Trap = () => (
  <div hidden>
    <label for="f-hemsida">Lämna fältet tomt</label>
    <input id="f-hemsida" name="hemsida" type="text" tabindex={-1} autocomplete="off" />
  </div>
)

/** A plain question by GET: the number is in the address, and shows no content. */
const SeeOther = () => (
  <section class="mt8 stack-s part" aria-labelledby="h-annan">
    <h2 id="h-annan">Se vad som hände med en anmälan</h2>
    <p>
      Numret fick du när du anmälde. Har du tappat det kan vi inte leta upp det åt dig, eftersom du kunde vara
      anonym.
    </p>
    <form class="stack-s" action="/anmal/nummer" aria-label="Se en anmälan">
      <div class="field">
        <label for="f-nummer">Nummer</label>
        <p class="hint" id="f-nummer-hint">
          Till exempel A-2026-K7QF2MXR. Svaret säger bara om vi har sett den och vad vi gjorde, aldrig vem
          någon är.
        </p>
        <input
          class="input"
          id="f-nummer"
          name="nummer"
          autocomplete="off"
          aria-describedby="f-nummer-hint"
        />
      </div>
      <div>
        <Button>Visa anmälan</Button>
      </div>
    </form>
  </section>
)

interface StateWords {
  readonly tone: Exclude<Tone, 'quiet'>
  readonly what: string
  readonly more: string
}

const whyTexts = {
  crime: 'Vi bedömde att den kan vara ett brott.',
  rules: 'Den bröt mot våra förhållningsregler.',
  details: 'Den innehöll uppgifter som inte ska stå där.',
} as const

/** What became of it, in two sentences; never who somebody is, nor what is secret. */
export function stateWords(state: FlagState, policy: PolicySettings): StateWords {
  switch (state.kind) {
    case 'waiting':
      return state.seenAt
        ? {
            tone: 'info',
            what: 'En medarbetare har sett din anmälan.',
            more: 'Vi har inte bestämt något än.',
          }
        : { tone: 'info', what: 'Ingen har sett den än.', more: `Vi tittar på den ${answerText(policy)}` }
    case 'takingAway':
      return {
        tone: 'info',
        what: 'Vi har bestämt att kommentaren inte ska synas.',
        more: `${whyTexts[state.why]} Det är inte klart på plattformen än.`,
      }
    case 'takenAway':
      return {
        tone: 'ok',
        what: 'Vi har dolt eller tagit bort kommentaren.',
        more: `${whyTexts[state.why]} Tack för att du sade till.`,
      }
    case 'replied':
      return {
        tone: 'ok',
        what: 'Vi har svarat på kommentaren där den står.',
        more: 'Den får stå kvar. Tack för att du sade till.',
      }
    case 'stands':
      return {
        tone: 'ok',
        what: 'Vi har läst kommentaren och låter den stå.',
        more: state.text || 'Det som bara är en åsikt får stå, även om den är hård.',
      }
    case 'handled':
      return {
        tone: 'ok',
        what: 'Vi har tagit hand om det du anmälde.',
        more: state.text || 'Tack för att du sade till.',
      }
    case 'gone':
      return {
        tone: 'ok',
        what: 'Kommentaren fanns inte längre.',
        more: state.text || 'Den som skrev den, eller plattformen, hann före.',
      }
    case 'notOurs':
      return {
        tone: 'ok',
        what: 'Det du anmälde finns inte på något av våra konton.',
        more: state.text || 'Vi kan inte göra något åt det. Anmäl det till plattformen i stället.',
      }
  }
}

interface StatusProps {
  status: FlagStatus
  policy: PolicySettings
  /** It has just been sent: the number is to be kept. */
  sent: boolean
}

/** Has anyone seen it, and what did you do? */
export const FlagStatusScreen = ({ status, policy, sent }: StatusProps) => {
  const { number, receivedAt, state, own } = status
  const { tone, what, more } = stateWords(state, policy)
  return (
    <div class="read">
      <h1>{sent ? 'Tack, vi har fått din anmälan' : `Din anmälan ${number}`}</h1>
      {sent && (
        <p class="mt3">
          Ditt nummer är <b class="nowrap">{number}</b>. Spara den här sidans adress, så ser du också vad du
          själv skrev. Med bara numret ser man vad vi gjorde.
        </p>
      )}
      <div class="mt6">
        <Note tone={tone}>
          <p>
            <b>{what}</b> {more}
          </p>
        </Note>
      </div>
      <section class="mt8" aria-labelledby="h-hant">
        <h2 id="h-hant">Det här har hänt</h2>
        <div class="mt3">
          <Timeline
            moments={[
              {
                kind: 'ok',
                icon: 'flag',
                what: 'Du anmälde',
                detail: (
                  <>
                    <When at={receivedAt} first />
                    {status.anonymous && ', utan namn'}
                  </>
                ),
              },
              state.kind === 'waiting'
                ? {
                    kind: 'next',
                    icon: 'eye',
                    what: state.seenAt ? 'Vi tar ställning' : 'En medarbetare läser den',
                  }
                : {
                    kind: 'ok',
                    icon: 'check',
                    what: 'Vi tog ställning',
                    detail: <When at={state.at} first />,
                  },
            ]}
          />
        </div>
      </section>
      {own && <Own own={own} />}
      <section class="mt8 stack-s" aria-labelledby="h-fel">
        <h2 id="h-fel">Tycker du att vi gjorde fel?</h2>
        <p>
          <a href="/anmal">Anmäl igen</a> och skriv varför, eller hör av dig till oss. Anmälan och svaret är
          allmänna handlingar. Du kan begära ut dem.
        </p>
      </section>
    </div>
  )
}

const Own = ({ own }: { own: NonNullable<FlagStatus['own']> }) => (
  <section class="mt8 stack-s" aria-labelledby="h-skrev">
    <h2 id="h-skrev">Det du skrev</h2>
    <dl class="facts">
      <div>
        <dt>Gäller</dt>
        <dd>{reasons.find(({ value }) => value === own.reason)?.text}</dd>
      </div>
      <div>
        <dt>Länk</dt>
        <dd class="written">{own.link || 'Ingen'}</dd>
      </div>
      <div>
        <dt>Beskrivning</dt>
        <dd class="written">{own.text || 'Ingen'}</dd>
      </div>
      <div>
        <dt>E-post</dt>
        <dd>{own.email ?? 'Ingen, du är anonym'}</dd>
      </div>
    </dl>
  </section>
)

/** The number leads nowhere: mistyped, or never given out. */
export const UnknownFlag = ({ number }: { number: string | undefined }) => (
  <div class="read">
    <h1>Vi hittar inte numret</h1>
    <p class="mt3">
      {number && (
        <>
          Det finns ingen anmälan med numret <b>{number}</b>.{' '}
        </>
      )}
      Kontrollera att alla tecken är med. Numret ser ut så här: A-2026-K7QF2MXR.
    </p>
    <SeeOther />
  </div>
)
