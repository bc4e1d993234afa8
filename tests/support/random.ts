export { randomFrom } from '../../src/app/demo/random.ts'

export type Random = () => number

/** The seed of this run: given by SEED to repeat one, otherwise from the clock. Print it. */
export const chosenSeed = (): number => Number(process.env['SEED'] ?? Date.now() % 1_000_000)
