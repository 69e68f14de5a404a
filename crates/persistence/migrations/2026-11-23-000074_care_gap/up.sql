-- What is due for a person and of which nobody has seen that it was done, and what showed it.
CREATE TABLE care_gap (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  kind text NOT NULL, note text, opened_on date NOT NULL, due_on date, status text NOT NULL,
  evidence_kind text, evidence_id uuid, evidence_on date, evidence_note text, reason text,
  closed_at timestamptz, closed_by uuid, author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT care_gap_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT care_gap_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT care_gap_closer_exists FOREIGN KEY (org_id, closed_by) REFERENCES staff (org_id, id),
  CONSTRAINT care_gap_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE UNIQUE INDEX care_gap_open_once ON care_gap (org_id, person_id, kind, (CASE kind WHEN 'other' THEN note ELSE '' END)) WHERE status = 'open';
CREATE INDEX care_gap_person ON care_gap (org_id, person_id, opened_on);
CREATE INDEX care_gap_case ON care_gap (org_id, case_id, status);
CREATE INDEX care_gap_status ON care_gap (org_id, status, opened_on, id);
SELECT tend_keep_history('care_gap');
SELECT tend_protect('care_gap', 'SELECT, INSERT, UPDATE');
