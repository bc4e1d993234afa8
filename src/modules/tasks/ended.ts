import type { Actor } from '../../access/index.ts'
import type { Tx } from '../../infra/db/index.ts'
import { whenText } from '../../web/index.ts'
import { nameFor } from '../organisation/index.ts'
import type { Task } from './types.ts'

/** What came of a task, after who did it; what nobody did is a sentence of its own. */
const done: Readonly<Record<string, string>> = {
  left: 'lät det stå',
  measured: 'åtgärdade det',
  replied: 'svarade',
  lookedThrough: 'gick igenom det i en runda',
  answered: 'svarade på anmälan',
  decided: 'prövade begäran',
  carriedOut: 'bekräftade att åtgärden är gjord',
}
const byNobody: Readonly<Record<string, string>> = {
  replied: 'Det besvarades direkt på plattformen',
  gone: 'Det försvann från plattformen',
  recovered: 'Kontot gick att hämta igen',
  carriedOut: 'Åtgärden gick fram till slut',
}

/** 'Jonas Bergwall lät det stå i dag 14.02.': for whoever came after. */
export async function endedText(tx: Tx, actor: Actor, task: Task, now: Date): Promise<string> {
  const { doneAt, doneBy, outcome } = task
  if (!doneAt) throw new Error('the task has not ended')
  const what = (doneBy && done[outcome ?? '']) || 'avslutade det'
  const itself = doneBy ? undefined : byNobody[outcome ?? '']
  const sentence = itself ?? `${await nameFor(tx, actor, doneBy, 'Uppsikt')} ${what}`
  return `${sentence} ${whenText(doneAt, now)}.`
}
