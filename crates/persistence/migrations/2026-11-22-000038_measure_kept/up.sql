-- Kept results of measures: the members that each person has, and who has to be judged again because a fact changed.

-- One row for each set of a person's cases that somebody may ask about: what a person counts for depends on which of their cases are
-- asked about. `members` is written by the engine and read by it; nothing else computes from it.
CREATE TABLE measure_kept (
  org_id uuid NOT NULL, person_id uuid NOT NULL, case_ids uuid[] NOT NULL, edition int NOT NULL,
  since timestamptz NOT NULL, kept_at timestamptz NOT NULL, holds_until timestamptz NOT NULL, members jsonb NOT NULL,
  PRIMARY KEY (org_id, person_id, case_ids),
  CONSTRAINT measure_kept_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX measure_kept_holds ON measure_kept (org_id, holds_until);
CREATE INDEX measure_kept_age ON measure_kept (org_id, edition, kept_at);
SELECT tend_protect('measure_kept', 'SELECT, INSERT, UPDATE, DELETE');

-- A person of whom a fact changed, in the transaction that changed it. Rows are only added, so that nobody waits for a colleague.
CREATE TABLE measure_mark (
  org_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, person_id uuid NOT NULL,
  PRIMARY KEY (org_id, id)
);
SELECT tend_protect('measure_mark', 'SELECT, INSERT, DELETE');

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

CREATE FUNCTION measure_mark_program() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- Everybody is judged once. An owner who is no superuser sees the rows of every organization only while row-level security is not
-- forced.
ALTER TABLE "case" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE measure_mark NO FORCE ROW LEVEL SECURITY;
INSERT INTO measure_mark (org_id, person_id) SELECT DISTINCT org_id, person_id FROM "case";
ALTER TABLE "case" FORCE ROW LEVEL SECURITY;
ALTER TABLE measure_mark FORCE ROW LEVEL SECURITY;
