import { createContext, useContext } from 'hono/jsx'

/**
 * What the parts of a page need to know of the request that they are rendered in.
 * Pages are rendered synchronously (no async components), so one request never sees another's values.
 */
export interface Rendering {
  /** Token that proves that a form was rendered by us for this person (csrf.ts). */
  readonly csrf: string
  /** From the kernel's clock, once per request. */
  readonly now: Date
  /** The reader wants to see at once what screening warns of. */
  readonly unveiled?: boolean | undefined
  /** Tabs of the settings that the person may open; none outside the control room. */
  readonly settings?:
    | readonly { readonly href: string; readonly text: string; readonly current: boolean }[]
    | undefined
}

export const RenderingContext = createContext<Rendering | undefined>(undefined)

/** @throws Error when a part is rendered outside page(), fragment() or RenderingContext. */
export function useRendering(): Rendering {
  const rendering = useContext(RenderingContext)
  if (!rendering)
    throw new Error('rendered outside page() or fragment(): there is no clock and no form token')
  return rendering
}
