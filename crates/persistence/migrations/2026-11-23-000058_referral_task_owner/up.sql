-- Migration 47 opened tasks of referrals again under whoever owned them when they were ticked off: a case that moved meanwhile took
-- its open tasks only. Those that nobody has touched since belong to whoever owns the case now, and are not hidden; those of a closed
-- case are ticked off again as they were. An owner who is no superuser sees the rows of every organization only while row-level
-- security is not forced.
ALTER TABLE "case" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE task NO FORCE ROW LEVEL SECURITY;
ALTER TABLE task_history NO FORCE ROW LEVEL SECURITY;
UPDATE task t SET version = t.version + 1, owner_id = c.owner_id, team_id = c.team_id, snoozed_until = NULL
FROM task_history h, "case" c
WHERE h.org_id = t.org_id AND h.id = t.id AND h.version = t.version - 1 AND h.kind <> 'referral' AND h.status <> 'open'
  AND t.kind = 'referral' AND t.status = 'open' AND c.org_id = t.org_id AND c.id = t.case_id AND c.status <> 'closed'
  AND (t.owner_id <> c.owner_id OR t.team_id <> c.team_id OR t.snoozed_until IS NOT NULL);
UPDATE task t SET version = t.version + 1, status = h.status, completed_at = h.completed_at, result = h.result
FROM task_history h, "case" c
WHERE h.org_id = t.org_id AND h.id = t.id AND h.version = t.version - 1 AND h.kind <> 'referral' AND h.status <> 'open'
  AND t.kind = 'referral' AND t.status = 'open' AND c.org_id = t.org_id AND c.id = t.case_id AND c.status = 'closed';
ALTER TABLE "case" FORCE ROW LEVEL SECURITY;
ALTER TABLE task FORCE ROW LEVEL SECURITY;
ALTER TABLE task_history FORCE ROW LEVEL SECURITY;
