DROP TABLE teaching, teaching_history, education_item, education_item_history;
DROP FUNCTION teaching_keep_history, education_item_keep_history;
CREATE OR REPLACE FUNCTION note_keep_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('signed', 'awaiting_countersignature') AND (NEW.body, NEW.title, NEW.author_id, NEW.signed_at) IS DISTINCT FROM (OLD.body, OLD.title, OLD.author_id, OLD.signed_at) THEN
    RAISE EXCEPTION 'a signed note is never changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'note_signed_is_final';
  END IF;
  RETURN NEW;
END $$;
DROP INDEX note_one_correction, note_waiting;
ALTER TABLE note DROP CONSTRAINT note_template_has_edition, DROP CONSTRAINT note_supersedes_exists, DROP CONSTRAINT note_correction_has_reason, DROP CONSTRAINT note_late_has_reason,
  DROP COLUMN text, DROP COLUMN language, DROP COLUMN template_code, DROP COLUMN template_edition, DROP COLUMN answers, DROP COLUMN is_late,
  DROP COLUMN late_reason, DROP COLUMN returns, DROP COLUMN supersedes_id, DROP COLUMN correction_reason;
ALTER TABLE note_history DROP COLUMN text, DROP COLUMN language, DROP COLUMN template_code, DROP COLUMN template_edition, DROP COLUMN answers, DROP COLUMN is_late,
  DROP COLUMN late_reason, DROP COLUMN returns, DROP COLUMN supersedes_id, DROP COLUMN correction_reason;
SELECT tend_renew_history('note');
DROP TABLE note_template, note_template_history;
DROP FUNCTION note_template_keep_history;
