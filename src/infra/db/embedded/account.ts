import { readFileSync } from 'node:fs'

/** The user that a program is run as; undefined everywhere means "as ourselves". */
export interface RunAs {
  readonly uid: number
  readonly gid: number
}

export interface ServerAccount {
  /** Owns the data folder and runs `postgres`. */
  readonly server: RunAs
  /** Runs `initdb`, which insists on an entry in the user list; `server` need not have one. */
  readonly initdb: RunAs
}

/** First choice of a user id of our own when the machine has no user named postgres. */
const ownUid = 54_320

interface PasswdEntry extends RunAs {
  readonly name: string
}

function passwdEntries(file: string): PasswdEntry[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((entry) => entry.name !== '' && Number.isInteger(entry.uid) && Number.isInteger(entry.gid))
}

export const isRoot = (): boolean => process.getuid?.() === 0

/**
 * Whom a server started by root runs as: `postgres` where it exists, otherwise a user id that nobody has,
 * with `nobody` or `daemon` (often shared by others) lent for the minute of creation only.
 * @param passwdFile the list of users; handed in so that a machine without `postgres` can be tried.
 * @returns undefined when the list has no user that can be lent.
 */
export function accountForRoot(passwdFile = '/etc/passwd'): ServerAccount | undefined {
  const entries = passwdEntries(passwdFile)
  const named = (name: string) => entries.find((entry) => entry.name === name && entry.uid !== 0)
  const postgres = named('postgres')
  if (postgres) return { server: postgres, initdb: postgres }
  const lent = named('nobody') ?? named('daemon')
  if (!lent) return undefined
  const taken = new Set(entries.flatMap((entry) => [entry.uid, entry.gid]))
  let free = ownUid
  while (taken.has(free)) free += 1
  return { server: { uid: free, gid: free }, initdb: lent }
}
