ALTER TABLE team DROP COLUMN phone;
ALTER TABLE team_history DROP COLUMN phone;
SELECT tend_renew_history('team');
