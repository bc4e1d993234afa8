import { actorOf, sessionTokenOf, type WebContext } from '../../../web/index.ts'
import { beginPlatformSignIn, endPlatformSignIn } from '../../accounts/index.ts'
import { accountIdOf, backTo, type Handler } from './common.ts'

/** The guard has let somebody in, so there is one. */
const sessionOf = (c: WebContext): string => sessionTokenOf(c) ?? ''

/** Sends the person to the account's platform to sign in there. */
export const startSignIn: Handler = async (house, platforms, c) => {
  const accountId = accountIdOf(c)
  const url = await beginPlatformSignIn(house, actorOf(c), platforms, accountId, sessionOf(c))
  return c.redirect(url, 303)
}

/** The person comes back from the platform. */
export const takeSignIn: Handler = async (house, platforms, c) => {
  const query = new URL(c.req.url).searchParams
  const text = (name: string): string => (query.get(name) ?? '').slice(0, 4_000)
  const answer = { state: text('state'), code: text('code'), error: text('error') }
  const accountId = await endPlatformSignIn(house, actorOf(c), platforms, sessionOf(c), answer)
  return backTo(c, accountId, 'anslutet')
}
