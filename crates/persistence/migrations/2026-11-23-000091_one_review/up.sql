-- What continues a request is asked for with every look at it.
CREATE INDEX authorization_continues ON "authorization" (org_id, continues_id) WHERE continues_id IS NOT NULL;
-- To complete a task became a function of its own: clients that changed tasks go on completing them. An owner who is no superuser sees
-- the rows of every organization only while row-level security is not forced.
ALTER TABLE api_client NO FORCE ROW LEVEL SECURITY;
UPDATE api_client SET version = version + 1, scopes = scopes || '["task_complete"]'::jsonb WHERE scopes ? 'task_write';
ALTER TABLE api_client FORCE ROW LEVEL SECURITY;
