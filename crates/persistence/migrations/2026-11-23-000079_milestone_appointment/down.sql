ALTER TABLE milestone DROP CONSTRAINT milestone_appointment_exists, DROP COLUMN appointment_id;
ALTER TABLE milestone_history DROP COLUMN appointment_id;
SELECT tend_renew_history('milestone');
