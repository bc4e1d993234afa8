-- polisanmälan: what was reported to the police, and what came of it. What it is made of is in the archive.
CREATE TABLE police_report (
  municipality_id int NOT NULL,
  report_id uuid NOT NULL,
  task_id uuid NOT NULL,
  record_id uuid NOT NULL,
  account_id uuid NOT NULL,
  -- In the words of whoever reports.
  context text NOT NULL DEFAULT '',
  -- A ground's id, or 'police': they classify it; '' until somebody has chosen.
  classification text NOT NULL DEFAULT '',
  diary_number text NOT NULL DEFAULT '',
  state text NOT NULL CHECK (state IN ('draft', 'made', 'submitted', 'closed')),
  staff_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  made_at timestamptz,
  submitted_at timestamptz,
  follow_up_on date,
  police_number text NOT NULL DEFAULT '',
  outcome text NOT NULL DEFAULT '',
  PRIMARY KEY (municipality_id, report_id),
  FOREIGN KEY (municipality_id, task_id) REFERENCES task
);
CREATE UNIQUE INDEX police_report_once ON police_report (municipality_id, record_id);

-- What goes into the report beside the item itself, and why.
CREATE TABLE police_report_record (
  municipality_id int NOT NULL,
  report_id uuid NOT NULL,
  record_id uuid NOT NULL,
  -- capture · earlier: by the same author
  kind text NOT NULL CHECK (kind IN ('capture', 'earlier')),
  note text NOT NULL,
  added_at timestamptz NOT NULL,
  witness_staff_id uuid,
  witnessed_at timestamptz,
  PRIMARY KEY (municipality_id, report_id, record_id),
  FOREIGN KEY (municipality_id, report_id) REFERENCES police_report
);

-- Every look for what the same author has written before: who looked, and why.
CREATE TABLE police_report_search (
  municipality_id int NOT NULL,
  search_id uuid NOT NULL,
  report_id uuid NOT NULL,
  reason text NOT NULL,
  staff_id uuid NOT NULL,
  at timestamptz NOT NULL,
  found int NOT NULL,
  PRIMARY KEY (municipality_id, search_id),
  FOREIGN KEY (municipality_id, report_id) REFERENCES police_report
);
COMMENT ON TABLE police_report_search IS 'append-only: a look is never forgotten';

-- What may not be disposed of, and until when something else is decided.
CREATE TABLE record_hold (
  municipality_id int NOT NULL,
  record_id uuid NOT NULL,
  -- The report that holds it.
  report_id uuid NOT NULL,
  set_at timestamptz NOT NULL,
  released_at timestamptz,
  PRIMARY KEY (municipality_id, record_id, report_id),
  FOREIGN KEY (municipality_id, report_id) REFERENCES police_report
);

SELECT protect('police_report', 'police_report_record', 'police_report_search', 'record_hold');
