import { isObject } from '../../kernel/index.ts'
import type { CollectedItem, ExportFile, ImportContext, ImportEvent, MediaRef } from '../contract.ts'
import { type JsonSlice, readJson } from '../json-slice.ts'
import { isBelievable, publishedTime, unbelievedText } from '../published-time.ts'
import { baseName, type Entry } from './entry.ts'
import { type JsonEnding, type JsonPiece, jsonPieces } from './json-pieces.ts'
import { MediaShelf } from './media.ts'
import { type OpenExport, openExport } from './open.ts'
import { rawPiece } from './piece.ts'

export interface ReadPiece {
  readonly entry: Entry
  readonly piece: JsonPiece
  readonly slice: JsonSlice
}

/** What a format says of itself, in Swedish. */
export interface Words {
  /** When nothing in the files is such an export: what it is not, and which file to choose. */
  readonly notThis: string
  /** What such an export never holds. */
  readonly lacks: string
}

type Content = Omit<CollectedItem, 'raw' | 'source' | 'publishedAt' | 'media' | 'versionKey'> & {
  /** As the export says it, ISO; undefined when it does not. */
  readonly said: string | undefined
  readonly versionKey: string
}

const again = 'Hämta exporten igen och läs in den på nytt; det som redan finns blir inte dubbelt.'

const endings: Readonly<Record<Exclude<JsonEnding, 'whole'>, (name: string) => string>> = {
  cut: (name) => `Filen ${name} tar slut i förtid. Det som var helt i den följde med. ${again}`,
  damaged: (name) => `Filen ${name} är skadad. Det som stod före skadan följde med. ${again}`,
  tooLarge: (name) =>
    `Ett enda inlägg eller en konversation i ${name} är större än vi tar emot. Det som stod före följde med.`,
  notJson: (name) => `Filen ${name} är inte JSON och lästes inte.`,
}

/** One import on its way: the opened export, and what a person has to be told at the end of it. */
export class Reading {
  readonly format: string
  readonly context: ImportContext
  readonly open: OpenExport
  readonly shelf = new MediaShelf()
  /** Items given. */
  items = 0
  /** Files that were of the export. */
  recognised = 0
  unreadable = 0
  undated = 0
  unbelieved = 0
  readonly #notices: string[] = []

  private constructor(format: string, context: ImportContext, open: OpenExport) {
    this.format = format
    this.context = context
    this.open = open
  }

  static async of(format: string, files: readonly ExportFile[], context: ImportContext): Promise<Reading> {
    return new Reading(format, context, await openExport(files, context))
  }

  /** Files whose names fit, in the order of their names; any file when it is the only one. */
  entries(name: RegExp): Entry[] {
    if (this.open.bare) return [...this.open.entries]
    return this.open.entries
      .filter((entry) => name.test(entry.name))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  }

  /** Once each. */
  tell(notice: string): void {
    if (!this.#notices.includes(notice)) this.#notices.push(notice)
  }

  /** To be given before any item, when the export says by a name that it is somebody else's. */
  *owner(said: string | undefined): Generator<ImportEvent> {
    const bare = (name: string): string => name.trim().replace(/^@/, '').toLowerCase()
    const { accountName, settings } = this.context
    if (said === undefined) return
    if ([accountName, ...Object.values(settings)].some((name) => bare(name) === bare(said))) return
    yield {
      of: 'anotherName',
      notice: `Exporten säger att den hör till ${said.slice(0, 80)}, men kontot heter ${accountName}.`,
    }
  }

  tellEnding(entry: Entry, ending: JsonEnding): void {
    if (ending !== 'whole') this.tell(endings[ending](baseName(entry.name)))
  }

  /** The pieces of a JSON file that are well-formed; the others are counted. */
  async *pieces(entry: Entry): AsyncGenerator<ReadPiece, undefined, undefined> {
    const pieces = jsonPieces(entry.read())
    for (;;) {
      const next = await pieces.next()
      if (next.done) {
        if (next.value !== 'notJson' || !this.open.bare) this.tellEnding(entry, next.value)
        return undefined
      }
      const read = readJson(next.value.bytes)
      if (read.ok) yield { entry, piece: next.value, slice: read.value }
      else this.unreadable += 1
    }
  }

  /**
   * An item with its bytes and its media. Media in the export are taken out of it; without any there, `remote` is
   * what is left to fetch.
   */
  async item(
    { said, ...content }: Content,
    from: {
      readonly entry: Entry
      readonly piece: { readonly bytes: Uint8Array; readonly start: number; readonly end: number }
    },
    media: { readonly within?: readonly (Entry | undefined)[]; readonly remote?: readonly MediaRef[] } = {},
    mediaType = 'application/json',
  ): Promise<ImportEvent> {
    const now = this.context.clock.now()
    const publishedAt = publishedTime(said, now)
    if (said === undefined) this.undated += 1
    else if (!isBelievable(said, now)) this.unbelieved += 1
    this.items += 1
    const item: CollectedItem = {
      ...content,
      publishedAt,
      source: this.format,
      media: media.remote ?? [],
      raw: rawPiece(this.format, from.entry.name, from.piece, mediaType, now),
    }
    return media.remote?.length ? { item } : { item, media: await this.shelf.take(media.within ?? []) }
  }

  /** What has to be said at the end: what is amiss, and last what such an export lacks. */
  *finish({ notThis, lacks }: Words): Generator<ImportEvent> {
    for (const notice of [...this.open.notices, ...this.#notices]) yield { notice }
    if (this.recognised === 0 && this.open.entries.length > 0) yield { notice: notThis }
    const { missing, tooLarge, damaged } = this.shelf
    const counts: readonly (readonly [number, string])[] = [
      [
        this.unreadable,
        'delar av exporten är inte JSON och följde inte med. Så ser filer ut som någon har ändrat eller gjort för hand.',
      ],
      [this.undated, 'inlägg, kommentarer eller meddelanden saknade tid. De fick dagens.'],
      [
        missing,
        this.open.bare
          ? 'bilder och filmer nämns i filen men ligger inte i den. Läs in hela zip-filen för att få med dem.'
          : 'bilder och filmer nämns i exporten men ligger inte i filerna. Är exporten uppdelad i flera zip-filer: lägg alla i en mapp och läs in mappen.',
      ],
      [tooLarge, 'bilder och filmer är för stora eller för många i samma inlägg och sparades inte.'],
      [damaged, 'bilder och filmer i exporten är skadade och sparades inte.'],
    ]
    for (const [count, words] of counts) if (count > 0) yield { notice: `${count} ${words}` }
    if (this.unbelieved > 0) yield { notice: unbelievedText(this.unbelieved) }
    if (this.recognised > 0 && this.items === 0)
      yield { notice: 'Exporten innehåller inga inlägg, kommentarer eller meddelanden.' }
    yield { lacks }
  }
}

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

export const list = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isObject) : []

export const member = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined)
