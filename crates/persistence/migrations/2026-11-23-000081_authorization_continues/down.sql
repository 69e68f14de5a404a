ALTER TABLE task NO FORCE ROW LEVEL SECURITY;
ALTER TABLE task_history NO FORCE ROW LEVEL SECURITY;
UPDATE task SET kind = 'general', version = version + 1 WHERE kind = 'authorization_review';
ALTER TABLE task FORCE ROW LEVEL SECURITY;
ALTER TABLE task_history FORCE ROW LEVEL SECURITY;
ALTER TABLE "authorization" DROP CONSTRAINT authorization_continues_exists, DROP COLUMN continues_id;
ALTER TABLE authorization_history DROP COLUMN continues_id;
SELECT tend_renew_history('authorization');
