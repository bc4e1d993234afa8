import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { clientId, clientSecret, type State } from './state.ts'

const second = 1_000
const sixtyDays = 5_184_000

const wrong = (status: number, error: string, error_description: string): DoubleAnswer => ({
  status,
  body: { error, error_description },
})

function introspect(state: State, given: string | null, revoked: boolean): DoubleAnswer {
  const { access, endsAt } = state.tokens
  if (given !== access) return { body: { active: false } }
  const ended = endsAt <= state.now()
  const status = revoked ? 'revoked' : ended ? 'expired' : 'active'
  const times = {
    created_at: Math.floor(endsAt / second) - sixtyDays,
    expires_at: Math.floor(endsAt / second),
  }
  return {
    body: {
      active: status === 'active',
      status,
      client_id: clientId,
      ...times,
      authorized_at: times.created_at,
      scope: state.scopes.join(','),
      auth_type: '3L',
    },
  }
}

/** www.linkedin.com/oauth/v2: tokens for a code or a renewal, and what a token holds. */
export function signIn(state: State, request: DoubleRequest, revoked: boolean): DoubleAnswer {
  if (request.url.pathname.endsWith('/authorization')) return state.codes.begin(request, clientId)
  const form = request.form()
  if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret)
    return wrong(401, 'invalid_client', 'Client authentication failed')
  if (request.url.pathname.endsWith('/introspectToken')) return introspect(state, form.get('token'), revoked)
  const renewing = form.get('grant_type') === 'refresh_token'
  const { renewal, renewalEndsAt } = state.tokens
  const holds = renewing
    ? form.get('refresh_token') === renewal && renewalEndsAt > state.now()
    : state.codes.spend(form)
  if (!holds || revoked)
    return wrong(
      400,
      'invalid_request',
      'The provided authorization grant or refresh token is invalid, expired or revoked.',
    )
  const access = `AQX-linkedin-double-${state.newId()}`
  state.tokens = { ...state.tokens, access, endsAt: state.now() + sixtyDays * second }
  return {
    body: {
      access_token: access,
      expires_in: sixtyDays,
      refresh_token: renewal,
      refresh_token_expires_in: Math.floor((renewalEndsAt - state.now()) / second),
      scope: state.scopes.join(','),
    },
  }
}
