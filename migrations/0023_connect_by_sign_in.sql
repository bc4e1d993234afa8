-- An account that is not in the register yet can be connected by signing in at its platform: the sign-in then goes
-- through the municipality's app alone, and which of the accounts that it reaches is chosen afterwards.
ALTER TABLE access_attempt
  ALTER COLUMN account_id DROP NOT NULL,
  ADD COLUMN registration_id uuid,
  ADD FOREIGN KEY (municipality_id, registration_id) REFERENCES platform_registration,
  ADD CHECK (num_nonnulls(account_id, registration_id) = 1);

-- What a sign-in reached, one a session, until an account is chosen or the time is out.
CREATE TABLE sign_in_reached (
  municipality_id int NOT NULL,
  session_sha256 bytea NOT NULL,
  registration_id uuid NOT NULL,
  -- The tokens and the accounts.
  reached_ciphertext bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, session_sha256),
  FOREIGN KEY (municipality_id, registration_id) REFERENCES platform_registration
);
SELECT protect('sign_in_reached');
