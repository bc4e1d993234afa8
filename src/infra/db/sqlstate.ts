/** query_canceled: a statement took longer than the transaction gives it. */
export const isOutOfTime = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === '57014'

/** unique_violation: somebody else wrote the same key first. Matched on SQLSTATE, never on a name or a text. */
export const isUniqueViolation = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === '23505'
