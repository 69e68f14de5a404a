-- What people ask of their own records: access, amendments, accountings of disclosures (45 CFR 164.524, 164.526, 164.528).
CREATE TABLE record_request (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL, case_id uuid,
  kind text NOT NULL, status text NOT NULL, asked_on date NOT NULL, way text NOT NULL, asked_for text NOT NULL, representative text,
  due_on date NOT NULL, extended_on date, extension_reason text, ground text, answer text, disagreement text,
  settled_on date, settled_by uuid, author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT record_request_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT record_request_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT record_request_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT record_request_denied_has_ground CHECK ((status = 'denied') = (ground IS NOT NULL)),
  CONSTRAINT record_request_extended_has_reason CHECK ((extended_on IS NULL) = (extension_reason IS NULL)),
  CONSTRAINT record_request_settled_has_day CHECK ((status IN ('received', 'extended')) = (settled_on IS NULL))
);
CREATE INDEX record_request_person ON record_request (org_id, person_id);
CREATE INDEX record_request_due ON record_request (org_id, due_on, id);
SELECT tend_keep_history('record_request');
SELECT tend_protect('record_request', 'SELECT, INSERT, UPDATE');
