-- Seals cover ranges of transaction numbers. A database that was restored from a dump lies in a cluster that counts from the start
-- again, so its trail counts on by a sum that `tend migrate` sets then. It stands in the text of the function: that way it costs an
-- entry nothing.
CREATE FUNCTION audit_tx(counted xid8) RETURNS xid8 LANGUAGE sql IMMUTABLE AS 'SELECT (counted::text::bigint + 0)::text::xid8';
ALTER TABLE audit_event ALTER COLUMN tx SET DEFAULT audit_tx(pg_current_xact_id());

-- The application refuses to work on a schema that is behind the program.
GRANT SELECT ON __diesel_schema_migrations TO tend_app;
