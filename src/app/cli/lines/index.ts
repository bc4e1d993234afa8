import { parse } from '../arguments.ts'
import type { Command } from '../command.ts'
import { due } from './due.ts'
import { screen } from './screen.ts'

/** `screen`: JSON lines in, JSON lines out; no database. */
export const screenLines: Command = (args) => {
  parse(args, 'screen < rader.jsonl', {}, [0, 0])
  return screen(process.stdin, process.stdout)
}

/** `due`: JSON lines in, JSON lines out; no database. */
export const dueLines: Command = (args) => {
  parse(args, 'due < rader.jsonl', {}, [0, 0])
  return due(process.stdin, process.stdout)
}
