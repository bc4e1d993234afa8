import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { Stop } from '../kernel/index.ts'

/** The project's own folder. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

const url = z.url({ protocol: /^https?$/ })

const environment = z.object({
  UPPSIKT_DATA: z.string().default('./data'),
  DATABASE_URL: z.string().startsWith('postgres').optional(),
  DATABASE_OWNER_URL: z.string().startsWith('postgres').optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url.optional(),
  SMTP_URL: z.string().startsWith('smtp').optional(),
  MAIL_FROM: z.email().default('uppsikt@localhost'),
  TSA_URL: url.optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
  PICTURE_CLASSIFIER_URL: url.optional(),
  PICTURE_CLASSIFIER_NAME: z.string().trim().min(1).max(60).default('bildgranskaren'),
  LOG_LEVEL: z.enum(['info', 'warn', 'error', 'silent']).default('warn'),
})

/** What the operator has decided, from the environment and nowhere else. */
export interface Config {
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly databaseOwnerUrl: string | undefined
  readonly port: number
  /** The address to listen on; loopback unless the operator says otherwise. */
  readonly host: string
  readonly publicUrl: string
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  /** A time-stamp authority (RFC 3161) to ask once a day. */
  readonly tsaUrl: string | undefined
  /** What Prometheus shows to read /metrics, 16 characters at least; without it there is no such page. */
  readonly metricsToken: string | undefined
  /** A service on the municipality's own network that judges pictures, and what screens call it. */
  readonly pictureClassifier: { readonly url: string; readonly name: string } | undefined
  readonly logLevel: 'info' | 'warn' | 'error' | 'silent'
  readonly version: string
  /** Name and version of this program. */
  readonly software: string
}

/** @throws Stop('invalid') naming the variable that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? '')
    throw new Stop(
      'invalid',
      `Miljövariabeln ${name} har ett värde som inte går att använda. Se docs/operations/install.md.`,
    )
  }
  const values = parsed.data
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string
  }
  return {
    dataDir: resolve(values.UPPSIKT_DATA),
    databaseUrl: values.DATABASE_URL,
    databaseOwnerUrl: values.DATABASE_OWNER_URL,
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    tsaUrl: values.TSA_URL,
    metricsToken: values.METRICS_TOKEN,
    pictureClassifier: values.PICTURE_CLASSIFIER_URL
      ? { url: values.PICTURE_CLASSIFIER_URL, name: values.PICTURE_CLASSIFIER_NAME }
      : undefined,
    logLevel: values.LOG_LEVEL,
    version,
    software: `uppsikt/${version}`,
  }
}
