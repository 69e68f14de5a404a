-- A tier that the model excludes asks for a decision, by a job of every organization. The task that stood for the end of an override
-- becomes one of them: a decision settles it, ticking it off does not. An owner who is no superuser sees the rows of every organization
-- only while row-level security is not forced.
ALTER TABLE organization NO FORCE ROW LEVEL SECURITY;
ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tier_decision NO FORCE ROW LEVEL SECURITY;
ALTER TABLE task NO FORCE ROW LEVEL SECURITY;
ALTER TABLE task_history NO FORCE ROW LEVEL SECURITY;
INSERT INTO job (org_id, id, kind, payload, run_at)
SELECT org_id, gen_random_uuid(), 'tier_review', '{}', now() FROM organization;
UPDATE task t SET kind = 'tier_review', version = t.version + 1
FROM tier_decision d WHERE d.org_id = t.org_id AND d.task_id = t.id AND t.status = 'open';
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
ALTER TABLE job FORCE ROW LEVEL SECURITY;
ALTER TABLE tier_decision FORCE ROW LEVEL SECURITY;
ALTER TABLE task FORCE ROW LEVEL SECURITY;
ALTER TABLE task_history FORCE ROW LEVEL SECURITY;
