import type { Child } from 'hono/jsx'
import { Button } from '../atoms/button.tsx'
import { Icon } from '../atoms/icon.tsx'
import { useRendering } from '../atoms/rendering.ts'
import { Platform } from '../atoms/status.tsx'

export interface QueueRowProps {
  href: string
  title: string
  platform: { readonly letters: string; readonly name: string }
  account: string
  /** A State: when it is due, in words. */
  due?: Child
  /** Two lines of what was said. A veiled text never reaches the list. */
  text?: string | undefined
  /** Of the text, when it is not Swedish. */
  lang?: string | undefined
  veiled?: boolean | undefined
  /** Badges: reasons and conditions. */
  badges?: Child
  /** 'Jonas tittar nu' */
  taken?: string | undefined
  seen?: boolean | undefined
  /** The item shown in the pane. */
  current?: boolean | undefined
  /** For choosing several: the checkbox's name, value, form and state. Without it there is none. */
  pick?:
    | { readonly name: string; readonly value: string; readonly chosen?: boolean; readonly form?: string }
    | undefined
  /** Id of the pane that script swaps, so that the list stays. */
  pane?: string | undefined
}

const rowClass = ({ current, seen, pick }: QueueRowProps): string =>
  ['q-item', current && 'on', seen && 'seen', !pick && 'no-pick'].filter(Boolean).join(' ')

/** One item to do. The whole row is the link; the checkbox lies above it. */
export const QueueRow = (row: QueueRowProps) => {
  const { unveiled } = useRendering()
  const swap = row.pane
    ? {
        'hx-get': row.href,
        'hx-target': `#${row.pane}`,
        'hx-push-url': 'true',
        'hx-sync': `#${row.pane}:replace`,
      }
    : {}
  return (
    <li class={rowClass(row)}>
      {row.pick && (
        <label class="pick">
          <span class="vh">Markera: {row.title}</span>
          <input
            class="box"
            type="checkbox"
            name={row.pick.name}
            value={row.pick.value}
            form={row.pick.form}
            checked={row.pick.chosen ?? false}
          />
        </label>
      )}
      <div>
        <div class="meta-row">
          <Platform letters={row.platform.letters} name={row.platform.name} />
          <span class="acc">{row.account}</span>
          {row.due && <span class="due">{row.due}</span>}
        </div>
        <a href={row.href} aria-current={row.current ? 'true' : undefined} {...swap}>
          {row.title}
        </a>
        {row.veiled && !unveiled ? (
          <p class="txt">Texten är dold tills du väljer att visa den.</p>
        ) : (
          row.text && (
            <p class="txt" lang={row.lang}>
              {row.text}
            </p>
          )
        )}
        <div class="row">
          {row.badges}
          {row.taken && (
            <span class="meta">
              <Icon name="eye" size="s" /> {row.taken}
            </span>
          )}
        </div>
      </div>
    </li>
  )
}

export const QueueList = ({ label, children }: { label: string; children: Child }) => (
  <ul aria-label={label}>{children}</ul>
)

/** List and pane side by side; on a phone the list, or the opened item with a way back. */
export const QueueView = ({ list, pane, opened }: { list: Child; pane: Child; opened: boolean }) => (
  <div class={opened ? 'q opened' : 'q'}>
    <div class="q-list">{list}</div>
    <div class="q-pane" id="pane">
      {pane}
    </div>
  </div>
)

interface ItemPaneProps {
  id?: string | undefined
  title: string
  /** Platform, account, case number. */
  where: Child
  deadline?: Child
  /** When it came, who has seen it. */
  history?: Child
  /** Back to the list, on a phone and with Esc. */
  back: string
  /** Buttons and links, fixed at the bottom. */
  measures: Child
  children: Child
}

/** One item: head, proof, thread, reasons, note, measures. Always in this order. */
export const ItemPane = ({
  id = 'arende',
  title,
  where,
  deadline,
  history,
  back,
  measures,
  children,
}: ItemPaneProps) => (
  <article class="item" aria-labelledby={id}>
    <div class="pane-in">
      <div>
        <p class="only-phone">
          <a href={back} data-back="">
            Till listan
          </a>
        </p>
        <div class="meta-row">{where}</div>
        <div class="between mt1">
          <h2 id={id} tabindex={-1}>
            {title}
          </h2>
          {deadline}
        </div>
        {history && <p class="meta mt1">{history}</p>}
      </div>
      {children}
    </div>
    <fieldset class="measures" aria-label="Åtgärder">
      {measures}
    </fieldset>
  </article>
)

/** What can be done with the chosen rows; hidden by the style sheet until one is chosen. */
export const Bulk = ({ children }: { children: Child }) => (
  <fieldset class="bulk" aria-label="Gör med valda">
    <b class="push" data-chosen="">
      Valda
    </b>
    {children}
    <Button small type="button" icon="close" label="Avmarkera" extra={{ 'data-unchoose': '' }} />
  </fieldset>
)

/**
 * Asks for news every now and then. The answer is 204, or one link '3 nya, visa' (and announce()):
 * new rows never push what is being read.
 */
export const NewRows = ({ href, seconds = 20 }: { href: string; seconds?: number }) => (
  <div class="new-rows" hx-get={href} hx-trigger={`every ${seconds}s`} hx-swap="innerHTML" />
)
