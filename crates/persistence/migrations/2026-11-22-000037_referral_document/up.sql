-- The papers that go with a referral: what somebody said of each, written once. The last word counts.
CREATE TABLE referral_document (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, referral_id uuid NOT NULL, person_id uuid NOT NULL,
  document text NOT NULL, state text NOT NULL, note text, author_id uuid NOT NULL, at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT referral_document_referral_exists FOREIGN KEY (org_id, referral_id) REFERENCES referral (org_id, id)
);
CREATE INDEX referral_document_referral ON referral_document (org_id, referral_id, at);
SELECT tend_protect('referral_document', 'SELECT, INSERT');
