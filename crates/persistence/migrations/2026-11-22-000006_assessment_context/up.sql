-- Gives a table's history the columns that the table got since, and names them all in its trigger: a column added to both stands
-- behind `until` in one and before it in the other.
CREATE FUNCTION tend_renew_history(name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  added record;
  columns text;
  olds text;
BEGIN
  FOR added IN
    SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS type FROM pg_attribute a
    WHERE a.attrelid = format('%I', name)::regclass AND a.attnum > 0 AND NOT a.attisdropped
      AND NOT EXISTS (SELECT 1 FROM pg_attribute h WHERE h.attrelid = format('%I', name || '_history')::regclass AND h.attname = a.attname AND NOT h.attisdropped)
    ORDER BY a.attnum
  LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN %I %s', name || '_history', added.attname, added.type);
  END LOOP;
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), string_agg('OLD.' || quote_ident(attname), ', ' ORDER BY attnum)
  INTO columns, olds FROM pg_attribute WHERE attrelid = format('%I', name)::regclass AND attnum > 0 AND NOT attisdropped;
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      INSERT INTO %I (%s, until) VALUES (%s, now());
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      NEW.since := now();
      RETURN NEW;
    END $body$ $function$, name || '_keep_history', name || '_history', columns, olds);
END $$;

-- Sex and age, where the scoring of an instrument needs them, as they were when the assessment was begun.
ALTER TABLE assessment ADD COLUMN context jsonb NOT NULL DEFAULT '{}';
ALTER TABLE assessment ALTER COLUMN context DROP DEFAULT;
SELECT tend_renew_history('assessment');
