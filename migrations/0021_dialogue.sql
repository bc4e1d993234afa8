-- The dialogue: answers on their way, questions to the unit that knows, answers kept for next time, invitations.
CREATE TABLE reply_draft (
  municipality_id int NOT NULL,
  task_id uuid NOT NULL,
  text text NOT NULL,
  staff_id uuid NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, task_id),
  FOREIGN KEY (municipality_id, task_id) REFERENCES task
);

CREATE TABLE saved_reply (
  municipality_id int NOT NULL REFERENCES municipality,
  saved_reply_id uuid NOT NULL,
  title text NOT NULL,
  text text NOT NULL,
  staff_id uuid NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, saved_reply_id)
);

-- A question handed to the unit in charge, answered through a link that needs no account.
CREATE TABLE referral (
  municipality_id int NOT NULL,
  referral_id uuid NOT NULL,
  task_id uuid NOT NULL,
  record_id uuid NOT NULL,
  unit text NOT NULL,
  email text NOT NULL,
  question text NOT NULL,
  -- The link's token, whose hash finds it; encrypted so that the letter can be sent again.
  token_sha256 bytea NOT NULL,
  token_ciphertext bytea NOT NULL,
  staff_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  mailed_at timestamptz,
  -- Why the letter could not be sent, Swedish.
  mail_failure text,
  opened_at timestamptz,
  answered_at timestamptz,
  answered_by text,
  answer text,
  withdrawn_at timestamptz,
  PRIMARY KEY (municipality_id, referral_id),
  UNIQUE (municipality_id, token_sha256),
  FOREIGN KEY (municipality_id, task_id) REFERENCES task
);
CREATE INDEX referral_task ON referral (municipality_id, task_id, created_at);

-- What people are invited to influence, and what came of it (D5).
CREATE TABLE dialogue_round (
  municipality_id int NOT NULL REFERENCES municipality,
  dialogue_round_id uuid NOT NULL,
  matter text NOT NULL,
  how text NOT NULL,
  link text NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  said text NOT NULL DEFAULT '',
  outcome text NOT NULL DEFAULT '',
  staff_id uuid NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, dialogue_round_id)
);

SELECT protect('reply_draft', 'saved_reply', 'referral', 'dialogue_round');
