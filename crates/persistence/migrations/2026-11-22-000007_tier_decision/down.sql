ALTER TABLE assessment DROP COLUMN prefilled;
ALTER TABLE assessment_history DROP COLUMN prefilled;
SELECT tend_renew_history('assessment');
DROP TABLE tier_decision;
