DROP INDEX contact_source_unique;
ALTER TABLE contact ADD CONSTRAINT contact_source_unique UNIQUE (org_id, source);
DROP TRIGGER measure_mark_program ON program;
DROP TRIGGER measure_mark_moved ON stay;
DROP FUNCTION measure_mark_moved();
DROP TRIGGER wake ON outbox;
DROP FUNCTION outbox_told();
CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('tend_outbox', ''); RETURN NULL; END $$;
CREATE TRIGGER wake AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();
CREATE FUNCTION measure_mark_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO measure_mark (org_id, person_id) SELECT DISTINCT org_id, person_id FROM added;
  RETURN NULL;
END $$;

-- A record that moves to another person changes both.
CREATE FUNCTION measure_mark_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO measure_mark (org_id, person_id)
    SELECT org_id, person_id FROM added
    UNION SELECT org_id, person_id FROM replaced;
  RETURN NULL;
END $$;

CREATE FUNCTION measure_mark_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO measure_mark (org_id, person_id)
    SELECT a.org_id, a.id FROM added a JOIN replaced r ON r.org_id = a.org_id AND r.id = a.id
    WHERE (a.birth_date, a.deceased_on) IS DISTINCT FROM (r.birth_date, r.deceased_on);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION measure_mark_program() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO measure_mark (org_id, person_id)
    SELECT DISTINCT c.org_id, c.person_id FROM added a JOIN "case" c ON c.org_id = a.org_id AND c.program_id = a.id;
  RETURN NULL;
END $$;

CREATE FUNCTION measure_watch(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER measure_mark_added AFTER INSERT ON %I REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION measure_mark_added()', name);
  EXECUTE format('CREATE TRIGGER measure_mark_changed AFTER UPDATE ON %I REFERENCING OLD TABLE AS replaced NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION measure_mark_changed()', name);
END $$;

-- What measures that are kept are judged from.
SELECT measure_watch(name) FROM unnest(ARRAY['case', 'stay', 'transition', 'contact', 'appointment', 'assessment', 'deadline', 'occurrence',
    'referral', 'authorization']) name;
CREATE TRIGGER measure_mark_person AFTER UPDATE ON person REFERENCING OLD TABLE AS replaced NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION measure_mark_person();
CREATE TRIGGER measure_mark_program AFTER UPDATE ON program REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION measure_mark_program();
