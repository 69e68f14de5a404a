-- The way from a hospital to whatever comes next: one for each stay. Its phase follows from the stay.
CREATE TABLE transition (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, stay_id uuid NOT NULL, person_id uuid NOT NULL,
  class text NOT NULL, medicare boolean NOT NULL, psychiatric boolean NOT NULL, complexity text, destination text,
  expected_days double precision, summary text, target_on date, parts jsonb NOT NULL, closed_at timestamptz, closed_by uuid,
  PRIMARY KEY (org_id, id),
  CONSTRAINT transition_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT transition_stay_exists FOREIGN KEY (org_id, stay_id) REFERENCES stay (org_id, id),
  CONSTRAINT transition_once_per_stay UNIQUE (org_id, stay_id),
  CONSTRAINT transition_closed_has_author CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
  CONSTRAINT transition_expected_days_possible CHECK (expected_days BETWEEN 0.1 AND 365)
);
CREATE INDEX transition_person ON transition (org_id, person_id);
SELECT tend_keep_history('transition');
SELECT tend_protect('transition', 'SELECT, INSERT, UPDATE');

-- The desk lists who is there, and who left lately.
CREATE INDEX stay_status ON stay (org_id, status, discharged_at);
CREATE INDEX deadline_anchor ON deadline (org_id, anchor_subject_id);
