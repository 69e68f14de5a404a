-- The task of a referral has a kind of its own: the next step of the referral settles it, ticking it off does not. What was ticked off
-- while its referral still waited for something is work again. An owner who is no superuser sees the rows of every organization only
-- while row-level security is not forced.
ALTER TABLE referral NO FORCE ROW LEVEL SECURITY;
ALTER TABLE task NO FORCE ROW LEVEL SECURITY;
ALTER TABLE task_history NO FORCE ROW LEVEL SECURITY;
UPDATE task t SET kind = 'referral', version = t.version + 1,
  status = CASE WHEN r.wait IS NULL THEN t.status ELSE 'open' END,
  completed_at = CASE WHEN r.wait IS NULL THEN t.completed_at END,
  result = CASE WHEN r.wait IS NULL THEN t.result END
FROM referral r WHERE r.org_id = t.org_id AND r.task_id = t.id;
ALTER TABLE referral FORCE ROW LEVEL SECURITY;
ALTER TABLE task FORCE ROW LEVEL SECURITY;
ALTER TABLE task_history FORCE ROW LEVEL SECURITY;
