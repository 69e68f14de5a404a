-- An import that reports nothing for a while has died with its process.
ALTER TABLE import ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE import ALTER COLUMN updated_at DROP DEFAULT;

-- Finds the same person under another id of a source: a date of birth, then an identifier.
CREATE INDEX person_birth_date ON person (org_id, birth_date);
