ALTER TABLE assessment DROP COLUMN context;
ALTER TABLE assessment_history DROP COLUMN context;
SELECT tend_renew_history('assessment');
DROP FUNCTION tend_renew_history(text);
