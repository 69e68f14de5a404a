-- Every change of a record is announced, so one trigger marks whom a transaction concerns, instead of one for each table it writes.
DROP TRIGGER measure_mark_program ON program;
DROP TRIGGER measure_mark_person ON person;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['case', 'stay', 'transition', 'contact', 'appointment', 'assessment', 'deadline', 'occurrence',
    'referral', 'authorization'] LOOP
    EXECUTE format('DROP TRIGGER measure_mark_changed ON %I', name);
    EXECUTE format('DROP TRIGGER measure_mark_added ON %I', name);
  END LOOP;
END $$;
DROP FUNCTION measure_watch(text);
DROP FUNCTION measure_mark_person();
DROP FUNCTION measure_mark_changed();
DROP FUNCTION measure_mark_added();

-- Kinds that measures are judged from. An import announces the person in the place of what it stored about them.
CREATE FUNCTION outbox_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO measure_mark (org_id, person_id)
    SELECT DISTINCT org_id, person_id FROM added
    WHERE person_id IS NOT NULL AND kind IN ('person', 'case', 'stay', 'transition', 'contact', 'appointment', 'assessment', 'deadline',
      'occurrence', 'referral', 'authorization');
  PERFORM pg_notify('tend_outbox', '');
  RETURN NULL;
END $$;
DROP TRIGGER wake ON outbox;
DROP FUNCTION outbox_notify();
CREATE TRIGGER wake AFTER INSERT ON outbox REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION outbox_told();

-- A stay that moves to another person changes both; only the new one is announced.
CREATE FUNCTION measure_mark_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO measure_mark (org_id, person_id) VALUES (OLD.org_id, OLD.person_id);
  RETURN NULL;
END $$;
CREATE TRIGGER measure_mark_moved AFTER UPDATE ON stay FOR EACH ROW WHEN (OLD.person_id IS DISTINCT FROM NEW.person_id)
  EXECUTE FUNCTION measure_mark_moved();

-- Of a program, its zone and its setting decide what counts.
CREATE OR REPLACE FUNCTION measure_mark_program() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO measure_mark (org_id, person_id)
    SELECT DISTINCT org_id, person_id FROM "case" WHERE org_id = NEW.org_id AND program_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER measure_mark_program AFTER UPDATE ON program FOR EACH ROW
  WHEN ((OLD.time_zone, OLD.setting) IS DISTINCT FROM (NEW.time_zone, NEW.setting)) EXECUTE FUNCTION measure_mark_program();

-- Only what was imported or taken from a feed has a source.
ALTER TABLE contact DROP CONSTRAINT contact_source_unique;
CREATE UNIQUE INDEX contact_source_unique ON contact (org_id, source) WHERE source IS NOT NULL;
