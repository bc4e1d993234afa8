import type { ImportContext, ImportEvent, Importer } from '../contract.ts'

/** As an ImportEvent, but for what is lacking: overFile says that, once for all files. */
export type StreamEvent = Exclude<ImportEvent, { readonly lacks: string }>

/** An importer of a format that is one stream of bytes, read from beginning to end. */
export type StreamImporter = (
  bytes: AsyncIterable<Uint8Array>,
  context: Pick<ImportContext, 'settings' | 'clock'>,
) => AsyncGenerator<StreamEvent>

/** As an Importer: each file for itself, and at last what such exports lack. */
export const overFile = (read: StreamImporter, lacks: string): Importer =>
  async function* (files, context) {
    for (const file of files) yield* read(file.stream(), context)
    yield { lacks }
  }
