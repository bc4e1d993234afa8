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

SELECT protect('presence');
