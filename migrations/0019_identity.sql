-- Sign-in through the municipality's own identity provider, roles by its groups, SCIM, and roles for a time.

-- Where a role comes from: 'hand' (given in Uppsikt) or 'group' (the provider's groups, made anew whenever they change).
ALTER TABLE staff_role ADD COLUMN source text NOT NULL DEFAULT 'hand';
ALTER TABLE staff_role DROP CONSTRAINT staff_role_municipality_id_staff_id_role_department_id_key;
ALTER TABLE staff_role ADD UNIQUE NULLS NOT DISTINCT (municipality_id, staff_id, role, department_id, source);

-- Whoever may sign in beside the provider, also when all others must go through it.
ALTER TABLE staff ADD COLUMN break_glass boolean NOT NULL DEFAULT false;
-- The provider's own name for the session (OIDC sid), so that the provider can end it.
ALTER TABLE session ADD COLUMN provider_session text;

-- One provider a municipality.
CREATE TABLE identity_provider (
  municipality_id int PRIMARY KEY REFERENCES municipality,
  protocol text NOT NULL,
  settings jsonb NOT NULL,
  secret_ciphertext bytea,
  -- Set by the operator at the machine: the provider may lie on the municipality's own network.
  private_allowed boolean NOT NULL,
  -- Said by the operator: the provider's e-mail addresses are the municipality's own, so the first sign-in may go by them.
  match_email boolean NOT NULL,
  only_way boolean NOT NULL DEFAULT false
);

CREATE TABLE group_role (
  municipality_id int NOT NULL REFERENCES municipality,
  group_name text NOT NULL,
  role text NOT NULL,
  department_id uuid,
  UNIQUE NULLS NOT DISTINCT (municipality_id, group_name, role, department_id),
  FOREIGN KEY (municipality_id, department_id) REFERENCES department
);

CREATE TABLE staff_identity (
  municipality_id int NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  staff_id uuid NOT NULL,
  linked_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, issuer, subject),
  UNIQUE (municipality_id, issuer, staff_id),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);

-- What the provider said at the last sign-in.
CREATE TABLE sign_in_group (
  municipality_id int NOT NULL,
  staff_id uuid NOT NULL,
  group_name text NOT NULL,
  PRIMARY KEY (municipality_id, staff_id, group_name),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);

-- Sign-ins under way: once each, in the browser that began it.
CREATE TABLE sign_in_attempt (
  municipality_id int NOT NULL REFERENCES municipality,
  state_sha256 bytea NOT NULL,
  browser_sha256 bytea NOT NULL,
  kept_ciphertext bytea NOT NULL,
  return_to text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, state_sha256)
);

-- Logout tokens that have been taken: none counts twice.
CREATE TABLE spent_logout (
  municipality_id int NOT NULL REFERENCES municipality,
  token_sha256 bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, token_sha256)
);

CREATE TABLE scim_token (
  municipality_id int PRIMARY KEY REFERENCES municipality,
  token_sha256 bytea NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE scim_user (
  municipality_id int NOT NULL,
  staff_id uuid NOT NULL,
  user_name text NOT NULL,
  external_id text,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, staff_id),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);
CREATE UNIQUE INDEX scim_user_name ON scim_user (municipality_id, lower(user_name));

CREATE TABLE scim_group (
  municipality_id int NOT NULL REFERENCES municipality,
  group_id uuid NOT NULL,
  display_name text NOT NULL,
  external_id text,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, group_id)
);
CREATE UNIQUE INDEX scim_group_name ON scim_group (municipality_id, lower(display_name));

CREATE TABLE scim_member (
  municipality_id int NOT NULL,
  group_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, group_id, staff_id),
  FOREIGN KEY (municipality_id, group_id) REFERENCES scim_group ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, staff_id) REFERENCES scim_user ON DELETE CASCADE
);
CREATE INDEX scim_member_staff ON scim_member (municipality_id, staff_id);

-- A role for a time: it begins and ends by the clock, and nobody needs to remember it.
CREATE TABLE role_delegation (
  municipality_id int NOT NULL,
  delegation_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  role text NOT NULL,
  department_id uuid,
  begins_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  reason text NOT NULL,
  given_by text NOT NULL,
  -- Ended before its time.
  ended_at timestamptz,
  PRIMARY KEY (municipality_id, delegation_id),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff,
  FOREIGN KEY (municipality_id, department_id) REFERENCES department
);
CREATE INDEX role_delegation_staff ON role_delegation (municipality_id, staff_id);

SELECT protect('identity_provider', 'group_role', 'staff_identity', 'sign_in_group', 'sign_in_attempt', 'spent_logout',
  'scim_token', 'scim_user', 'scim_group', 'scim_member', 'role_delegation');
