ALTER TABLE api_client NO FORCE ROW LEVEL SECURITY;
UPDATE api_client SET version = version + 1, scopes = scopes - 'task_complete' WHERE scopes ? 'task_complete';
ALTER TABLE api_client FORCE ROW LEVEL SECURITY;
DROP INDEX authorization_continues;
