-- What was done on an account between two rounds, and in a period, without reading every measure there is.
CREATE INDEX measure_account ON measure (municipality_id, account_id, requested_at);
