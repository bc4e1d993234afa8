-- Of hundreds of municipalities nearly all have nothing to do at a tick of the worker's, which asked each in turn, with a
-- row lock on each log's head: that took half a processor, and disk syncs, from whoever asked the web. Asked at once. It
-- runs with the caller's rights, and sets the municipality within it as SET LOCAL does.
CREATE FUNCTION municipalities_waiting(
  municipalities int[], at timestamptz, OUT municipality int, OUT announced boolean, OUT due boolean, OUT unplaced boolean
) RETURNS SETOF record
LANGUAGE plpgsql AS $$
BEGIN
  FOREACH municipality IN ARRAY municipalities LOOP
    PERFORM set_config('app.municipality', municipality::text, true);
    SELECT EXISTS (SELECT FROM outbox o WHERE o.municipality_id = municipality),
           EXISTS (SELECT FROM collection_state s JOIN account a USING (municipality_id, account_id)
                    WHERE s.municipality_id = municipality AND s.next_attempt_at <= at AND a.state = 'active'),
           EXISTS (SELECT FROM entry_pending p WHERE p.municipality_id = municipality)
      INTO announced, due, unplaced;
    IF announced OR due OR unplaced THEN RETURN NEXT; END IF;
  END LOOP;
END $$;
