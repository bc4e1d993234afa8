/** What the tests use of mailparser, which brings no types of its own. */
declare module 'mailparser' {
  export function simpleParser(source: Buffer): Promise<{
    readonly subject?: string
    readonly text?: string
    readonly from?: { readonly text: string }
    readonly headers: ReadonlyMap<string, unknown>
  }>
}
