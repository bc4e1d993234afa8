-- What is known of how an account is used: whom it is for, and the figures its platform gives out.

-- Whom an account is for: public · internal (staff alone); null: nobody has said. blog: what is published there is a
-- blog, which says who writes and how comments are followed up (R18).
ALTER TABLE account
  ADD COLUMN audience text CHECK (audience IN ('public', 'internal')),
  ADD COLUMN blog boolean NOT NULL DEFAULT false;
UPDATE account SET blog = true WHERE platform = 'wordpress';

-- statistik: a number that a platform gave for one day of an account. Asked for anew while it may still change.
CREATE TABLE insight_value (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  -- The platform's metric, by our code name.
  metric text NOT NULL,
  day date NOT NULL,
  value double precision NOT NULL,
  -- Where it was read, without what was asked.
  source text NOT NULL,
  asked_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, account_id, metric, day),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

-- How it went to ask for a metric the last time.
CREATE TABLE insight_metric (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  metric text NOT NULL,
  asked_at timestamptz NOT NULL,
  -- Not asked before; while one of an account's waits because the platform said so, none of them is asked.
  next_at timestamptz NOT NULL,
  told_to_wait boolean NOT NULL,
  -- Swedish: why there was no number; null: there was.
  failure text,
  -- Since when the platform says that it gives no such number; null: it does.
  refused_on date,
  PRIMARY KEY (municipality_id, account_id, metric),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

SELECT protect('insight_value', 'insight_metric');

-- Earlier items by the same author, which a police report lists.
CREATE INDEX item_author ON item (municipality_id, author_id) WHERE direction = 'received' AND author_id IS NOT NULL;

-- An application's number begins with P (plan): A is a notice's from the public. Those that were begun before keep theirs.
ALTER TABLE application ADD COLUMN letter text NOT NULL DEFAULT 'A';
ALTER TABLE application ALTER COLUMN letter SET DEFAULT 'P';
