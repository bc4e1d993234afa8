import type { Child } from 'hono/jsx'
import type { FrameState, Municipality, SignedIn } from '../context.ts'
import type { Preferences } from '../preferences.ts'
import { Button, LinkButton } from '../ui/atoms/button.tsx'
import { Icon, Mark } from '../ui/atoms/icon.tsx'
import { Avatar } from '../ui/atoms/status.tsx'
import { Form } from '../ui/forms/form.tsx'
import { Document, SkipLink } from './document.tsx'
import { type NavItem, SideNav, TabBar } from './navigation.tsx'

/** Everything of the frame that one request knows. */
export interface Frame {
  readonly municipality: Municipality
  readonly signedIn: SignedIn
  readonly menu: readonly NavItem[]
  readonly state: FrameState
  readonly preferences: Preferences
  /** This page's own path and question, to come back to. */
  readonly path: string
}

interface PageProps {
  frame: Frame
  title: string
  /** Key of the menu entry that the page belongs under. */
  current: string
  /** The page scrolls in its parts (the queue), not as a whole. */
  full?: boolean | undefined
  children: Child
}

/** Light or dark: a form without script, at once with it (client/theme.ts). */
const ThemeButton = ({ frame }: { frame: Frame }) => (
  <Form action="/utseende">
    <input type="hidden" name="tillbaka" value={frame.path} />
    <Button
      kind="quiet"
      icon="moon"
      name="tema"
      value={frame.preferences.theme === 'morkt' ? 'ljust' : 'morkt'}
      label="Byt mellan ljust och mörkt läge"
      extra={{ 'data-tema-byt': '' }}
    />
  </Form>
)

const Top = ({ frame }: { frame: Frame }) => {
  const search = frame.menu.find((item) => item.key === 'sok')
  return (
    <header class="top">
      <a class="brand" href="/oversikt">
        <Mark />
        <span>Uppsikt</span>
        <span class="vh">, till lägesbilden</span>
      </a>
      <div class="grow row">
        {search && (
          <a class="btn goto" href={search.href} aria-keyshortcuts="Control+K">
            <Icon name="search" />
            <span class="t">Sök i handlingar …</span>
            <span class="no-phone push" aria-hidden="true">
              <kbd>Ctrl K</kbd>
            </span>
          </a>
        )}
      </div>
      {frame.state.today && (
        <a class="btn btn-quiet only-wide" href={frame.state.today.href}>
          <Icon name="half" />
          {frame.state.today.text}
        </a>
      )}
      <ThemeButton frame={frame} />
      <LinkButton
        kind="quiet"
        icon="help"
        class="no-phone"
        href="/tangenter"
        label="Tangenter och hjälp"
        shortcut="?"
        dialog
      />
      <a class="btn btn-quiet btn-icon" href="/mitt">
        <Avatar name={frame.signedIn.actor.name} />
        <span class="vh">, dina val</span>
      </a>
    </header>
  )
}

/** A screen of the control room. The screen brings its own Head with the only h1. */
export const Page = ({ frame, title, current, full, children }: PageProps) => (
  <Document title={title} of="Uppsikt" preferences={frame.preferences} script="app.js">
    <SkipLink />
    <div class="shell">
      <SideNav
        items={frame.menu}
        current={current}
        municipality={frame.municipality}
        signedIn={frame.signedIn}
      />
      <Top frame={frame} />
      <main class={full ? 'main full' : 'main'} id="innehall" tabindex={-1}>
        <div id="besked" role="alert" />
        {children}
      </main>
      <TabBar items={frame.menu} current={current} />
    </div>
    <div class="vh" id="sag" role="status" />
  </Document>
)
