ALTER TABLE password DROP COLUMN made_by;
