-- Where a team answers: the sheet that a person takes home says whom to call, and at which number.
ALTER TABLE team ADD COLUMN phone text;
