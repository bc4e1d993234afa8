-- What the machine has learnt from the municipality's own decisions (docs/decisions/0016). One row a training; only the
-- newest holds weights and words, and only until anything it learnt from is disposed of.
CREATE TABLE learned_model (
  municipality_id int NOT NULL REFERENCES municipality,
  number int NOT NULL,
  trained_at timestamptz NOT NULL,
  -- What the weights mean (src/modules/screening/learned/model.ts); of another format, they are made again.
  format smallint NOT NULL,
  threshold double precision NOT NULL,
  weights bytea,
  words jsonb NOT NULL,
  -- Figures alone: nothing that anybody wrote.
  report jsonb NOT NULL,
  -- SHA-256 over what it learnt from: the same is not learnt twice.
  digest bytea NOT NULL,
  in_use boolean NOT NULL,
  PRIMARY KEY (municipality_id, number)
);

-- At most one is in use.
CREATE UNIQUE INDEX learned_model_in_use ON learned_model (municipality_id) WHERE in_use;

-- What the model that holds weights learnt from.
CREATE TABLE learned_example (
  municipality_id int NOT NULL,
  record_id uuid NOT NULL,
  version int NOT NULL,
  PRIMARY KEY (municipality_id, record_id, version)
);

CREATE TABLE learned_decision (
  municipality_id int NOT NULL,
  decision_id uuid NOT NULL,
  number int NOT NULL,
  turned_on boolean NOT NULL,
  -- null: it turned itself off.
  staff_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, decision_id),
  FOREIGN KEY (municipality_id, number) REFERENCES learned_model
);
COMMENT ON TABLE learned_decision IS 'append-only: a decision is followed by another, never edited';
CREATE INDEX learned_decision_newest ON learned_decision (municipality_id, at DESC);

-- Forgetting cannot be left out: whatever removes content destroys, in its own transaction, what was learnt from it. The
-- program trains again without it (src/modules/screening/learned/store.ts).
CREATE FUNCTION forget_learned() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE touched int;
BEGIN
  FOR touched IN SELECT DISTINCT municipality_id FROM learned_example JOIN gone USING (municipality_id, record_id, version)
  LOOP
    UPDATE learned_model SET weights = NULL, words = '[]' WHERE municipality_id = touched AND weights IS NOT NULL;
    DELETE FROM learned_example WHERE municipality_id = touched;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_learned AFTER DELETE ON content REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION forget_learned();

SELECT protect('learned_model', 'learned_example', 'learned_decision');
