import {
  Button,
  Field,
  Form,
  type FormState,
  fieldId,
  Panel,
  Platform,
  State,
  When,
} from '../../../web/index.ts'
import type { PlaceInUse } from '../rules.ts'
import type { Opened } from '../service/read.ts'
import { nameOf, placeLooks } from './words.ts'

/** How it went on each account, and what a person does where it did not go by itself. */
export const Places = ({ opened, state }: { opened: Opened; state: FormState }) => (
  <Panel id="h-gick" title="På varje konto">
    <ul class="stack">
      {opened.inUse.map((one) => (
        <PlaceLine one={one} opened={opened} state={state} />
      ))}
    </ul>
  </Panel>
)

const PlaceLine = ({ one, opened, state }: { one: PlaceInUse; opened: Opened; state: FormState }) => {
  const { place, account, platform } = one
  const look = placeLooks[place.state]
  const action = `/publicering/${place.publicationId}/konto/${place.accountId}`
  const waits = place.state === 'failed' || place.state === 'byHand'
  return (
    <li class="stack-s">
      <div class="between">
        <span>
          <Platform letters={platform.mark} name={platform.name} /> <b>{account.name}</b>
        </span>
        <State tone={look.tone}>
          {look.text} {place.finishedAt && <When at={place.finishedAt} />}
        </State>
      </div>
      {place.detail && <p class="meta">{place.detail}</p>}
      <p class="row">
        <a href={`/handlingar/${place.recordId}`}>
          Den upprättade handlingen<span class="vh">, {account.name}</span>
        </a>
        {place.foundAs && (
          <a href={`/handlingar/${place.foundAs}`}>
            Vi hittade inlägget igen<span class="vh">, {account.name}</span>
          </a>
        )}
        {place.permalink && (
          <a href={place.permalink} rel="noreferrer">
            Visa på {platform.name}
          </a>
        )}
      </p>
      {place.state === 'published' && <OnWebsite one={one} title={nameOf(opened.whole.publication)} />}
      {waits && opened.can.finish.includes(place.accountId) && (
        <Act one={one} action={action} state={state} />
      )}
    </li>
  )
}

/** C8: the film can be shown on the website. */
const OnWebsite = ({ one: { place, account, platform }, title }: { one: PlaceInUse; title: string }) => {
  const embed = platform.publishing?.embed?.(place, title)
  if (!embed) return null
  return (
    <details class="data">
      <summary>Visa filmen på webbplatsen</summary>
      <div class="stack-s mt2">
        <label for={fieldId('kod', place.accountId)}>Kod att klistra in på sidan, {account.name}</label>
        <textarea class="mono s" id={fieldId('kod', place.accountId)} rows={5} readonly>
          {embed.html}
        </textarea>
        <p class="hint">
          Titeln läses upp för den som inte ser filmen. Ändra den i koden om sidan redan säger vad filmen
          heter.
        </p>
        <p class="hint">{embed.note}</p>
      </div>
    </details>
  )
}

/** One for each account, so that several can stand on the page. */
export const linkName = ({ accountId }: { readonly accountId: string }): string => `lank-${accountId}`

const Act = ({ one, action, state }: { one: PlaceInUse; action: string; state: FormState }) => {
  const { place, account, platform } = one
  const steps = platform.byHand.publish ?? [
    `Öppna ${platform.name}, inloggad med kommunens konto.`,
    'Skapa inlägget med texten här, och bilderna med deras beskrivningar.',
  ]
  return (
    <div class="stack-s">
      {place.state === 'failed' && (
        <Form action={action} label={`Försök igen på ${account.name}`}>
          <Button name="gor" value="igen" icon="send">
            Försök igen
          </Button>
        </Form>
      )}
      <details class="data" open={place.state === 'byHand'}>
        <summary>Publicera för hand på {account.name}</summary>
        <ol class="read s stack-s mt2">
          {steps.map((step, at) => (
            <li>
              {at + 1}. {step}
            </li>
          ))}
          <li>{steps.length + 1}. Kopiera länken till inlägget och klistra in den här.</li>
        </ol>
        <Form action={action} label={`Publicerat för hand på ${account.name}`} class="stack-s mt2">
          <Field
            name={linkName(place)}
            type="url"
            label={`Länk till inlägget på ${account.name}`}
            state={state}
          />
          <p>
            <Button name="gor" value="klart" icon="check">
              Det ligger ute
            </Button>
          </p>
        </Form>
      </details>
      <Form action={action} label={`Publicera inte på ${account.name}`}>
        <Button name="gor" value="lat-bli" kind="quiet">
          Publicera inte på {account.name}
        </Button>
      </Form>
    </div>
  )
}
