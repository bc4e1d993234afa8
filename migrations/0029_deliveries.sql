-- What events name is kept with every delivery that named it, so that all that was said of an item that was gone before
-- it could be fetched can be kept; and that a platform will not send an account's events is known of the account.

ALTER TABLE event_item DROP CONSTRAINT event_item_pkey;
ALTER TABLE event_item ADD PRIMARY KEY (municipality_id, account_id, platform_id, sha256);

-- Since when the platform has not taken what the account's events are asked for by, and why no events come (Swedish). A
-- reason with no day: something is lacking here, and the platform has not been asked.
ALTER TABLE event_subscription ADD COLUMN failing_since timestamptz;
ALTER TABLE event_subscription ADD COLUMN failure_text text;
