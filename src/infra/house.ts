import type { Kysely } from 'kysely'
import type { Clock } from '../kernel/index.ts'
import type { BlobStore } from './blobs/index.ts'
import type { Database } from './db/schema/index.ts'
import type { Http } from './http/index.ts'
import type { Log } from './log/index.ts'
import type { Mailer } from './mail/index.ts'
import type { Keys } from './signing/keys.ts'

/** What the verbs stand on: made once in src/app/compose.ts and handed to every verb first. */
export interface House {
  /** Under the application's role: every use goes through withMunicipality. */
  readonly db: Kysely<Database>
  readonly clock: Clock
  readonly blobs: BlobStore
  readonly keys: Keys
  readonly mailer: Mailer
  readonly log: Log
  /** The way out; private addresses are closed but for the origins given, which an operator has registered. */
  readonly http: (allowOrigins: readonly string[]) => Http
  /** The municipality's own service that judges pictures, where the operator has given one (docs/operations/pictures.md). */
  readonly pictureClassifier?:
    | { readonly name: string; readonly url: string; readonly http: Http }
    | undefined
  /** Name and version of this program, kept with what it collects. */
  readonly software: string
  /** Where people reach this installation, e.g. 'https://uppsikt.falun.se'; for links in mail and callbacks. */
  readonly publicUrl: string
}
