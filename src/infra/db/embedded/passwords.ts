import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { isObject } from '../../../kernel/index.ts'

export interface Passwords {
  readonly superuser: string
  readonly owner: string
  readonly app: string
}

const random = () => randomBytes(24).toString('base64url')

export const newPasswords = (): Passwords => ({ superuser: random(), owner: random(), app: random() })

/** Written once, on disk before the call returns, readable by its owner alone. */
export function writePasswords(file: string, passwords: Passwords): void {
  const descriptor = openSync(file, 'wx', 0o600)
  try {
    writeSync(descriptor, `${JSON.stringify(passwords, null, 2)}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** @throws Error when the file is missing or has lost a password: without it nobody can sign in to the database. */
export function readPasswords(file: string): Passwords {
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isObject(read)) throw new Error(`${file} holds no passwords`)
  const { superuser, owner, app } = read
  if (typeof superuser !== 'string' || typeof owner !== 'string' || typeof app !== 'string') {
    throw new Error(`${file} lacks a password`)
  }
  return { superuser, owner, app }
}
