-- Messages about a person among those who care for them, consultations of colleagues with more experience or authority,
-- and conferences about cases.

CREATE TABLE message_thread (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  subject text NOT NULL, member_ids uuid[] NOT NULL, author_id uuid NOT NULL, created_at timestamptz NOT NULL, last_message_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT message_thread_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id)
);
CREATE INDEX message_thread_member ON message_thread USING gin (member_ids);
CREATE INDEX message_thread_person ON message_thread (org_id, person_id, last_message_at);
SELECT tend_keep_history('message_thread');
SELECT tend_protect('message_thread', 'SELECT, INSERT, UPDATE');

-- What was sent is never changed.
CREATE TABLE message (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, thread_id uuid NOT NULL, person_id uuid NOT NULL,
  author_id uuid NOT NULL, body text NOT NULL, urgent boolean NOT NULL, acknowledge_by timestamptz, sent_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT message_thread_exists FOREIGN KEY (org_id, thread_id) REFERENCES message_thread (org_id, id),
  CONSTRAINT message_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id)
);
CREATE INDEX message_of_thread ON message (org_id, thread_id, sent_at, id);
CREATE INDEX message_person ON message (org_id, person_id);
SELECT tend_protect('message', 'SELECT, INSERT');

CREATE TABLE message_receipt (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, message_id uuid NOT NULL, thread_id uuid NOT NULL, case_id uuid NOT NULL,
  person_id uuid NOT NULL, author_id uuid NOT NULL, staff_id uuid NOT NULL, urgent boolean NOT NULL, status text NOT NULL,
  read_at timestamptz, next_step_at timestamptz, asked_id uuid, task_ids uuid[] NOT NULL, acknowledged_by uuid, acknowledged_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT message_receipt_message_exists FOREIGN KEY (org_id, message_id) REFERENCES message (org_id, id),
  CONSTRAINT message_receipt_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT message_receipt_staff_exists FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id),
  CONSTRAINT message_receipt_once UNIQUE (org_id, message_id, staff_id),
  CONSTRAINT message_receipt_acknowledged_has_name CHECK ((status = 'acknowledged') = (acknowledged_by IS NOT NULL AND acknowledged_at IS NOT NULL))
);
CREATE INDEX message_receipt_thread ON message_receipt (org_id, thread_id);
CREATE INDEX message_receipt_reader ON message_receipt (org_id, staff_id, read_at);
CREATE INDEX message_receipt_asked ON message_receipt (org_id, asked_id, status);
CREATE INDEX message_receipt_step ON message_receipt (org_id, next_step_at);
CREATE INDEX message_receipt_person ON message_receipt (org_id, person_id);
SELECT tend_keep_history('message_receipt');
SELECT tend_protect('message_receipt', 'SELECT, INSERT, UPDATE');

CREATE TABLE consultation (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  kind text NOT NULL, status text NOT NULL, asked_by uuid NOT NULL, consultant_id uuid NOT NULL, question text NOT NULL, due_at timestamptz NOT NULL,
  task_id uuid NOT NULL, answer text, recommendation text, answered_at timestamptz, reason text, settled_by uuid, settled_at timestamptz, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT consultation_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT consultation_consultant_exists FOREIGN KEY (org_id, consultant_id) REFERENCES staff (org_id, id),
  CONSTRAINT consultation_answered_has_answer CHECK (status NOT IN ('answered', 'taken', 'not_taken') OR (answer IS NOT NULL AND answered_at IS NOT NULL)),
  CONSTRAINT consultation_refused_has_reason CHECK (status NOT IN ('declined', 'withdrawn', 'not_taken') OR reason IS NOT NULL)
);
CREATE INDEX consultation_person ON consultation (org_id, person_id, status);
CREATE INDEX consultation_consultant ON consultation (org_id, consultant_id, status);
CREATE INDEX consultation_asker ON consultation (org_id, asked_by, status);
SELECT tend_keep_history('consultation');
SELECT tend_protect('consultation', 'SELECT, INSERT, UPDATE');

CREATE TABLE conference (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  kind text NOT NULL, status text NOT NULL, scheduled_at timestamptz NOT NULL, attendees jsonb NOT NULL, agenda jsonb NOT NULL, decisions jsonb NOT NULL,
  actions jsonb NOT NULL, held_at timestamptz, next_by timestamptz, reason text, author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT conference_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT conference_held_has_date CHECK ((status = 'held') = (held_at IS NOT NULL))
);
CREATE INDEX conference_case ON conference (org_id, case_id, scheduled_at);
CREATE INDEX conference_person ON conference (org_id, person_id);
SELECT tend_keep_history('conference');
SELECT tend_protect('conference', 'SELECT, INSERT, UPDATE');
