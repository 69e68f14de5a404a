-- Expected and observed cost of people, and what their program spent on them, in cents (K-28). Who has one is judged again when it
-- changes.
CREATE TABLE cost (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  starts_on date NOT NULL, ends_on date NOT NULL,
  expected_low bigint NOT NULL, expected bigint NOT NULL, expected_high bigint NOT NULL, observed bigint NOT NULL, program_cost bigint NOT NULL,
  status text NOT NULL, error_reason text, author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT cost_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT cost_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT cost_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE UNIQUE INDEX cost_once ON cost (org_id, case_id, starts_on) WHERE status = 'recorded';
CREATE INDEX cost_person ON cost (org_id, person_id, ends_on);
SELECT tend_keep_history('cost');
SELECT tend_protect('cost', 'SELECT, INSERT, UPDATE');

CREATE OR REPLACE FUNCTION outbox_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO measure_mark (org_id, person_id)
    SELECT DISTINCT org_id, person_id FROM added
    WHERE person_id IS NOT NULL AND kind IN ('person', 'case', 'stay', 'transition', 'contact', 'appointment', 'assessment', 'deadline',
      'occurrence', 'referral', 'authorization', 'milestone', 'survey_answer', 'cost');
  PERFORM pg_notify('tend_outbox', '');
  RETURN NULL;
END $$;

-- A message about a visit is itself the notice of the admission (K-8), also when it changes nothing of the stay and nothing is announced.
CREATE FUNCTION measure_mark_heard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO measure_mark (org_id, person_id) VALUES (NEW.org_id, NEW.person_id);
  RETURN NULL;
END $$;
CREATE TRIGGER measure_mark_heard AFTER INSERT OR UPDATE ON adt_message FOR EACH ROW
  WHEN (NEW.state = 'applied' AND NEW.person_id IS NOT NULL AND NEW.subject_key LIKE 'visit:%') EXECUTE FUNCTION measure_mark_heard();
