-- A webhook is answered once its delivery is committed, so what the answer waits for is one round trip: a statement of its
-- own is its own transaction. It runs with the caller's rights, and the municipality is set within it as SET LOCAL does.
CREATE FUNCTION keep_deliveries(
  municipality int, platform text, registration uuid, digests bytea[], bodies bytea[], signatures jsonb[], at timestamptz
) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.municipality', municipality::text, true);
  WITH kept AS (
    INSERT INTO webhook_delivery (municipality_id, registration_id, sha256, bytes, headers, received_at)
    SELECT municipality, registration, one.digest, one.body, one.signature, at
      FROM unnest(digests, bodies, signatures) AS one(digest, body, signature)
    ON CONFLICT DO NOTHING
    RETURNING sha256)
  INSERT INTO outbox (municipality_id, event, payload, at)
  SELECT municipality, 'deliveries.kept', jsonb_build_object('platform', platform, 'registration', registration::text,
           'deliveries', jsonb_agg(encode(kept.sha256, 'hex'))), keep_deliveries.at
    FROM kept HAVING count(*) > 0;
  RETURN FOUND;
END $$;
