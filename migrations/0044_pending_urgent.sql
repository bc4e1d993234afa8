-- What cannot wait is looked for each minute, also when somebody has opened it and it has not ended.
DROP INDEX task_urgent_unseen;
CREATE INDEX task_urgent_pending ON task (municipality_id, urgent_at)
  WHERE done_at IS NULL AND urgent_at IS NOT NULL;
