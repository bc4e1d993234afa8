-- As 0050_search_sure.sql, but what a search finds is read once: the page is taken from the hits that were counted,
-- where they are all of them. What the index is sure of is counted first, without a look at any text; the rest only
-- while there may still be fewer than the count goes to.
CREATE OR REPLACE FUNCTION search_items(
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
  row_of constant text := 'i.record_id, i.published_at';
  matching text;
  looked text := 'true';
  known text := 'false';
  place text := 'true';
  pattern text;
  hits text;
  found int;
  ids uuid[];
  times timestamptz[];
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
  FOREACH pattern IN ARRAY patterns LOOP matching := matching || format(' AND i.text ~* %L', pattern); END LOOP;
  FOREACH pattern IN ARRAY no_patterns LOOP matching := matching || format(' AND i.text !~* %L', pattern); END LOOP;
  IF exact IS NOT NULL THEN
    looked := format(
      'to_tsvector(''simple'', left(i.text, 200000) || '' '' || coalesce(i.author, '''')) @@ %L::tsquery', exact);
  END IF;
  IF sure IS NOT NULL THEN known := format('i.words @@ %L::tsquery', sure); END IF;
  IF before_at IS NOT NULL THEN
    place := format('(published_at, record_id) < (%L::timestamptz, %L::uuid)', before_at, before_id);
  END IF;

  hits := CASE WHEN sure IS NULL
    THEN format('SELECT %s FROM item i WHERE %s AND %s', row_of, matching, looked)
    ELSE format('SELECT %1$s FROM item i WHERE %2$s AND %4$s UNION ALL SELECT %1$s FROM item i WHERE %2$s AND NOT %4$s AND %3$s',
      row_of, matching, looked, known) END;
  -- The place stands outside, or a deep page would tempt the planner to walk from there instead, past hundreds of
  -- thousands of items without the word.
  EXECUTE format(
    'WITH hit AS MATERIALIZED (%s LIMIT %s),
      page AS (SELECT record_id, published_at FROM hit WHERE (SELECT count(*) FROM hit) <= %s AND %s
        ORDER BY published_at DESC, record_id DESC LIMIT %s)
     SELECT (SELECT count(*)::int FROM hit), array_agg(record_id ORDER BY published_at DESC, record_id DESC),
       array_agg(published_at ORDER BY published_at DESC, record_id DESC) FROM page',
    hits, cap + 1, cap, place, page) INTO found, ids, times;

  IF found <= cap THEN
    RETURN QUERY SELECT p.id, p.at, found FROM unnest(ids, times) AS p (id, at);
  ELSE
    -- Common: walk from the newest and stop when the page is full.
    RETURN QUERY EXECUTE format(
      'SELECT %s, %s FROM item i WHERE %s AND (%s OR %s) AND %s ORDER BY i.published_at DESC, i.record_id DESC LIMIT %s',
      row_of, found, matching, known, looked, place, page);
  END IF;
END $$;
