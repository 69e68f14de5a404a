DROP INDEX referral_service;
DROP INDEX community_service_organization;
ALTER TABLE community_service DROP COLUMN changed_by;
ALTER TABLE community_service_history DROP COLUMN changed_by;
SELECT tend_renew_history('community_service');

ALTER TABLE community_organization DROP COLUMN partner, DROP COLUMN status, DROP COLUMN changed_by;
ALTER TABLE community_organization_history DROP COLUMN partner, DROP COLUMN status, DROP COLUMN changed_by;
SELECT tend_renew_history('community_organization');
