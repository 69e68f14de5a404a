ALTER TABLE note NO FORCE ROW LEVEL SECURITY;
ALTER TABLE note DISABLE TRIGGER keep_history;
UPDATE note SET template_edition = 1 WHERE template_code = 'home_visit' AND template_edition = 2;
ALTER TABLE note ENABLE TRIGGER keep_history;
ALTER TABLE note FORCE ROW LEVEL SECURITY;
