ALTER TABLE stay DROP COLUMN cause;
ALTER TABLE stay_history DROP COLUMN cause;
SELECT tend_renew_history('stay');
