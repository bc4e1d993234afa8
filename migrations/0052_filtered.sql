-- A reason that few tasks have, and an account on which little has been done, are found without reading what all others
-- have: also what is done is filtered by what stands in an index.
CREATE INDEX task_open_labelled ON task (municipality_id, urgency, due_at, task_id)
  INCLUDE (kind, department_id, account_id, assigned_staff_id, snoozed_until, labels)
  WHERE done_at IS NULL AND labels <> '{}';
CREATE INDEX task_done_labelled ON task (municipality_id, done_at DESC)
  INCLUDE (kind, department_id, account_id, labels, task_id) WHERE done_at IS NOT NULL AND labels <> '{}';
CREATE INDEX task_done_account ON task (municipality_id, account_id, done_at DESC) WHERE done_at IS NOT NULL;
DROP INDEX task_done;
CREATE INDEX task_done ON task (municipality_id, done_at DESC)
  INCLUDE (kind, department_id, account_id, language, task_id) WHERE done_at IS NOT NULL;

-- statistik counts everything of an account from the smallest index there is, and from one of its own what is no comment
-- that came in.
DROP INDEX item_account;
CREATE INDEX item_account ON item (municipality_id, account_id, published_at DESC, record_id DESC);
CREATE INDEX item_uncommon ON item (municipality_id, account_id, published_at DESC, record_id DESC)
  INCLUDE (kind, direction) WHERE kind <> 'comment' OR direction <> 'received';
