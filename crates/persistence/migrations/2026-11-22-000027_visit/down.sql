ALTER TABLE referral DROP COLUMN appointment_id;
ALTER TABLE referral_history DROP COLUMN appointment_id;
SELECT tend_renew_history('referral');

DROP TABLE visit_day_history;
DROP TABLE visit_day;
DROP FUNCTION visit_day_keep_history();
DROP TABLE visit_history;
DROP TABLE visit;
DROP FUNCTION visit_keep_history();
