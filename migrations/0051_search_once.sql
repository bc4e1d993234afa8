-- As 0050_search_sure.sql, but what a search finds is read once: the page is taken from the hits that were counted, where
-- they are all of them.
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
  filters text := '';
  matching text;
  place text := 'true';
  pattern text;
  usual tsquery;
  found int := 0;
  ids uuid[];
  times timestamptz[];
BEGIN
  IF municipality IS NULL THEN RETURN; END IF;
  -- Nothing but stop words: the index holds none of them, so the text alone decides.
  IF numnode(query) = 0 AND (exact IS NOT NULL OR patterns <> '{}') THEN query := NULL; END IF;
  IF accounts IS NOT NULL THEN filters := filters || format(' AND i.account_id = ANY(%L::uuid[])', accounts); END IF;
  IF kind IS NOT NULL THEN filters := filters || format(' AND i.kind = %L', kind); END IF;
  IF direction IS NOT NULL THEN filters := filters || format(' AND i.direction = %L', direction); END IF;
  IF state IS NOT NULL THEN filters := filters || format(' AND i.state = %L', state); END IF;
  IF author IS NOT NULL THEN filters := filters || format(' AND lower(i.author) = lower(%L)', author); END IF;
  IF since IS NOT NULL THEN filters := filters || format(' AND i.published_at >= %L::timestamptz', since); END IF;
  IF until IS NOT NULL THEN filters := filters || format(' AND i.published_at < %L::timestamptz', until); END IF;
  FOREACH pattern IN ARRAY patterns LOOP filters := filters || format(' AND i.text ~* %L', pattern); END LOOP;
  FOREACH pattern IN ARRAY no_patterns LOOP filters := filters || format(' AND i.text !~* %L', pattern); END LOOP;
  matching := format('i.municipality_id = %L::int', municipality) || filters;
  IF query IS NOT NULL THEN matching := matching || format(' AND i.words @@ %L::tsquery', query); END IF;
  IF exact IS NOT NULL THEN
    matching := matching || format(
      ' AND (%s to_tsvector(''simple'', left(i.text, 200000) || '' '' || coalesce(i.author, '''')) @@ %L::tsquery)',
      CASE WHEN sure IS NULL THEN '' ELSE format('i.words @@ %L::tsquery OR', sure) END, exact);
  END IF;
  IF before_at IS NOT NULL THEN
    place := format('(published_at, record_id) < (%L::timestamptz, %L::uuid)', before_at, before_id);
  END IF;

  IF sure IS NOT NULL AND filters = '' THEN
    -- All that begins so is slow to gather, and the most usual word of it is often alone more than is counted: which that
    -- is the planner knows.
    SELECT quote_literal(u.word)::tsquery INTO usual
      FROM pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS u (word, share)
      WHERE s.schemaname = 'public' AND s.tablename = 'item' AND s.attname = 'words'
        AND u.share * (SELECT reltuples FROM pg_class WHERE oid = 'item'::regclass) > cap
        AND array_to_tsvector(array_remove(ARRAY[u.word], NULL)) @@ sure
        AND array_to_tsvector(array_remove(ARRAY[u.word], NULL)) @@ query
      ORDER BY u.share DESC LIMIT 1;
    EXECUTE format(
      'SELECT count(*)::int FROM (SELECT FROM item i WHERE i.municipality_id = %L::int AND i.words @@ %L::tsquery
         AND (i.words @@ %L::tsquery) IS TRUE LIMIT %s) AS counted', municipality, usual, query, cap + 1) INTO found;
  END IF;

  IF found <= cap THEN
    -- The place stands outside, or a deep page would tempt the planner to walk from there instead, past hundreds of
    -- thousands of items without the word.
    EXECUTE format(
      'WITH hit AS MATERIALIZED (SELECT i.record_id, i.published_at FROM item i WHERE %s LIMIT %s),
        page AS (SELECT record_id, published_at FROM hit WHERE (SELECT count(*) FROM hit) <= %s AND %s
          ORDER BY published_at DESC, record_id DESC LIMIT %s)
       SELECT (SELECT count(*)::int FROM hit), array_agg(record_id ORDER BY published_at DESC, record_id DESC),
         array_agg(published_at ORDER BY published_at DESC, record_id DESC) FROM page',
      matching, cap + 1, cap, place, page) INTO found, ids, times;
  END IF;

  IF found <= cap THEN
    RETURN QUERY SELECT p.id, p.at, found FROM unnest(ids, times) AS p (id, at);
  ELSE
    -- Common: walk from the newest and stop when the page is full.
    RETURN QUERY EXECUTE format(
      'SELECT i.record_id, i.published_at, %s FROM item i WHERE %s AND %s ORDER BY i.published_at DESC, i.record_id DESC LIMIT %s',
      found, matching, place, page);
  END IF;
END $$;
