-- What a payer is asked and what it answers, from both sides; appeals and grievances; extensions of deadlines that the law allows.
ALTER TABLE coverage ADD COLUMN line text, ADD COLUMN priority int,
  ADD CONSTRAINT coverage_priority_in_order CHECK (priority BETWEEN 1 AND 9);
SELECT tend_renew_history('coverage');

CREATE TABLE "authorization" (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL, case_id uuid NOT NULL, coverage_id uuid,
  side text NOT NULL, line text NOT NULL, urgency text NOT NULL, kind text NOT NULL, category text NOT NULL, status text NOT NULL,
  service jsonb NOT NULL, requested_by uuid NOT NULL, created_at timestamptz NOT NULL, received_at timestamptz,
  rule_code text, due_at timestamptz, reviewer_id uuid, advisor_id uuid, decided_at timestamptz, valid_to date, next_review_on date,
  course jsonb NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT authorization_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT authorization_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT authorization_coverage_exists FOREIGN KEY (org_id, coverage_id) REFERENCES coverage (org_id, id),
  CONSTRAINT authorization_advisor_exists FOREIGN KEY (org_id, advisor_id) REFERENCES staff (org_id, id),
  CONSTRAINT authorization_submitted_has_receipt CHECK (status IN ('draft', 'withdrawn') OR received_at IS NOT NULL),
  CONSTRAINT authorization_decided_has_date CHECK ((status IN ('approved', 'partly_approved', 'denied')) = (decided_at IS NOT NULL)),
  CONSTRAINT authorization_approved_has_days CHECK (status NOT IN ('approved', 'partly_approved') OR valid_to IS NOT NULL)
);
CREATE INDEX authorization_person ON "authorization" (org_id, person_id, created_at);
CREATE INDEX authorization_queue ON "authorization" (org_id, status, side, due_at, id);
CREATE INDEX authorization_decided ON "authorization" (org_id, decided_at);
SELECT tend_keep_history('authorization');
SELECT tend_protect('"authorization"', 'SELECT, INSERT, UPDATE');

CREATE TABLE appeal (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL, case_id uuid NOT NULL, authorization_id uuid,
  answered_here boolean NOT NULL, kind text NOT NULL, level text NOT NULL, subject text NOT NULL, line text NOT NULL, urgency text NOT NULL,
  status text NOT NULL, words text NOT NULL, noted_by uuid NOT NULL, received_at timestamptz NOT NULL, late_reason text,
  rule_code text, due_at timestamptz, reviewer_id uuid, decided_at timestamptz, answer text, extension jsonb NOT NULL, trail jsonb NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT appeal_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT appeal_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT appeal_authorization_exists FOREIGN KEY (org_id, authorization_id) REFERENCES "authorization" (org_id, id),
  CONSTRAINT appeal_has_decision CHECK (kind <> 'appeal' OR authorization_id IS NOT NULL),
  CONSTRAINT appeal_decided_has_answer CHECK (status IN ('received', 'in_review', 'withdrawn') OR (decided_at IS NOT NULL AND answer IS NOT NULL))
);
CREATE UNIQUE INDEX appeal_one_open_per_authorization ON appeal (org_id, authorization_id)
  WHERE kind = 'appeal' AND status IN ('received', 'in_review');
CREATE INDEX appeal_of_authorization ON appeal (org_id, authorization_id);
CREATE INDEX appeal_person ON appeal (org_id, person_id);
CREATE INDEX appeal_queue ON appeal (org_id, status, due_at, id);
SELECT tend_keep_history('appeal');
SELECT tend_protect('appeal', 'SELECT, INSERT, UPDATE');

-- More time for a deadline, once: the deadlines of a case are what its events and its extensions imply.
CREATE TABLE deadline_extension (
  org_id uuid NOT NULL, case_id uuid NOT NULL, anchor_subject_id uuid NOT NULL, rule_code text NOT NULL,
  days int NOT NULL, reason text NOT NULL, recorded_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, case_id, anchor_subject_id, rule_code),
  CONSTRAINT deadline_extension_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id)
);
SELECT tend_protect('deadline_extension', 'SELECT, INSERT');
