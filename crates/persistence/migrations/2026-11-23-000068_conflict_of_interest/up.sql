-- Workers who know a person otherwise than through their work: while it is open, they never get the case.
CREATE TABLE conflict_of_interest (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL, staff_id uuid NOT NULL,
  kind text NOT NULL, detail text, status text NOT NULL, declared_by uuid NOT NULL, declared_at timestamptz NOT NULL,
  ended_by uuid, ended_at timestamptz, end_reason text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT conflict_of_interest_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT conflict_of_interest_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id),
  CONSTRAINT conflict_of_interest_ended_has_reason CHECK ((status = 'ended') = (end_reason IS NOT NULL))
);
CREATE UNIQUE INDEX conflict_of_interest_open_once ON conflict_of_interest (org_id, person_id, staff_id, kind) WHERE status = 'open';
CREATE INDEX conflict_of_interest_person ON conflict_of_interest (org_id, person_id);
CREATE INDEX conflict_of_interest_staff ON conflict_of_interest (org_id, staff_id);
SELECT tend_keep_history('conflict_of_interest');
SELECT tend_protect('conflict_of_interest', 'SELECT, INSERT, UPDATE');
