-- statistik counts what stands in months of an account: from the indexes alone, also at a million records.

DROP INDEX item_account;
CREATE INDEX item_account ON item (municipality_id, account_id, published_at DESC, record_id DESC)
  INCLUDE (kind, direction);

-- Questions and complaints that have been answered, and whether in time.
CREATE INDEX task_replied ON task (municipality_id, done_at) INCLUDE (account_id, due_at, created_at)
  WHERE kind = 'item' AND urgency = 1 AND outcome = 'replied';
