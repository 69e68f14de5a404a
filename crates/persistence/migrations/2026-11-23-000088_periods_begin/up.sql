-- The 60-day periods of home health and the later benefit periods of hospice begin by a job of every organization. An
-- owner who is no superuser sees the rows of every organization only while row-level security is not forced.
ALTER TABLE organization NO FORCE ROW LEVEL SECURITY;
ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
INSERT INTO job (org_id, id, kind, payload, run_at)
SELECT org_id, gen_random_uuid(), 'periods_begin', '{}', now() FROM organization;
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
ALTER TABLE job FORCE ROW LEVEL SECURITY;
