import { lookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { Agent } from 'undici'
import { limits } from '../../kernel/index.ts'
import { ForbiddenAddress, mayReach, type Trust } from './addresses.ts'
import type { Resolve } from './types.ts'

export const systemResolve: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map((found) => found.address)

/**
 * The connection is made to the very address that was checked, so a name that answers differently
 * the second time (DNS rebinding) gains nothing. One forbidden address among several refuses them all.
 */
const checkedLookup =
  (resolve: Resolve, trust: Trust): LookupFunction =>
  (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const checked = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
        const [first] = checked
        if (first === undefined) return callback(new Error('the name has no address'), '', 0)
        if (!addresses.every((address) => mayReach(address, trust))) {
          return callback(new ForbiddenAddress('the name leads to a private address'), '', 0)
        }
        return options.all ? callback(null, checked) : callback(null, first.address, first.family)
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), '', 0),
    )
  }

const makeAgent = (resolve: Resolve, trust: Trust): Agent =>
  new Agent({
    // To one platform: more than are asked for side by side (take-items.ts), so that orders get by.
    connections: 64,
    allowH2: false,
    connect: { lookup: checkedLookup(resolve, trust), timeout: limits.requestMilliseconds },
  })

const agents = new WeakMap<Resolve, Readonly<Record<Trust, Agent>>>()

/** One connection pool per resolver and trust: clients are made per account, connections are shared. */
export function agentFor(resolve: Resolve, trust: Trust): Agent {
  const pools = agents.get(resolve) ?? {
    public: makeAgent(resolve, 'public'),
    own: makeAgent(resolve, 'own'),
    inside: makeAgent(resolve, 'inside'),
  }
  agents.set(resolve, pools)
  return pools[trust]
}
