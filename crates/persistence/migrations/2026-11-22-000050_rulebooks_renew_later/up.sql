-- While servers are replaced one by one, those that still run take the job that came with migration 42, don't know it and park it
-- within minutes: it is due when they are gone. From now on a server leaves alone what it doesn't know.
ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
UPDATE job SET status = 'ready', attempts = 0, error = NULL, run_at = now() + interval '1 hour'
WHERE kind = 'rulebooks_renew' AND (status = 'parked' OR (status = 'ready' AND run_at <= now()));
ALTER TABLE job FORCE ROW LEVEL SECURITY;
