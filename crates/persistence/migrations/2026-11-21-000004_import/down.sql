DROP INDEX person_birth_date;
ALTER TABLE import DROP COLUMN updated_at;
