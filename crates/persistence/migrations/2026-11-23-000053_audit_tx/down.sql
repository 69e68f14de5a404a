REVOKE SELECT ON __diesel_schema_migrations FROM tend_app;
ALTER TABLE audit_event ALTER COLUMN tx SET DEFAULT pg_current_xact_id();
DROP FUNCTION audit_tx(xid8);
