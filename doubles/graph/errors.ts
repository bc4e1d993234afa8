import { type DoubleAnswer, type Fault, touching } from '../server.ts'

/** Graph's error shape (reference/platforms.md §2). */
export const graphError = (
  status: number,
  code: number,
  message: string,
  more: { readonly subcode?: number; readonly type?: string; readonly headers?: Record<string, string> } = {},
): DoubleAnswer => ({
  status,
  ...(more.headers ? { headers: more.headers } : {}),
  body: {
    error: {
      message,
      type: more.type ?? 'OAuthException',
      code,
      ...(more.subcode === undefined ? {} : { error_subcode: more.subcode }),
      fbtrace_id: 'AbCdEfGhIjKlMnOpQrStUv',
    },
  },
})

/** Not there, or not to be seen by this access: Graph does not say which. */
export const notThere = (id: string): DoubleAnswer =>
  graphError(
    400,
    100,
    `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
    { subcode: 33, type: 'GraphMethodException' },
  )

/** What the fault answers in Graph's own shape, if it touches this method. @param useCase e.g. 'pages'. */
export function graphFault(
  set: Fault | undefined,
  method: string,
  useCase: { readonly type: string; readonly throttleCode: number },
): DoubleAnswer | undefined {
  const fault = touching(set, method)
  if (fault?.kind === 'revoked') {
    return graphError(400, 190, 'Error validating access token: The session has been invalidated.', {
      subcode: 467,
    })
  }
  if (fault?.kind === 'error')
    return graphError(500, 2, 'An unexpected error has occurred. Please retry your request later.')
  if (fault?.kind !== 'tooMany') return undefined
  const minutes = Math.ceil(fault.seconds / 60)
  return graphError(400, useCase.throttleCode, 'There have been too many calls to this account.', {
    headers: { 'retry-after': String(fault.seconds), ...usageHeaders(useCase.type, 100, minutes) },
  })
}

/** @param percent of the allowance. @param minutes until there is room again. */
export function usageHeaders(type: string, percent: number, minutes = 0): Record<string, string> {
  const counters = { call_count: percent, total_cputime: 1, total_time: 1 }
  const report = { type, ...counters, estimated_time_to_regain_access: minutes }
  return {
    'x-app-usage': JSON.stringify(counters),
    'x-business-use-case-usage': JSON.stringify({ '17841400000000000': [report] }),
  }
}
