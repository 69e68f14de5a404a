ALTER TABLE related_person DROP COLUMN ended_on;
ALTER TABLE related_person_history DROP COLUMN ended_on;
SELECT tend_renew_history('related_person');
DROP TABLE preference;
