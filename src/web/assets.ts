import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type * as Esbuild from 'esbuild'
import type { Handler } from 'hono'
import type { WebEnv } from './context.ts'

/** What pages refer to. app.js: the control room, with htmx · sign-in.js: theme and passkeys · notices-worker.js: beside them. */
export type AssetName = 'app.css' | 'app.js' | 'sign-in.js' | 'notices-worker.js' | 'font.woff2' | 'icon.svg'

interface Asset {
  /** '/assets/app.3f9a2c1b04d7.css': the name changes when the bytes do, so it may be kept for ever. */
  readonly href: string
  readonly type: string
  readonly bytes: Buffer
  /** undefined for what is compressed already. */
  readonly brotli?: Buffer
  readonly gzip?: Buffer
}

const require = createRequire(import.meta.url)
const ours = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const read = (path: string): Buffer => readFileSync(path)

const fontFile =
  '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2'

function asset(name: AssetName, bytes: Buffer, type: string): Asset {
  const [stem, ending] = name.split('.')
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const plain = { href: `/assets/${stem}.${hash}.${ending}`, type, bytes }
  if (ending === 'woff2') return plain
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  return { ...plain, brotli: brotliCompressSync(bytes, { params }), gzip: gzipSync(bytes, { level: 9 }) }
}

/** esbuild comes with tsx, which runs our source; so pages need no build step. */
function bundle(entry: string): string {
  const esbuild: typeof Esbuild = createRequire(require.resolve('tsx/package.json'))('esbuild')
  const built = esbuild.buildSync({
    entryPoints: [ours(entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
  })
  return built.outputFiles[0]?.text ?? ''
}

function make(): ReadonlyMap<AssetName, Asset> {
  const font = asset('font.woff2', read(require.resolve(fontFile)), 'font/woff2')
  const css = ['tokens', 'base', 'frame']
    .map((name) => read(ours(`assets/${name}.css`)).toString('utf8'))
    .join('\n')
    .replace(/url\("fonts\/[^"]+"\)/u, `url("${font.href}")`)
  const htmx = read(require.resolve('htmx.org/dist/htmx.min.js')).toString('utf8')
  const script = 'text/javascript; charset=utf-8'
  return new Map<AssetName, Asset>([
    ['font.woff2', font],
    ['app.css', asset('app.css', Buffer.from(css), 'text/css; charset=utf-8')],
    ['app.js', asset('app.js', Buffer.from(`${htmx}\n${bundle('client/app.ts')}`), script)],
    ['sign-in.js', asset('sign-in.js', Buffer.from(bundle('client/sign-in.ts')), script)],
    [
      'notices-worker.js',
      asset('notices-worker.js', Buffer.from(bundle('client/notices-worker.ts')), script),
    ],
    ['icon.svg', asset('icon.svg', read(ours('assets/icon.svg')), 'image/svg+xml')],
  ])
}

let made: ReadonlyMap<AssetName, Asset> | undefined

/** All assets, made and compressed once per process, at the first question (createWeb asks at start). */
export function assets(): ReadonlyMap<AssetName, Asset> {
  made ??= make()
  return made
}

/** @throws Error for a name that is not served; the type makes that impossible. */
export function assetHref(name: AssetName): string {
  const found = assets().get(name)
  if (!found) throw new Error(`no asset ${name}`)
  return found.href
}

/** For what must answer under an address that does not change. */
export const assetText = (name: AssetName): string => assets().get(name)?.bytes.toString('utf8') ?? ''

const encodings = ['br', 'gzip'] as const

function encoded(found: Asset, accepts: string): { bytes: Buffer; encoding?: string } {
  const taken = accepts.split(',').map((part) => part.trim().split(';')[0])
  for (const encoding of encodings) {
    const bytes = encoding === 'br' ? found.brotli : found.gzip
    if (bytes && taken.includes(encoding)) return { bytes, encoding }
  }
  return { bytes: found.bytes }
}

/** GET /assets/*. An old name is 404: whoever has an old page has its old files in the cache. */
export const serveAsset: Handler<WebEnv> = (c) => {
  const found = [...assets().values()].find(({ href }) => href === c.req.path)
  if (!found) return c.notFound()
  const { bytes, encoding } = encoded(found, c.req.header('accept-encoding') ?? '')
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': found.type,
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
    ...(encoding ? { 'content-encoding': encoding } : {}),
  })
}
