-- stängt rum: help for an employee who is threatened or hated for the work. Who is in a room is known to the database,
-- what is said there is encrypted by the house's keys. Not append-only: a room is to be disposed of as a whole.
CREATE TABLE safety_room (
  municipality_id int NOT NULL REFERENCES municipality,
  room_id uuid NOT NULL,
  -- What it is about (the task).
  content_ciphertext bytea NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (municipality_id, room_id)
);

-- Somebody sees the room when both the manager and the employee have said yes.
CREATE TABLE safety_member (
  municipality_id int NOT NULL,
  room_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  part text NOT NULL CHECK (part IN ('manager', 'employee', 'invited')),
  manager_yes_at timestamptz,
  employee_yes_at timestamptz,
  PRIMARY KEY (municipality_id, room_id, staff_id),
  FOREIGN KEY (municipality_id, room_id) REFERENCES safety_room,
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);
CREATE INDEX safety_member_staff ON safety_member (municipality_id, staff_id);

CREATE TABLE safety_entry (
  municipality_id int NOT NULL,
  room_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  at timestamptz NOT NULL,
  content_ciphertext bytea NOT NULL,
  PRIMARY KEY (municipality_id, room_id, entry_id),
  FOREIGN KEY (municipality_id, room_id) REFERENCES safety_room
);

CREATE TABLE safety_follow_up (
  municipality_id int NOT NULL,
  room_id uuid NOT NULL,
  follow_up_id uuid NOT NULL,
  on_day date NOT NULL,
  -- The employee is reminded too.
  tells_employee boolean NOT NULL,
  PRIMARY KEY (municipality_id, room_id, follow_up_id),
  FOREIGN KEY (municipality_id, room_id) REFERENCES safety_room
);

-- Who read the room, for those in it alone: the municipality's audit trail would tell others that there is one.
CREATE TABLE safety_reading (
  municipality_id int NOT NULL,
  room_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  at timestamptz NOT NULL,
  FOREIGN KEY (municipality_id, room_id) REFERENCES safety_room
);
CREATE INDEX safety_reading_room ON safety_reading (municipality_id, room_id, staff_id, at);

SELECT protect('safety_room', 'safety_member', 'safety_entry', 'safety_follow_up', 'safety_reading');
