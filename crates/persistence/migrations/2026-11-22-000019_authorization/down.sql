DROP TABLE deadline_extension, appeal, appeal_history, "authorization", authorization_history;
DROP FUNCTION appeal_keep_history();
DROP FUNCTION authorization_keep_history();
ALTER TABLE coverage DROP COLUMN line, DROP COLUMN priority;
ALTER TABLE coverage_history DROP COLUMN line, DROP COLUMN priority;
SELECT tend_renew_history('coverage');
