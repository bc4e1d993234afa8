-- What is shown to nobody is not learnt from either: withholding a record destroys what was learnt from it, as removing its
-- content does (0028_learned.sql).
CREATE FUNCTION forget_withheld() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE touched int;
BEGIN
  FOR touched IN SELECT DISTINCT municipality_id FROM learned_example JOIN withheld USING (municipality_id, record_id)
  LOOP
    UPDATE learned_model SET weights = NULL, words = '[]' WHERE municipality_id = touched AND weights IS NOT NULL;
    DELETE FROM learned_example WHERE municipality_id = touched;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_withheld AFTER INSERT ON withheld_record REFERENCING NEW TABLE AS withheld
  FOR EACH STATEMENT EXECUTE FUNCTION forget_withheld();
