import type { Child } from 'hono/jsx'
import { RenderingContext } from '../../src/web/index.ts'
import { galleryNow } from './gallery/index.tsx'

/** A part as text, as in a request at galleryNow. */
export const render = (part: Child): string =>
  (
    <RenderingContext.Provider value={{ csrf: 'token', now: galleryNow }}>{part}</RenderingContext.Provider>
  ).toString() as string
