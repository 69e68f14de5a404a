-- Whose a task is now is nothing to take back.
SELECT 1;
