import type { Child } from 'hono/jsx'
import { Button } from '../atoms/button.tsx'
import { Icon } from '../atoms/icon.tsx'
import type { IconName } from '../atoms/icons.ts'
import { useRendering } from '../atoms/rendering.ts'
import type { Tone } from '../atoms/status.tsx'

interface SaidProps {
  by: string
  /** After the name: when, and what else is known of this saying. */
  meta?: Child
  /** ours: the municipality's. */
  ours?: boolean | undefined
  /** An answer, drawn in. */
  sub?: boolean | undefined
  /** The item itself: urgent with a red edge, otherwise calm. */
  focus?: 'urgent' | 'calm' | undefined
  /** Of the text, when it is not Swedish. */
  lang?: string | undefined
  /** The text (a string or Marked), or Veiled. */
  children?: Child
  /** Under the text. */
  foot?: Child
}

const saidClass = ({ ours, sub, focus }: SaidProps): string =>
  ['said', sub && 'sub', ours && 'ours', focus && 'this', focus === 'calm' && 'calm']
    .filter(Boolean)
    .join(' ')

/** One saying in a thread. */
export const Said = (said: SaidProps) => (
  <div class={saidClass(said)}>
    <p>
      <span class="by">
        {said.by}
        {said.focus && <span class="vh"> (den som ärendet gäller)</span>}
      </span>{' '}
      {said.meta && <span class="meta">· {said.meta}</span>}
    </p>
    {typeof said.children === 'string' ? <Text lang={said.lang}>{said.children}</Text> : said.children}
    {said.foot && <p class="meta">{said.foot}</p>}
  </div>
)

/** What somebody wrote, with its line breaks. */
export const Text = ({ lang, children }: { lang?: string | undefined; children: Child }) => (
  <p class="txt written" lang={lang}>
    {children}
  </p>
)

interface VeiledProps {
  /** Unique in the page. */
  id: string
  /** This page; without script the text is shown by asking for it again with visa=1. */
  href: string
  /** What else the address holds. */
  keep?: Readonly<Record<string, string>> | undefined
  /** The reader has asked for it. */
  shown: boolean
  lang?: string | undefined
  children: Child
}

/** Nobody has to read what harms: blurred, hidden from screen readers and left out of print, until asked for. */
export const Veiled = (props: VeiledProps) =>
  useRendering().unveiled ? <Text lang={props.lang}>{props.children}</Text> : <OnDemand {...props} />

const OnDemand = ({ id, href, keep, shown, lang, children }: VeiledProps) => (
  <>
    <p
      class={shown ? 'txt written' : 'txt written veiled'}
      id={id}
      lang={lang}
      aria-hidden={shown ? undefined : 'true'}
    >
      {children}
    </p>
    <form class="row" action={href}>
      {Object.entries(keep ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button
        small
        icon="eye"
        shortcut="v"
        name="visa"
        value={shown ? '0' : '1'}
        extra={{ 'data-veil': id, 'aria-expanded': String(shown), 'aria-controls': id }}
      >
        <span data-veil-word="">{shown ? 'Dölj texten' : 'Visa texten'}</span>
      </Button>
      <span class="meta why-veiled">
        Texten är dold för att du ska få välja när du läser.
        <span class="print-only"> Den skrivs ut först när du har valt att visa den.</span>
      </span>
    </form>
  </>
)

export const Thread = ({ children, label = 'Tråden' }: { children: Child; label?: string }) => (
  <section class="thread" aria-label={label}>
    {children}
  </section>
)

export interface Reason {
  readonly icon?: IconName | undefined
  readonly tone?: Extract<Tone, 'bad' | 'warn' | 'ok'> | undefined
  readonly text: Child
  readonly detail?: Child
}

/** Why an item lies in the queue, in words. The machine gives reasons, a person decides. */
export const Reasons = ({ reasons }: { reasons: readonly Reason[] }) => (
  <ul class="reasons">
    {reasons.map(({ icon = 'words', tone, text, detail }) => (
      <li>
        <Icon name={icon} tone={tone} />
        <div>
          <p>{text}</p>
          {detail && <p class="meta">{detail}</p>}
        </div>
      </li>
    ))}
  </ul>
)
