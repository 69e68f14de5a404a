ALTER TABLE assessment DROP COLUMN version_reason;
ALTER TABLE assessment_history DROP COLUMN version_reason;
SELECT tend_renew_history('assessment');

DROP TABLE instrument_policy_history;
DROP TABLE instrument_policy;
DROP FUNCTION instrument_policy_keep_history();
