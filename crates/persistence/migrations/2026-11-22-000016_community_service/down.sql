DROP TABLE community_service, community_service_history, community_organization, community_organization_history;
DROP FUNCTION community_service_keep_history();
DROP FUNCTION community_organization_keep_history();
