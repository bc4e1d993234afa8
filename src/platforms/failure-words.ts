import type { Failure } from './contract.ts'

export const againByItself = 'Ett nytt försök görs automatiskt.'

/** A failure in words for whoever tries something once, with a command or a form: nothing tries again for them. */
export const saidOnce = ({ detail }: Failure): string =>
  detail.replace(againByItself, 'Kontrollera adressen, eller försök igen om en stund.')
