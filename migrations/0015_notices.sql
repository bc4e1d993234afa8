-- One way to tell people: written where the thing happens, sent by a job, each thing once to each.

-- To a member of staff or to an official mailbox. Subject, line and href are our own words and an account's name.
CREATE TABLE notice (
  municipality_id int NOT NULL REFERENCES municipality,
  notice_id bigint GENERATED ALWAYS AS IDENTITY,
  staff_id uuid,
  address text,
  -- What it is about, so that it is told once.
  thing text NOT NULL,
  kind text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('alarm', 'today', 'digest')),
  account_id uuid,
  subject text NOT NULL,
  line text NOT NULL,
  href text NOT NULL,
  at timestamptz NOT NULL,
  -- A sender holds it until then; a sender that died lets go of it.
  claimed_until timestamptz,
  attempts smallint NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  sent_at timestamptz,
  failed_at timestamptz,
  failure text,
  CHECK (num_nonnulls(staff_id, address) = 1),
  PRIMARY KEY (municipality_id, notice_id),
  UNIQUE NULLS NOT DISTINCT (municipality_id, staff_id, address, thing),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff,
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);
CREATE INDEX notice_waiting ON notice (municipality_id, at) WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX notice_failed ON notice (municipality_id, failed_at) WHERE failed_at IS NOT NULL;

-- A person's own choice of when; without a row the usual one holds (src/modules/notices/rules.ts). Hours 0–23 in Sweden.
CREATE TABLE notice_setting (
  municipality_id int NOT NULL,
  staff_id uuid NOT NULL,
  quiet_from smallint NOT NULL CHECK (quiet_from BETWEEN 0 AND 23),
  quiet_to smallint NOT NULL CHECK (quiet_to BETWEEN 0 AND 23),
  quiet_days_off boolean NOT NULL,
  digest_hour smallint NOT NULL CHECK (digest_hour BETWEEN 0 AND 23),
  PRIMARY KEY (municipality_id, staff_id),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);

-- S8: the mailbox that is told when somebody writes on an account.
CREATE TABLE official_mailbox (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  address text NOT NULL,
  pace text NOT NULL CHECK (pace IN ('atOnce', 'hourly', 'daily')),
  PRIMARY KEY (municipality_id, account_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

-- A browser that shows notices; its address at the push service is kept as it was given.
CREATE TABLE notice_device (
  municipality_id int NOT NULL,
  device_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  endpoint text NOT NULL,
  p256dh text NOT NULL,
  auth text NOT NULL,
  label text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, device_id),
  UNIQUE (municipality_id, endpoint),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);

SELECT protect('notice', 'notice_setting', 'official_mailbox', 'notice_device');
