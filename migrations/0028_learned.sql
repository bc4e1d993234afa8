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

SELECT protect('learned_model', 'learned_example', 'learned_decision');
