DROP TABLE scope_limit_history;
DROP TABLE scope_limit;
DROP FUNCTION scope_limit_keep_history();

ALTER TABLE staff DROP COLUMN profile;
ALTER TABLE staff_history DROP COLUMN profile;
SELECT tend_renew_history('staff');

-- What could not be said before is taken away: other kinds and states, and credentials without a number or a last day. The owner
-- of the tables sees every row while row-level security is not forced.
ALTER TABLE credential NO FORCE ROW LEVEL SECURITY;
ALTER TABLE credential_history NO FORCE ROW LEVEL SECURITY;
DELETE FROM credential WHERE expires_on IS NULL OR number = '' OR status NOT IN ('active', 'encumbered', 'revoked')
  OR kind NOT IN ('rn', 'lpn', 'lcsw', 'lmsw', 'lpc', 'lmhc', 'md', 'ccm', 'acm', 'cphq', 'bls');
DELETE FROM credential_history WHERE expires_on IS NULL OR number = '' OR status NOT IN ('active', 'encumbered', 'revoked')
  OR kind NOT IN ('rn', 'lpn', 'lcsw', 'lmsw', 'lpc', 'lmhc', 'md', 'ccm', 'acm', 'cphq', 'bls');
ALTER TABLE credential FORCE ROW LEVEL SECURITY;
ALTER TABLE credential_history FORCE ROW LEVEL SECURITY;
DROP INDEX credential_number_unique;
ALTER TABLE credential ADD CONSTRAINT credential_number_unique UNIQUE (org_id, kind, state, number);
ALTER TABLE credential DROP COLUMN issued_on, DROP COLUMN renewal_hours, DROP COLUMN hours_earned, DROP COLUMN ended_reason;
ALTER TABLE credential_history DROP COLUMN issued_on, DROP COLUMN renewal_hours, DROP COLUMN hours_earned, DROP COLUMN ended_reason;
SELECT tend_renew_history('credential');
ALTER TABLE credential ALTER COLUMN expires_on SET NOT NULL;
ALTER TABLE credential_history ALTER COLUMN expires_on SET NOT NULL;
