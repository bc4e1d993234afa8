-- Four eyes, several at once, and what must be shown to nobody.
-- awaitsSecond: decided by one, approved by nobody yet · declined: the second person said no · overtaken: what it was
-- about had gone before the order was carried out.
ALTER TABLE measure DROP CONSTRAINT measure_state_check;
ALTER TABLE measure ADD CONSTRAINT measure_state_check CHECK (state IN
  ('awaitsSecond', 'requested', 'sealed', 'sent', 'done', 'refused', 'unknown', 'byHand', 'declined', 'overtaken'));
-- Who took a step, where a person did.
ALTER TABLE measure_step ADD COLUMN staff_id uuid;

-- åtgärd på flera: one decision about several items, each carried out and sealed by itself.
CREATE TABLE measure_batch (
  municipality_id int NOT NULL REFERENCES municipality,
  batch_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  at timestamptz NOT NULL,
  act text NOT NULL,
  ground_id text NOT NULL,
  note text NOT NULL,
  -- How many were chosen: those without a row below were not reached.
  chosen int NOT NULL,
  PRIMARY KEY (municipality_id, batch_id)
);
COMMENT ON TABLE measure_batch IS 'append-only: what was decided together';

CREATE TABLE measure_batch_item (
  municipality_id int NOT NULL,
  batch_id uuid NOT NULL,
  record_id uuid NOT NULL,
  task_id uuid NOT NULL,
  -- One of the two: what was decided, or why nothing was (Swedish).
  measure_id uuid,
  left_out text,
  PRIMARY KEY (municipality_id, batch_id, record_id),
  FOREIGN KEY (municipality_id, batch_id) REFERENCES measure_batch,
  CHECK ((measure_id IS NULL) <> (left_out IS NULL))
);
COMMENT ON TABLE measure_batch_item IS 'append-only: what became of each';

-- spärrad: content that is shown to nobody. One row shuts every way to a record's words and parts (modules/archive).
CREATE TABLE withheld_record (
  municipality_id int NOT NULL REFERENCES municipality,
  record_id uuid NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, record_id)
);

-- A part whose bytes have been destroyed. Its digest is all that the proof needs, and all that is left.
CREATE TABLE withdrawn_part (
  municipality_id int NOT NULL,
  record_id uuid NOT NULL,
  version int NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  bytes bigint NOT NULL,
  sha256 bytea NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, record_id, version, name)
);
COMMENT ON TABLE withdrawn_part IS 'append-only: what was destroyed is never unsaid';

-- Destroys the bytes of a part of a withheld record, and keeps their digest. `in_store`: of bytes that lie in the blob
-- store, which the caller has read and removes when this has been committed; null where they lie in the database.
CREATE FUNCTION withdraw_part(record uuid, of_version int, part_name text, in_store bytea, at_time timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE municipality int := nullif(current_setting('app.municipality', true), '')::int;
BEGIN
  IF NOT EXISTS (SELECT FROM withheld_record w WHERE w.municipality_id = municipality AND w.record_id = record) THEN
    RAISE EXCEPTION 'the record % is not withheld', record;
  END IF;
  INSERT INTO withdrawn_part
    SELECT p.municipality_id, p.record_id, p.version, p.name, p.media_type, p.bytes,
      coalesce(sha256(p.content), in_store), at_time
    FROM part p
    WHERE p.municipality_id = municipality AND p.record_id = record AND p.version = of_version AND p.name = part_name;
  PERFORM set_config('app.disposal', 'on', true);
  DELETE FROM part p
    WHERE p.municipality_id = municipality AND p.record_id = record AND p.version = of_version AND p.name = part_name;
  PERFORM set_config('app.disposal', '', true);
END $$;

-- misstänkt övergrepp mot barn: what was marked, once an item.
CREATE TABLE abuse_case (
  municipality_id int NOT NULL,
  case_id uuid NOT NULL,
  record_id uuid NOT NULL,
  account_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  at timestamptz NOT NULL,
  -- The facts that are sealed, for whoever speaks with the police; none of the words and none of the pictures.
  facts jsonb NOT NULL,
  measure_id uuid,
  PRIMARY KEY (municipality_id, case_id)
);
COMMENT ON TABLE abuse_case IS 'append-only: a suspicion that was raised is followed to its end';
CREATE INDEX abuse_case_record ON abuse_case (municipality_id, record_id, at DESC);

-- policeTold · seenBy · lifted: the content may be shown again.
CREATE TABLE abuse_step (
  municipality_id int NOT NULL,
  case_id uuid NOT NULL,
  step_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('policeTold', 'seenBy', 'lifted')),
  staff_id uuid NOT NULL,
  at timestamptz NOT NULL,
  -- How the police were told and their number, who has seen it, or why it is shown again.
  detail text NOT NULL,
  PRIMARY KEY (municipality_id, case_id, step_id),
  FOREIGN KEY (municipality_id, case_id) REFERENCES abuse_case
);
COMMENT ON TABLE abuse_step IS 'append-only: each is sealed as a decision under the same id';

SELECT protect('measure_batch', 'measure_batch_item', 'withheld_record', 'withdrawn_part', 'abuse_case', 'abuse_step');
