-- What was asked for a person, of whom, and what came of it; and what they chose from.
CREATE TABLE advocacy (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL, need_id uuid,
  kind text NOT NULL, counterpart text, asked text NOT NULL, alternatives jsonb NOT NULL, chosen text, happened_at timestamptz NOT NULL,
  status text NOT NULL, result text, result_note text, settled_at timestamptz, settled_by uuid, error_reason text,
  author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT advocacy_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT advocacy_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT advocacy_need_exists FOREIGN KEY (org_id, need_id) REFERENCES need (org_id, id),
  CONSTRAINT advocacy_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT advocacy_settler_exists FOREIGN KEY (org_id, settled_by) REFERENCES staff (org_id, id),
  CONSTRAINT advocacy_request_has_need CHECK (kind <> 'request' OR need_id IS NOT NULL),
  CONSTRAINT advocacy_error_has_reason CHECK ((status = 'entered_in_error') = (error_reason IS NOT NULL))
);
CREATE INDEX advocacy_person ON advocacy (org_id, person_id, happened_at);
CREATE INDEX advocacy_need ON advocacy (org_id, need_id);
SELECT tend_keep_history('advocacy');
SELECT tend_protect('advocacy', 'SELECT, INSERT, UPDATE');
