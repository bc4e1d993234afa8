-- What the municipality has decided about using a platform; the newest for each platform holds.
CREATE TABLE platform_decision (
  municipality_id int NOT NULL REFERENCES municipality,
  decision_id uuid NOT NULL,
  platform text NOT NULL,
  allowed boolean NOT NULL,
  diary_number text NOT NULL,
  reason text NOT NULL,
  staff_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, decision_id)
);
COMMENT ON TABLE platform_decision IS 'append-only: a decision is replaced by a new one, never edited';
CREATE INDEX platform_decision_newest ON platform_decision (municipality_id, platform, at DESC);
ALTER TABLE platform_decision ENABLE ROW LEVEL SECURITY;
CREATE POLICY municipality ON platform_decision
  USING (municipality_id = nullif(current_setting('app.municipality', true), '')::int);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON platform_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON platform_decision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
