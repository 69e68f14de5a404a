-- When and how often a job is due is nothing to take back.
SELECT 1;
