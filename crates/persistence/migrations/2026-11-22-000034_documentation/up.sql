-- Templates of notes that an organization makes; those that ship are in the program. Editions are added, never changed.
CREATE TABLE note_template (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, code text NOT NULL, edition int NOT NULL, content jsonb NOT NULL,
  author_id uuid, created_at timestamptz, withdrawn_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT note_template_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT note_template_edition_once UNIQUE (org_id, code, edition)
);
SELECT tend_keep_history('note_template');
SELECT tend_protect('note_template', 'SELECT, INSERT, UPDATE');

-- A note keeps the edition it was written with, its answers, and the text that was signed. It may be late, come back to its author,
-- and correct another one.
ALTER TABLE note
  ADD COLUMN text text,
  ADD COLUMN language text NOT NULL DEFAULT 'en',
  ADD COLUMN template_code text,
  ADD COLUMN template_edition int,
  ADD COLUMN answers jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN is_late boolean NOT NULL DEFAULT false,
  ADD COLUMN late_reason text,
  ADD COLUMN returns jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN supersedes_id uuid,
  ADD COLUMN correction_reason text;
ALTER TABLE note
  ALTER COLUMN language DROP DEFAULT, ALTER COLUMN answers DROP DEFAULT, ALTER COLUMN is_late DROP DEFAULT, ALTER COLUMN returns DROP DEFAULT,
  ADD CONSTRAINT note_template_has_edition CHECK ((template_code IS NULL) = (template_edition IS NULL)),
  ADD CONSTRAINT note_supersedes_exists FOREIGN KEY (org_id, supersedes_id) REFERENCES note (org_id, id),
  ADD CONSTRAINT note_correction_has_reason CHECK ((supersedes_id IS NULL) = (correction_reason IS NULL)),
  ADD CONSTRAINT note_late_has_reason CHECK (NOT is_late OR late_reason IS NOT NULL OR status IN ('draft', 'discarded'));
CREATE UNIQUE INDEX note_one_correction ON note (org_id, supersedes_id) WHERE status <> 'discarded';
CREATE INDEX note_waiting ON note (org_id, status, signed_at, id);
SELECT tend_renew_history('note');

-- What was signed changes only when it goes back to its author, and that is only before it is final.
CREATE OR REPLACE FUNCTION note_keep_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('signed', 'superseded', 'awaiting_countersignature') AND NOT (OLD.status = 'awaiting_countersignature' AND NEW.status = 'draft')
    AND (NEW.body, NEW.title, NEW.author_id, NEW.signed_at, NEW.text, NEW.answers, NEW.occurred_at, NEW.late_reason)
      IS DISTINCT FROM (OLD.body, OLD.title, OLD.author_id, OLD.signed_at, OLD.text, OLD.answers, OLD.occurred_at, OLD.late_reason) THEN
    RAISE EXCEPTION 'a signed note is never changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'note_signed_is_final';
  END IF;
  RETURN NEW;
END $$;

-- What people are taught with: the items that an organization adds; those that ship are in the program.
CREATE TABLE education_item (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, code text NOT NULL, edition int NOT NULL, content jsonb NOT NULL,
  author_id uuid, created_at timestamptz, withdrawn_at timestamptz,
  PRIMARY KEY (org_id, id),
  CONSTRAINT education_item_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT education_item_edition_once UNIQUE (org_id, code, edition)
);
SELECT tend_keep_history('education_item');
SELECT tend_protect('education_item', 'SELECT, INSERT, UPDATE');

-- What was taught, to whom, and what they could say back.
CREATE TABLE teaching (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, case_id uuid NOT NULL, person_id uuid NOT NULL,
  item_code text NOT NULL, item_edition int NOT NULL, title text NOT NULL, language text NOT NULL, learner text NOT NULL, learner_name text,
  way text NOT NULL, minutes int NOT NULL, teach_back text NOT NULL, note text, readiness int, importance int, confidence int,
  task_id uuid, status text NOT NULL, error_reason text, taught_at timestamptz NOT NULL, author_id uuid NOT NULL, created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT teaching_case_exists FOREIGN KEY (org_id, case_id) REFERENCES "case" (org_id, id),
  CONSTRAINT teaching_person_exists FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  CONSTRAINT teaching_author_exists FOREIGN KEY (org_id, author_id) REFERENCES staff (org_id, id),
  CONSTRAINT teaching_task_exists FOREIGN KEY (org_id, task_id) REFERENCES task (org_id, id),
  CONSTRAINT teaching_error_has_reason CHECK ((status = 'entered_in_error') = (error_reason IS NOT NULL))
);
CREATE INDEX teaching_person ON teaching (org_id, person_id, taught_at);
SELECT tend_keep_history('teaching');
SELECT tend_protect('teaching', 'SELECT, INSERT, UPDATE');
