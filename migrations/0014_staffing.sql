-- Who is there and who is not: absences, further deputies, the rota, who may speak for the municipality, training.

-- frånvaro. Days in Sweden, both inclusive. Why is never kept: it may be illness, and nobody needs it to take over.
CREATE TABLE absence (
  municipality_id int NOT NULL,
  absence_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  entered_by uuid,
  entered_at timestamptz NOT NULL,
  CHECK (from_day <= to_day),
  PRIMARY KEY (municipality_id, absence_id),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);
CREATE INDEX absence_days ON absence (municipality_id, to_day);

-- Deputies after the first, who stands in the account's own row; place 2 is asked before place 3.
CREATE TABLE account_deputy (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  place smallint NOT NULL CHECK (place >= 2),
  staff_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, account_id, place),
  UNIQUE (municipality_id, account_id, staff_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account,
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);
CREATE INDEX account_deputy_staff ON account_deputy (municipality_id, staff_id);

-- jourpass: from until just before; of one account, of one department's accounts, or of all. Without a person it is a hole.
CREATE TABLE shift (
  municipality_id int NOT NULL,
  shift_id uuid NOT NULL,
  staff_id uuid,
  account_id uuid,
  department_id uuid,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  CHECK (from_at < to_at),
  CHECK (account_id IS NULL OR department_id IS NULL),
  PRIMARY KEY (municipality_id, shift_id),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff,
  FOREIGN KEY (municipality_id, account_id) REFERENCES account,
  FOREIGN KEY (municipality_id, department_id) REFERENCES department
);
CREATE INDEX shift_time ON shift (municipality_id, to_at);

-- Who may speak for the municipality on an account (R5), beside its owner and deputies.
CREATE TABLE account_speaker (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, account_id, staff_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account,
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);

-- Training on record (R5).
CREATE TABLE training (
  municipality_id int NOT NULL,
  training_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  name text NOT NULL,
  day date NOT NULL,
  entered_by uuid,
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, training_id),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);

SELECT protect('absence', 'account_deputy', 'shift', 'account_speaker', 'training');
