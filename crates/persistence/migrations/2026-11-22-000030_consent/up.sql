-- What a person agreed or refused that others learn of them, for what and until when.
CREATE TABLE consent (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL,
  kind text NOT NULL, decision text NOT NULL, status text NOT NULL, level text,
  purposes jsonb NOT NULL, recipient_class text NOT NULL, recipient_name text, labels jsonb NOT NULL, actions jsonb NOT NULL,
  from_on date NOT NULL, until_on date, form text NOT NULL, form_version text, signed_by text NOT NULL, signer_role text NOT NULL, witness text,
  revoked_at timestamptz, reason text, author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT consent_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT consent_ends_after_begin CHECK (until_on IS NULL OR until_on >= from_on),
  CONSTRAINT consent_revoked_has_date CHECK (status <> 'revoked' OR revoked_at IS NOT NULL),
  CONSTRAINT consent_ended_has_reason CHECK (status = 'active' OR reason IS NOT NULL)
);
CREATE INDEX consent_person ON consent (org_id, person_id, created_at);
SELECT tend_keep_history('consent');
SELECT tend_protect('consent', 'SELECT, INSERT, UPDATE');

-- What went out, to whom, for what and on which ground: written once (45 CFR 164.528).
CREATE TABLE disclosure (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL,
  at timestamptz NOT NULL, by_id uuid NOT NULL, operation text NOT NULL, recipient_class text NOT NULL, recipient_name text,
  content text NOT NULL, record_id uuid NOT NULL, labels jsonb NOT NULL, purpose text NOT NULL, basis text NOT NULL, notices jsonb NOT NULL,
  consent_id uuid, consent_version int,
  PRIMARY KEY (org_id, id),
  CONSTRAINT disclosure_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT disclosure_consent_exists FOREIGN KEY (org_id, consent_id) REFERENCES consent (org_id, id)
);
CREATE INDEX disclosure_person ON disclosure (org_id, person_id, at, id);
CREATE INDEX disclosure_record ON disclosure (org_id, record_id);
SELECT tend_protect('disclosure', 'SELECT, INSERT');

-- Who outside of the organization takes care of a person.
CREATE TABLE external_member (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL,
  name text NOT NULL, organization text, role text NOT NULL, phone text, email text, fax text, since_on date NOT NULL, until_on date,
  PRIMARY KEY (org_id, id),
  CONSTRAINT external_member_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT external_member_ends_after_begin CHECK (until_on IS NULL OR until_on >= since_on)
);
CREATE INDEX external_member_person ON external_member (org_id, person_id, since_on);
SELECT tend_keep_history('external_member');
SELECT tend_protect('external_member', 'SELECT, INSERT, UPDATE');

-- What of a record is specially protected; the id is that of the record.
CREATE TABLE record_labels (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, person_id uuid NOT NULL, labels jsonb NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT record_labels_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
SELECT tend_keep_history('record_labels');
SELECT tend_protect('record_labels', 'SELECT, INSERT, UPDATE');
CREATE INDEX referral_link_person ON referral_link (org_id, person_id);
