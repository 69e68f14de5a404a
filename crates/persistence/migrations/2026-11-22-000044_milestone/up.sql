-- Dated facts of a case that start and meet the clocks of T-10 to T-19.
CREATE TABLE milestone (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  kind text NOT NULL, occurred_on date NOT NULL, note text, status text NOT NULL, error_reason text,
  author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT milestone_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT milestone_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT milestone_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT milestone_error_has_reason CHECK ((status = 'entered_in_error') = (error_reason IS NOT NULL))
);
CREATE INDEX milestone_case ON milestone (org_id, case_id, occurred_on);
CREATE INDEX milestone_person ON milestone (org_id, person_id);
-- What is the case on a day is recorded once, however often a button is pressed.
CREATE UNIQUE INDEX milestone_once_a_day ON milestone (org_id, case_id, kind, occurred_on) WHERE status = 'recorded';
SELECT tend_keep_history('milestone');
SELECT tend_protect('milestone', 'SELECT, INSERT, UPDATE');

-- A state has its own version of a rule beside that of the country.
ALTER TABLE rule DROP CONSTRAINT rule_one_version_per_day;
CREATE UNIQUE INDEX rule_one_version_per_day ON rule (org_id, rulebook, code, (definition ->> 'jurisdiction'), valid_from);

-- The rulebooks that were made before get the new rules, see rulebooks_renew.
ALTER TABLE organization NO FORCE ROW LEVEL SECURITY;
ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
INSERT INTO job (org_id, id, kind, payload, run_at)
SELECT org_id, gen_random_uuid(), 'rulebooks_renew', '{}', now() FROM organization;
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
ALTER TABLE job FORCE ROW LEVEL SECURITY;
