import type { Scratch } from './scratch.ts'

/** A task for every item: nine of ten done; of the open ones most are to be looked through, a few are urgent. */
export async function fillTasks({ owner }: Scratch): Promise<void> {
  await owner.query(`
    INSERT INTO task (municipality_id, task_id, kind, subject_id, record_id, account_id, department_id, labels, urgency,
      due_at, created_at, done_at, outcome)
    SELECT i.municipality_id, gen_random_uuid(), 'item', i.record_id::text, i.record_id, i.account_id, NULL,
      CASE WHEN n.at % 5000 = 0 THEN '{threat}'::text[] WHEN n.at % 20 = 0 THEN '{question}' ELSE '{}' END,
      CASE WHEN n.at % 5000 = 0 THEN 0 WHEN n.at % 20 = 0 THEN 1 ELSE 3 END,
      i.published_at + interval '1 day', i.published_at,
      CASE WHEN n.at % 10 = 0 THEN NULL ELSE i.published_at + interval '2 hours' END,
      CASE WHEN n.at % 10 = 0 THEN NULL ELSE 'lookedThrough' END
    FROM item i CROSS JOIN LATERAL (SELECT abs(hashtext(i.record_id::text)) AS at) n`)
}
