import type { Hono } from 'hono'
import { compress } from 'hono/compress'
import { routePath } from 'hono/route'
import { assets, serveAsset } from './assets.ts'
import type { WebDeps, WebEnv } from './context.ts'
import { onError, onNotFound } from './errors.tsx'
import { emptyApp, mount, type Route } from './guard.ts'
import { secureHeaders } from './headers.ts'
import { ownRoutes } from './layout/own-pages.tsx'

/**
 * The web server's own part around the modules' routes: headers, compression, assets, the frame's pages,
 * failures. Reads and compresses the assets at once, so that the first visitor does not wait.
 * @throws Error for two routes with the same method and path.
 */
export function createWeb(deps: WebDeps, routes: readonly Route[]): Hono<WebEnv> {
  assets()
  const app = emptyApp()
  app.use(async (c, next) => {
    c.set('deps', deps)
    const begun = performance.now()
    await next()
    const seconds = (performance.now() - begun) / 1000
    deps.answered?.({ method: c.req.method, route: routePath(c, -1), status: c.res.status, seconds })
  })
  app.use(secureHeaders)
  app.use(compress({ threshold: 1024 }))
  app.get('/assets/:name', serveAsset)
  mount(app, [...ownRoutes, ...routes], deps)
  app.onError((thrown, c) => onError(thrown, c))
  app.notFound((c) => onNotFound(c))
  return app
}
