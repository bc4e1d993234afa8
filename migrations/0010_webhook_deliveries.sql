-- What a delivery's events named is fetched singly; a delivery that has been read is removed after thirty days.

-- Named by events and not yet asked for: an item once, however many deliveries named it, with the latest of them.
CREATE TABLE event_item (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  platform_id text NOT NULL,
  kind text NOT NULL,
  parent text,
  registration_id uuid NOT NULL,
  sha256 bytea NOT NULL,
  named_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, account_id, platform_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account,
  FOREIGN KEY (municipality_id, registration_id, sha256) REFERENCES webhook_delivery
);
CREATE INDEX ON event_item (municipality_id, registration_id, sha256);

-- That a delivery's events have been read. Of its own: the delivery itself cannot be changed.
CREATE TABLE webhook_read (
  municipality_id int NOT NULL,
  registration_id uuid NOT NULL,
  sha256 bytea NOT NULL,
  PRIMARY KEY (municipality_id, registration_id, sha256),
  FOREIGN KEY (municipality_id, registration_id, sha256) REFERENCES webhook_delivery ON DELETE CASCADE
);

-- When an account's events are to be asked for again.
CREATE TABLE event_subscription (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  renew_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, account_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['event_item', 'webhook_read', 'event_subscription'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY municipality ON %I USING (municipality_id = nullif(current_setting(''app.municipality'', true), '''')::int)',
      name);
  END LOOP;
END $$;

CREATE INDEX ON webhook_delivery (municipality_id, received_at);

-- The one way out of webhook_delivery, as disposal has it (0004): the setting that the trigger heeds is on within this
-- function alone, and the application may only call it, not delete. Not by partitions: a month's partition could not be
-- dropped while one delivery in it is unread. Not by a flag: the rows cannot be changed. The bound is the database's own
-- clock, so that no caller can pass it.
CREATE FUNCTION dispose_webhook_deliveries(most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE removed int;
BEGIN
  PERFORM set_config('app.disposal', 'on', true);
  DELETE FROM webhook_delivery WHERE (municipality_id, registration_id, sha256) IN (
    SELECT d.municipality_id, d.registration_id, d.sha256
      FROM webhook_delivery d JOIN webhook_read r USING (municipality_id, registration_id, sha256)
     WHERE d.municipality_id = nullif(current_setting('app.municipality', true), '')::int
       AND d.received_at < now() - interval '30 days'
       AND NOT EXISTS (SELECT FROM event_item e WHERE e.municipality_id = d.municipality_id
         AND e.registration_id = d.registration_id AND e.sha256 = d.sha256)
     LIMIT most);
  GET DIAGNOSTICS removed = ROW_COUNT;
  PERFORM set_config('app.disposal', 'off', true);
  RETURN removed;
END $$;

-- A webhook address names a registration, or an account at a hub, but not the municipality: this finds it, by an index
-- however many there are, and tells nothing else.
CREATE UNIQUE INDEX ON platform_registration (registration_id);
CREATE UNIQUE INDEX ON account (account_id);
CREATE FUNCTION municipality_of_webhook(connection uuid) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT municipality_id FROM platform_registration WHERE registration_id = connection
  UNION ALL SELECT municipality_id FROM account WHERE account_id = connection
  LIMIT 1
$$;
