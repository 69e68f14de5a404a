-- The wording that an organization adds to an instrument that is shipped without one, with its licence. Nothing is replaced: a
-- newer upload stands before the older ones, which are kept.
CREATE TABLE instrument_wording (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL,
  instrument text NOT NULL, instrument_version text NOT NULL, texts jsonb NOT NULL,
  licensor text NOT NULL, reference text NOT NULL, valid_until date, uploaded_by uuid NOT NULL, uploaded_at timestamptz NOT NULL,
  withdrawn_at timestamptz, withdrawn_by uuid, withdrawn_reason text,
  PRIMARY KEY (org_id, id),
  CONSTRAINT instrument_wording_withdrawn_has_reason
    CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
CREATE INDEX instrument_wording_newest ON instrument_wording (org_id, instrument, instrument_version, id);
SELECT tend_keep_history('instrument_wording');
SELECT tend_protect('instrument_wording', 'SELECT, INSERT, UPDATE');
