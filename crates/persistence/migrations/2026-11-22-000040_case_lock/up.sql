-- A lead keeps a case with its owner for a while. Whether a lock holds depends on the day, so one at a time is the domain's rule.
CREATE TABLE case_lock (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL,
  case_id uuid NOT NULL, person_id uuid NOT NULL, reason text NOT NULL, ends_on date NOT NULL,
  set_by uuid NOT NULL, set_at timestamptz NOT NULL, lifted_by uuid, lifted_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT case_lock_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT case_lock_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT case_lock_lifted_has_date CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
);
CREATE INDEX case_lock_case ON case_lock (org_id, case_id, ends_on);
SELECT tend_keep_history('case_lock');
SELECT tend_protect('case_lock', 'SELECT, INSERT, UPDATE');
