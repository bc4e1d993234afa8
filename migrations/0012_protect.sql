-- What every table with a municipality needs, said once: migrations from here on call protect() for each new table.
-- Row-level security by municipality, enabled and not forced; a table whose comment begins "append-only" also refuses
-- UPDATE, DELETE and TRUNCATE, whoever asks.
CREATE FUNCTION protect(VARIADIC names text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY names LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY municipality ON %I USING (municipality_id = nullif(current_setting(''app.municipality'', true), '''')::int)',
      name);
    CONTINUE WHEN coalesce(obj_description(to_regclass(name), 'pg_class'), '') NOT LIKE 'append-only%';
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
END $$;
