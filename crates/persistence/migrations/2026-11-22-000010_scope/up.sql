-- Credentials of every kind: degrees, checks and evaluations do not run out; what was taken off the record says why.
ALTER TABLE credential ALTER COLUMN expires_on DROP NOT NULL;
ALTER TABLE credential_history ALTER COLUMN expires_on DROP NOT NULL;
ALTER TABLE credential ADD COLUMN issued_on date;
ALTER TABLE credential ADD COLUMN renewal_hours int;
ALTER TABLE credential ADD COLUMN hours_earned int;
ALTER TABLE credential ADD COLUMN ended_reason text;
SELECT tend_renew_history('credential');
-- What was taken off the record may be recorded anew, and what has no number is told apart by its holder alone.
ALTER TABLE credential DROP CONSTRAINT credential_number_unique;
CREATE UNIQUE INDEX credential_number_unique ON credential (org_id, kind, state, number) WHERE status <> 'ended' AND number <> '';

-- What matters about a worker when work is given to them.
ALTER TABLE staff ADD COLUMN profile jsonb NOT NULL DEFAULT '{"years_experience": null, "fluency": {}, "specialisations": [], "remote_states": []}';
SELECT tend_renew_history('staff');

-- Where an organization is stricter than the published scope of practice.
CREATE TABLE scope_limit (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL,
  activity text NOT NULL, level text NOT NULL, condition text NOT NULL, starts_on date NOT NULL, reason text NOT NULL,
  set_by uuid NOT NULL, set_at timestamptz NOT NULL,
  withdrawn_on date, withdrawn_by uuid, withdrawn_reason text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT scope_limit_withdrawn_has_reason CHECK ((withdrawn_on IS NULL) = (withdrawn_reason IS NULL))
);
SELECT tend_keep_history('scope_limit');
SELECT tend_protect('scope_limit', 'SELECT, INSERT, UPDATE');
