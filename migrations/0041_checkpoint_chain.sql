-- Each signed checkpoint counts in those before it, so that one that is taken away or put at another time leaves a trace.
-- How far the chain goes is also kept beside the key (src/modules/archive/checkpoint-chain.ts, which says what it is made of).
ALTER TABLE checkpoint ADD COLUMN chain bytea;
ALTER TABLE checkpoint DISABLE TRIGGER USER;
DO $$
DECLARE
  row record;
  municipality int;
  link bytea;
BEGIN
  FOR row IN SELECT * FROM checkpoint ORDER BY municipality_id, log_number, size LOOP
    IF municipality IS DISTINCT FROM row.municipality_id THEN
      municipality := row.municipality_id;
      link := decode(repeat('00', 32), 'hex');
    END IF;
    link := sha256(convert_to('uppsikt/v1/checkpoints', 'UTF8') || '\x00'::bytea || link || int2send(row.log_number)
      || int8send((extract(epoch FROM row.at) * 1000000)::bigint) || sha256(convert_to(row.note, 'UTF8')));
    UPDATE checkpoint SET chain = link
      WHERE municipality_id = row.municipality_id AND log_number = row.log_number AND size = row.size;
  END LOOP;
END $$;
ALTER TABLE checkpoint ENABLE TRIGGER USER;
ALTER TABLE checkpoint ALTER COLUMN chain SET NOT NULL;
