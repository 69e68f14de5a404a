-- The 60-day periods of home health begin by a job of every organization, whether or not the recertification for them was recorded. An
-- owner who is no superuser sees the rows of every organization only while row-level security is not forced.
ALTER TABLE organization NO FORCE ROW LEVEL SECURITY;
ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
INSERT INTO job (org_id, id, kind, payload, run_at)
SELECT org_id, gen_random_uuid(), 'certifications_begin', '{}', now() FROM organization;
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
ALTER TABLE job FORCE ROW LEVEL SECURITY;
