import { expect, test } from 'vitest'
import { insidePdf } from '../../../tests/support/pdf.ts'
import { makePdf } from '../../infra/documents/index.ts'
import type { AccountId } from '../../kernel/index.ts'
import { supervisionDocument } from './document.ts'
import type { SupervisionReport } from './types.ts'

const now = new Date('2026-11-30T08:00:00Z')

/** As many accounts as that, with names as long as they come, some of them with days that nobody saw. */
function report(accounts: number, missedOn: number): SupervisionReport {
  const figures = Array.from({ length: accounts }, (_, n) => ({
    account: {
      accountId: `${n}` as AccountId,
      name: `Kultur- och fritidsförvaltningens konto nummer ${n} med mycket långt namn`,
      platform: 'facebook',
    },
    ...{ required: 365, byOwner: 300, byDeputy: 60, missed: n < missedOn ? 5 : 0, explained: 0 },
  })) as unknown as SupervisionReport['figures']
  return {
    ...{ from: '2026-01-01', to: '2026-11-30', figures, rounds: [], roundsTotal: 9_000, people: 17 },
    older: undefined,
    holes: figures
      .filter(({ missed }) => missed > 0)
      .map(({ account }) => ({ account, day: '2026-05-01', explanation: undefined, mayExplain: false })),
    policy: { supervision: { days: [1, 2, 3, 4, 5, 6, 7], perDay: 1, perWorkingDay: 1 } } as never,
    log: { size: 100_000, at: now },
  }
}

const documentOf = (accounts: number, missedOn: number) =>
  supervisionDocument(report(accounts, missedOn), new Map(), {
    ...{ municipality: 'Storlunda kommun', by: 'Leif Hedman', now },
  })

/** How many pages a PDF has, from its own page tree. */
const pagesOf = (pdf: Buffer): number => insidePdf(pdf).match(/\/Type\s*\/Page\b/g)?.length ?? 0

test('the answer stands on one page, and what is added to it comes after', async () => {
  for (const [accounts, missed, added] of [
    [26, 0, 0],
    [26, 1, 1],
    [26, 26, 1],
    [120, 0, 4],
  ] as const) {
    const document = documentOf(accounts, missed)
    const first = document.blocks.findIndex(({ kind }) => kind === 'pageBreak')
    const answer = { ...document, blocks: first < 0 ? document.blocks : document.blocks.slice(0, first) }
    expect(pagesOf(await makePdf(answer, now)), `${accounts} accounts`).toBe(1)
    expect(pagesOf(await makePdf(document, now)) > 1, `${accounts} accounts`).toBe(added > 0)
  }
})

test('where the accounts are many, those with the most missed days stand on the first page', () => {
  const { blocks } = documentOf(40, 3)
  const tables = blocks.flatMap((block) => (block.kind === 'table' ? [block] : []))
  expect(tables.map(({ rows }) => rows.length)).toEqual([26, 40, 3])
  expect(tables[0]?.rows.slice(0, 4).map((row) => row[4])).toEqual(['5', '5', '5', '0'])
})
