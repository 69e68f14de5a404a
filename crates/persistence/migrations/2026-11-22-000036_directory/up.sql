-- The directory is kept by people as well as by imports: who changed an entry, who the contact at a partner is, what was agreed
-- with it, and whether it is still there.
ALTER TABLE community_organization ADD COLUMN partner jsonb NOT NULL DEFAULT '{}', ADD COLUMN status text NOT NULL DEFAULT 'active', ADD COLUMN changed_by uuid;
ALTER TABLE community_organization ALTER COLUMN partner DROP DEFAULT, ALTER COLUMN status DROP DEFAULT;
SELECT tend_renew_history('community_organization');

ALTER TABLE community_service ADD COLUMN changed_by uuid;
SELECT tend_renew_history('community_service');
CREATE INDEX community_service_organization ON community_service (org_id, community_organization_id);

-- What came of referrals to a partner.
CREATE INDEX referral_service ON referral (org_id, community_service_id, sent_at);
