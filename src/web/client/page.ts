/** The part of an event's target that matches, or nothing. */
export const nearest = (event: Event, selector: string): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null

export const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)]

/** What htmx (in the same file, before us) gives us to use. */
interface Htmx {
  process(element: Element): void
}

export const htmx = (): Htmx => (globalThis as unknown as { htmx: Htmx }).htmx
