-- The word filter hides until a person has looked (S7): a measure that nobody decided, on a version's words.
ALTER TABLE measure ALTER COLUMN staff_id DROP NOT NULL;
ALTER TABLE measure ADD COLUMN record_version int;
