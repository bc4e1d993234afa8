/** Matched on SQLSTATE, never on a name or a text. */
const hasState =
  (state: string) =>
  (thrown: unknown): boolean =>
    thrown instanceof Error && 'code' in thrown && thrown.code === state

/** query_canceled: a statement took longer than the transaction gives it. */
export const isOutOfTime = hasState('57014')

/** unique_violation: somebody else wrote the same key first. */
export const isUniqueViolation = hasState('23505')

/** feature_not_supported, as a kept plan answers when a migration has changed its table under a running program. */
export const isOutdatedPlan = hasState('0A000')
