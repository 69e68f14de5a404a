ALTER TABLE contact DROP CONSTRAINT contact_error_has_reason, DROP COLUMN status, DROP COLUMN error_reason;
ALTER TABLE contact_history DROP COLUMN status, DROP COLUMN error_reason;
SELECT tend_renew_history('contact');
