import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, 43 letters; whoever holds it is let in, so it is told once and never kept. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a token. It is random to begin with, so one round of SHA-256 is enough. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest()

/** The only shape that a token of ours has; anything else is not asked about. */
export const looksLikeToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text)
