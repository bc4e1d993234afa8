import { defineConfig } from 'vitest/config'

/** The files of a worker share their modules: to load the program anew for each of them takes longer than most tests. */
const project = (name: string, include: string[], testTimeout = 20_000) => ({
  test: { name, include, testTimeout, hookTimeout: 60_000, pool: 'forks' as const, isolate: false },
})

/** Tiers: `npm test` runs unit, house and flows; the rest have their own commands (see CONTRIBUTING.md). */
export default defineConfig({
  test: {
    maxWorkers: 2,
    globalSetup: ['tests/support/global-setup.ts'],
    projects: [
      project('unit', ['src/**/*.test.{ts,tsx}', 'doubles/**/*.test.ts']),
      project('house', ['tests/house/**/*.test.ts']),
      project('flows', ['tests/flows/**/*.test.ts'], 120_000),
      project('contracts', ['tests/contracts/**/*.test.ts'], 120_000),
      project('faults', ['tests/faults/**/*.test.ts'], 1_800_000),
      project('real', ['tests/real/*.test.ts'], 600_000),
    ],
  },
})
