-- A contact may be entered in error: it is kept with the reason, and counts for nothing.
ALTER TABLE contact ADD COLUMN status text NOT NULL DEFAULT 'finished', ADD COLUMN error_reason text;
ALTER TABLE contact ALTER COLUMN status DROP DEFAULT;
ALTER TABLE contact ADD CONSTRAINT contact_error_has_reason CHECK (status <> 'entered_in_error' OR error_reason IS NOT NULL);
SELECT tend_renew_history('contact');
