-- Everything that is arranged for a person: one lifecycle to what the person says came of it. The owner of the case owns it.
CREATE TABLE referral (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  kind text NOT NULL, status text NOT NULL, need_id uuid, community_service_id uuid,
  recipient text NOT NULL, request text NOT NULL, note text, duplicate_reason text,
  channel text, spoke_with text, sent_at timestamptz, accepted_at timestamptz, scheduled_on date, served_on date, served_at timestamptz, closed_at timestamptz,
  ending jsonb NOT NULL, confirmation jsonb NOT NULL, course jsonb NOT NULL,
  wait text, due_at timestamptz NOT NULL, escalates_at timestamptz, escalated_at timestamptz, task_id uuid, author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT referral_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT referral_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT referral_need_exists FOREIGN KEY (org_id, need_id) REFERENCES need (org_id, id),
  CONSTRAINT referral_service_exists FOREIGN KEY (org_id, community_service_id) REFERENCES community_service (org_id, id),
  CONSTRAINT referral_completed_is_confirmed CHECK (status NOT IN ('completed', 'not_received') OR jsonb_typeof(confirmation) = 'object'),
  CONSTRAINT referral_ended_has_date CHECK ((status IN ('completed', 'declined', 'not_received', 'cancelled')) = (closed_at IS NOT NULL))
);
CREATE INDEX referral_person ON referral (org_id, person_id, created_at);
CREATE INDEX referral_due ON referral (org_id, status, due_at, id);
CREATE INDEX referral_escalates ON referral (org_id, escalates_at);
CREATE INDEX referral_sent ON referral (org_id, sent_at);
CREATE INDEX referral_case ON referral (org_id, case_id);
SELECT tend_keep_history('referral');
SELECT tend_protect('referral', 'SELECT, INSERT, UPDATE');

-- Who did what, when: written once.
CREATE TABLE referral_event (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, referral_id uuid NOT NULL, person_id uuid NOT NULL,
  at timestamptz NOT NULL, party text NOT NULL, actor_id uuid, action text NOT NULL, status text NOT NULL, day date, note text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT referral_event_referral_exists FOREIGN KEY (org_id, referral_id) REFERENCES referral (org_id, id)
);
CREATE INDEX referral_event_referral ON referral_event (org_id, referral_id, at);
SELECT tend_protect('referral_event', 'SELECT, INSERT');

-- Links by which partners answer without an account. The secret is a signature and is stored nowhere.
CREATE TABLE referral_link (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, referral_id uuid NOT NULL, person_id uuid NOT NULL,
  given_to text NOT NULL, shares_contact boolean NOT NULL, expires_at timestamptz NOT NULL, revoked_at timestamptz, author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT referral_link_referral_exists FOREIGN KEY (org_id, referral_id) REFERENCES referral (org_id, id)
);
CREATE INDEX referral_link_referral ON referral_link (org_id, referral_id, created_at);
SELECT tend_keep_history('referral_link');
SELECT tend_protect('referral_link', 'SELECT, INSERT, UPDATE');
