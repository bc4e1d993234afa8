-- Who has which task open now, so that colleagues see it: one row a member of staff, what that person opened last. It
-- ends by itself and is never a lock; it is no reading in the audit trail's sense, which is kept as before.
CREATE TABLE presence (
  municipality_id int NOT NULL,
  staff_id uuid NOT NULL,
  task_id uuid NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, staff_id),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);
ALTER TABLE task DROP COLUMN claimed_by, DROP COLUMN claimed_until;

-- With what the counts and the filters of the queue look at, so that neither reads the tasks themselves: a page of fifty
-- and its counts cost the same whether a hundred tasks are open or a hundred thousand.
DROP INDEX task_open;
CREATE INDEX task_open ON task (municipality_id, urgency, due_at, task_id)
  INCLUDE (kind, department_id, account_id, assigned_staff_id, snoozed_until, created_at, labels) WHERE done_at IS NULL;
CREATE INDEX task_open_account ON task (municipality_id, account_id, urgency, due_at, task_id) WHERE done_at IS NULL;
CREATE INDEX task_open_assigned ON task (municipality_id, assigned_staff_id, urgency, due_at, task_id)
  WHERE done_at IS NULL AND assigned_staff_id IS NOT NULL;

SELECT protect('presence');
