-- Who guides whom toward which goals, and when the two met.
CREATE TABLE mentorship (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, mentor_id uuid NOT NULL, mentee_id uuid NOT NULL, status text NOT NULL,
  starts_on date NOT NULL, until_on date, goals jsonb NOT NULL, next_meeting_on date,
  begun_by uuid NOT NULL, begun_at timestamptz NOT NULL, ended_by uuid, ended_at timestamptz, end_reason text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT mentorship_mentor_exists FOREIGN KEY (org_id, mentor_id) REFERENCES staff (org_id, id),
  CONSTRAINT mentorship_mentee_exists FOREIGN KEY (org_id, mentee_id) REFERENCES staff (org_id, id),
  CONSTRAINT mentorship_of_two CHECK (mentor_id <> mentee_id),
  CONSTRAINT mentorship_ends_after_start CHECK (until_on >= starts_on),
  CONSTRAINT mentorship_ended_has_reason CHECK ((status = 'ended') = (end_reason IS NOT NULL))
);
CREATE UNIQUE INDEX mentorship_active_once ON mentorship (org_id, mentor_id, mentee_id) WHERE status = 'active';
CREATE INDEX mentorship_mentee ON mentorship (org_id, mentee_id);
SELECT tend_keep_history('mentorship');
SELECT tend_protect('mentorship', 'SELECT, INSERT, UPDATE');

CREATE TABLE mentorship_meeting (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, mentorship_id uuid NOT NULL,
  held_on date NOT NULL, minutes int NOT NULL, agreed text NOT NULL, logged_by uuid NOT NULL, logged_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT mentorship_meeting_of FOREIGN KEY (org_id, mentorship_id) REFERENCES mentorship (org_id, id),
  CONSTRAINT mentorship_meeting_minutes CHECK (minutes BETWEEN 1 AND 600)
);
CREATE INDEX mentorship_meeting_held ON mentorship_meeting (org_id, mentorship_id, held_on);
SELECT tend_protect('mentorship_meeting', 'SELECT, INSERT');
