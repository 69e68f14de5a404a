-- The job of migration 42 comes back every day, and migration 44 added a second one: one of an organization is enough. It gives the
-- rulebooks what is new in the standard ones, when the servers that don't know the new events are gone.
ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
DELETE FROM job WHERE kind = 'rulebooks_renew' AND status <> 'done' AND id NOT IN (
  SELECT DISTINCT ON (org_id) id FROM job WHERE kind = 'rulebooks_renew' AND status <> 'done'
  ORDER BY org_id, (status = 'ready') DESC, run_at, id);
UPDATE job SET status = 'ready', attempts = 0, error = NULL, run_at = now() + interval '1 hour'
WHERE kind = 'rulebooks_renew' AND status <> 'done';
ALTER TABLE job FORCE ROW LEVEL SECURITY;
