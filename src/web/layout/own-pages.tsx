import { municipalityOf, type WebContext } from '../context.ts'
import { readForm, textsOf } from '../forms.ts'
import type { Route } from '../guard.ts'
import { isPartial, ownPath, seeOther } from '../htmx.ts'
import { keepPreferences, preferencesOf } from '../preferences.ts'
import { fragment, page } from '../respond.tsx'
import { Button, LinkButton } from '../ui/atoms/button.tsx'
import { Choices } from '../ui/forms/choices.tsx'
import { emptyForm, Form } from '../ui/forms/form.tsx'
import { Dialog } from '../ui/panels/dialog.tsx'
import { Facts } from '../ui/panels/facts.tsx'
import { Head, Panel } from '../ui/panels/panel.tsx'
import { MenuGroups, menuOf } from './navigation.tsx'

const shortcuts: readonly (readonly [keys: string, does: string])[] = [
  ['Ctrl K eller /', 'sök'],
  ['J och K', 'nästa och förra i listan'],
  ['Enter', 'öppna'],
  ['X', 'välj raden'],
  ['Skift X', 'välj fram till hit'],
  ['V', 'visa eller dölj texten'],
  ['B', 'visa beviset'],
  ['D', 'dölj, öppnar rutan där du väljer grund'],
  ['T', 'ta bort, öppnar rutan där du väljer grund'],
  ['S', 'svara'],
  ['I', 'till diariet'],
  ['L', 'låt stå'],
  ['Ctrl Enter', 'skicka formuläret'],
  ['Esc', 'stäng, eller tillbaka till listan'],
  ['?', 'den här listan'],
]

/** All keys. No letter carries out a measure: D and T open the dialog. */
const Shortcuts = ({ c }: { c: WebContext }) => {
  const { navigation } = c.get('deps')
  const signedIn = c.get('signedIn')
  const menu = signedIn ? menuOf(navigation, signedIn, { counts: {} }) : []
  const goTo = menu.flatMap(({ letter, label }) =>
    letter ? [[`G och sedan ${letter.toUpperCase()}`, label] as const] : [],
  )
  const on = preferencesOf(c).letters
  return (
    <Dialog
      as={isPartial(c) ? 'part' : 'page'}
      title="Tangenter"
      sub={on ? 'Bokstäverna gäller utanför fält.' : 'Du har stängt av tangenter med en bokstav.'}
      back="/oversikt"
      footer={
        <>
          <LinkButton href="/mitt">{on ? 'Stäng av bokstäverna' : 'Slå på bokstäverna'}</LinkButton>
          <LinkButton kind="quiet" href="/oversikt" extra={{ 'data-close': '' }}>
            Stäng
          </LinkButton>
        </>
      }
    >
      <Facts layout="narrow" facts={[...shortcuts, ...goTo]} />
    </Dialog>
  )
}

const keysPage = (c: WebContext): Response | Promise<Response> =>
  isPartial(c)
    ? fragment(c, <Shortcuts c={c} />)
    : page(c, { title: 'Tangenter', current: '' }, <Shortcuts c={c} />)

/** The whole menu with its numbers: on a phone there is no other. */
const menuPage = async (c: WebContext): Promise<Response> => {
  const signedIn = c.get('signedIn')
  const { navigation, frame } = c.get('deps')
  const menu = signedIn ? menuOf(navigation, signedIn, await frame(signedIn, municipalityOf(c))) : []
  return page(
    c,
    { title: 'Meny', current: 'meny' },
    <>
      <Head title="Meny" sub={signedIn && `${signedIn.actor.name}, ${signedIn.roleText}`} />
      <nav class="menu-page stack" aria-label="Hela menyn">
        <MenuGroups items={menu} current="" />
      </nav>
      <div class="mt5 row">
        <LinkButton href="/mitt">Dina val</LinkButton>
        <SignOut />
      </div>
    </>,
  )
}

const SignOut = () => (
  <Form action="/logga-ut">
    <Button>Logga ut</Button>
  </Form>
)

const choices = {
  tema: [
    { value: 'system', text: 'Som datorn eller telefonen' },
    { value: 'ljust', text: 'Ljust' },
    { value: 'morkt', text: 'Mörkt' },
  ],
  tathet: [
    { value: 'luftig', text: 'Luftigt' },
    { value: 'tat', text: 'Tätt', detail: 'Fler rader ryms på skärmen.' },
  ],
  tangenter: [
    { value: 'pa', text: 'På' },
    {
      value: 'av',
      text: 'Av',
      detail: 'Bra för dig som talar in text. Ctrl K och Ctrl Enter fungerar ändå.',
    },
  ],
}

const veiling = [
  {
    value: 'efter-val',
    text: 'Dolda tills jag väljer att se dem',
    detail:
      'Texten är suddig och bilden grå och suddig när granskningen varnar för hot, hat, sex eller våld.',
  },
  { value: 'direkt', text: 'Visas direkt', detail: 'Gäller bara dig, i den här webbläsaren.' },
]

const ownPage = (c: WebContext): Promise<Response> => {
  const { theme, dense, letters, unveiled } = preferencesOf(c)
  const state = emptyForm({
    tema: theme ?? 'system',
    tathet: dense ? 'tat' : 'luftig',
    tangenter: letters ? 'pa' : 'av',
    visar: unveiled ? 'direkt' : 'efter-val',
  })
  const links = c.get('deps').ownLinks ?? []
  return page(
    c,
    { title: 'Dina val', current: '' },
    <>
      <Head title="Dina val" sub="Valen gäller i den här webbläsaren.">
        <SignOut />
      </Head>
      <div class="stack read">
        <Panel id="h-utseende" title="Utseende och tangenter">
          <Form action="/utseende" class="stack">
            <input type="hidden" name="tillbaka" value="/mitt" />
            <Choices
              kind="radio"
              name="tema"
              legend="Ljust eller mörkt"
              choices={choices.tema}
              state={state}
            />
            <Choices kind="radio" name="tathet" legend="Hur tätt" choices={choices.tathet} state={state} />
            <Choices
              kind="radio"
              name="tangenter"
              legend="Tangenter med en bokstav"
              hint="J och K bläddrar, D döljer, och så vidare."
              choices={choices.tangenter}
              state={state}
            />
            <Choices
              kind="radio"
              name="visar"
              legend="Texter och bilder som det varnas för"
              choices={veiling}
              state={state}
            />
            <p class="row">
              <Button kind="primary">Spara valen</Button>
              <a href="/tangenter">Visa alla tangenter</a>
            </p>
          </Form>
        </Panel>
        {links.length > 0 && (
          <Panel id="h-mer" title="Mer som är ditt">
            {links.map(({ href, text }) => (
              <p>
                <a href={href}>{text}</a>
              </p>
            ))}
          </Panel>
        )}
      </div>
    </>,
  )
}

async function keepLook(c: WebContext): Promise<Response> {
  const values = textsOf(await readForm(c))
  keepPreferences(c, values)
  const back = values['tillbaka']
  return seeOther(c, ownPath(typeof back === 'string' ? back : undefined, '/'))
}

/** What belongs to the frame itself, whatever modules there are. */
export const ownRoutes: readonly Route[] = [
  { method: 'GET', path: '/meny', permission: 'signedIn', handler: menuPage },
  { method: 'GET', path: '/tangenter', permission: 'signedIn', handler: keysPage },
  { method: 'GET', path: '/mitt', permission: 'signedIn', handler: ownPage },
  { method: 'POST', path: '/utseende', permission: 'public', handler: keepLook },
]
