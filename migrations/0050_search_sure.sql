-- As 0038_search_exactly.sql, but the text is looked at only where the words of the index do not already tell: a word
-- of the index that begins so is a word of the text that does (the stemmer takes away, and puts nothing to).
DROP FUNCTION search_items;

CREATE FUNCTION search_items(
  query tsquery, accounts uuid[], kind text, direction text, state text, author text,
  since timestamptz, until timestamptz, before_at timestamptz, before_id uuid, page int, cap int,
  -- Of whole words in lower case; and patterns that the text must match, and must not.
  exact tsquery DEFAULT NULL, patterns text[] DEFAULT '{}', no_patterns text[] DEFAULT '{}',
  -- Of the words of the index: what it finds needs not be looked at for the exact.
  sure tsquery DEFAULT NULL
)
RETURNS TABLE (record_id uuid, published_at timestamptz, total int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  municipality int := nullif(current_setting('app.municipality', true), '')::int;
  matching text;
  place text := 'true';
  pattern text;
  found int;
BEGIN
  IF municipality IS NULL THEN RETURN; END IF;
  -- Nothing but stop words: the index holds none of them, so the text alone decides.
  IF numnode(query) = 0 AND (exact IS NOT NULL OR patterns <> '{}') THEN query := NULL; END IF;
  matching := format('i.municipality_id = %L::int', municipality);
  IF query IS NOT NULL THEN matching := matching || format(' AND i.words @@ %L::tsquery', query); END IF;
  IF accounts IS NOT NULL THEN matching := matching || format(' AND i.account_id = ANY(%L::uuid[])', accounts); END IF;
  IF kind IS NOT NULL THEN matching := matching || format(' AND i.kind = %L', kind); END IF;
  IF direction IS NOT NULL THEN matching := matching || format(' AND i.direction = %L', direction); END IF;
  IF state IS NOT NULL THEN matching := matching || format(' AND i.state = %L', state); END IF;
  IF author IS NOT NULL THEN matching := matching || format(' AND lower(i.author) = lower(%L)', author); END IF;
  IF since IS NOT NULL THEN matching := matching || format(' AND i.published_at >= %L::timestamptz', since); END IF;
  IF until IS NOT NULL THEN matching := matching || format(' AND i.published_at < %L::timestamptz', until); END IF;
  IF exact IS NOT NULL THEN
    matching := matching || format(
      ' AND (%s to_tsvector(''simple'', left(i.text, 200000) || '' '' || coalesce(i.author, '''')) @@ %L::tsquery)',
      CASE WHEN sure IS NULL THEN '' ELSE format('i.words @@ %L::tsquery OR', sure) END, exact);
  END IF;
  FOREACH pattern IN ARRAY patterns LOOP matching := matching || format(' AND i.text ~* %L', pattern); END LOOP;
  FOREACH pattern IN ARRAY no_patterns LOOP matching := matching || format(' AND i.text !~* %L', pattern); END LOOP;
  IF before_at IS NOT NULL THEN
    place := format('(published_at, record_id) < (%L::timestamptz, %L::uuid)', before_at, before_id);
  END IF;

  EXECUTE format('SELECT count(*)::int FROM (SELECT 1 FROM item i WHERE %s LIMIT %s) AS capped', matching, cap + 1) INTO found;

  IF found > cap OR query IS NULL THEN
    -- Common: walk from the newest and stop when the page is full.
    RETURN QUERY EXECUTE format(
      'SELECT i.record_id, i.published_at, %s FROM item i WHERE %s AND %s ORDER BY i.published_at DESC, i.record_id DESC LIMIT %s',
      found, matching, place, page);
  ELSE
    -- Rare: all hits by the word index, then the newest of them. The place stands outside, or a deep page would tempt
    -- the planner to walk from there instead, past hundreds of thousands of items without the word.
    RETURN QUERY EXECUTE format(
      'WITH hit AS MATERIALIZED (SELECT i.record_id, i.published_at FROM item i WHERE %s)
       SELECT record_id, published_at, %s FROM hit WHERE %s ORDER BY published_at DESC, record_id DESC LIMIT %s',
      matching, found, place, page);
  END IF;
END $$;
