import type { Child } from 'hono/jsx'
import { type AssetName, assetHref } from '../assets.ts'
import type { Preferences } from '../preferences.ts'

interface DocumentProps {
  /** Without the program's name, which is added. */
  title: string
  /** After the dash in the title: Uppsikt inside, the municipality on public pages. */
  of: string
  preferences: Preferences
  script?: Extract<AssetName, 'app.js' | 'sign-in.js'> | undefined
  bodyClass?: string | undefined
  /** Beside our own: a municipality's colours. */
  stylesheet?: string | undefined
  /** In another site's frame: links open outside it. */
  leavesFrame?: true | undefined
  children: Child
}

/**
 * What htmx may do here: nothing that our policy would stop, and nothing kept in the browser
 * (its history cache would leave what people wrote on a shared computer).
 */
const htmxConfig = JSON.stringify({
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
  timeout: 20_000,
  responseHandling: [
    { code: '204', swap: false },
    { code: '[23]..', swap: true },
    { code: '422', swap: true },
    { code: '[45]..', swap: false, error: true },
  ],
})

/** The whole document but for its symbols, which respond.tsx puts first in the body. */
export const Document = ({
  title,
  of,
  preferences,
  script,
  bodyClass,
  stylesheet,
  leavesFrame,
  children,
}: DocumentProps) => (
  <html
    lang="sv"
    data-tema={preferences.theme}
    data-tathet={preferences.dense ? 'tat' : undefined}
    data-tangenter={preferences.letters ? undefined : 'av'}
  >
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${title} – ${of}`}</title>
      <meta name="color-scheme" content="light dark" />
      {script === 'app.js' && <meta name="htmx-config" content={htmxConfig} />}
      <link rel="preload" href={assetHref('font.woff2')} as="font" type="font/woff2" crossorigin="" />
      <link rel="icon" href={assetHref('icon.svg')} type="image/svg+xml" />
      <link rel="stylesheet" href={assetHref('app.css')} />
      {stylesheet && <link rel="stylesheet" href={stylesheet} />}
      {leavesFrame && <base target="_top" />}
      {script && <script src={assetHref(script)} defer />}
    </head>
    <body class={bodyClass}>{children}</body>
  </html>
)

export const SkipLink = () => (
  <a class="skip" href="#innehall">
    Hoppa till innehållet
  </a>
)
