-- Tokens of a time-stamp authority (RFC 3161) over signed checkpoints.
CREATE TABLE checkpoint_token (
  municipality_id int NOT NULL,
  log_number smallint NOT NULL,
  size bigint NOT NULL,
  at timestamptz NOT NULL,
  token bytea NOT NULL,
  PRIMARY KEY (municipality_id, log_number, size, at),
  FOREIGN KEY (municipality_id, log_number, size) REFERENCES checkpoint
);
COMMENT ON TABLE checkpoint_token IS 'append-only: what an authority has stamped stays stamped';
CREATE INDEX checkpoint_token_newest ON checkpoint_token (municipality_id, at DESC);
ALTER TABLE checkpoint_token ENABLE ROW LEVEL SECURITY;
CREATE POLICY municipality ON checkpoint_token
  USING (municipality_id = nullif(current_setting('app.municipality', true), '')::int);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON checkpoint_token
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON checkpoint_token
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
