import { loadavg } from 'node:os'
import { processorTime } from './cpu.ts'
import type { Scratch } from './scratch.ts'

/** What one of many costs: round trips to the database, and milliseconds of processor time here and in PostgreSQL. */
export interface Cost {
  readonly trips: number
  readonly program: number
  readonly database: number
}

/** From now until it is asked, divided by how many were done. @param trips round trips so far. */
export function costFrom(place: Scratch, trips: () => number): (count: number) => Cost {
  const [before, sent] = [processorTime(place), trips()]
  return (count) => {
    const after = processorTime(place)
    return {
      trips: (trips() - sent) / count,
      program: (after.program - before.program) / count,
      database: (after.database - before.database) / count,
    }
  }
}

export const costText = ({ trips, program, database }: Cost): string =>
  `${trips.toFixed(1)} round trips, ${program.toFixed(1)} ms of processor time in the program and ${database.toFixed(1)} ms in PostgreSQL`

/** How busy the machine is, beside which a figure is read. */
export const load = (): string => (loadavg()[0] ?? 0).toFixed(1)
