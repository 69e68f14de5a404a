-- Who writes the next revision, and since when: what is in force is shown meanwhile, and says so.
ALTER TABLE care_plan ADD COLUMN drafted_by uuid, ADD COLUMN drafted_at timestamptz;
SELECT tend_renew_history('care_plan');

-- Plans that nobody touches are planned on by a job of every organization. An owner who is no superuser sees the rows of every
-- organization only while row-level security is not forced.
ALTER TABLE organization NO FORCE ROW LEVEL SECURITY;
ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
INSERT INTO job (org_id, id, kind, payload, run_at)
SELECT org_id, gen_random_uuid(), 'plan_ahead', '{}', now() FROM organization;
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
ALTER TABLE job FORCE ROW LEVEL SECURITY;
