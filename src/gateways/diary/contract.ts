import type { Result } from '../../kernel/index.ts'

/**
 * The municipality's own diary system (diarium). What every such system can do is be written in by a person; a gateway
 * to one that takes entries by itself would be a folder beside byHand, of the same shape.
 */
export interface DiaryGateway {
  /** Swedish: what the registrar does, in order. */
  readonly steps: readonly string[]
  /** What is to be written there, a line for each field, to copy or to print. */
  slip(entry: DiarySlip): string
  /** A number as it was typed → as it is kept, or a Swedish instruction. */
  read(typed: string): Result<string, string>
}

/** What a diary says of a record: when, from or to whom, and in few words what it is about. */
export interface DiarySlip {
  /** 'YYYY-MM-DD' */
  readonly day: string
  readonly direction: 'received' | 'drawnUp'
  readonly counterpart: string
  readonly matter: string
  readonly committee: string
  readonly secrecy: 'yes' | 'no' | 'unknown'
  /** The sealed records that it points at. */
  readonly records: readonly { readonly record: string; readonly version: number }[]
}
