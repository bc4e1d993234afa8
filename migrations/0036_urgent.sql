-- Since when a task cannot wait. From then whoever is on duty is told, and others while nobody opens it; what waited
-- before this was kept wakes nobody.
ALTER TABLE task ADD COLUMN urgent_at timestamptz;
CREATE INDEX task_urgent_unseen ON task (municipality_id, urgent_at)
  WHERE done_at IS NULL AND seen_at IS NULL AND urgent_at IS NOT NULL;

-- What was done on an account between two rounds, and in a period, without reading every measure there is.
CREATE INDEX measure_account ON measure (municipality_id, account_id, requested_at);
