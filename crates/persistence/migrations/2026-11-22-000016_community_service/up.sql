-- The directory of community services (Open Referral HSDS 3): who offers what, to whom, where and when, and whether there is room.
CREATE TABLE community_organization (
  org_id uuid NOT NULL REFERENCES organization, id uuid NOT NULL, version int NOT NULL,
  content jsonb NOT NULL, source text, created_at timestamptz NOT NULL,
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', translate(coalesce(content->>'name', ''), '-/.@:_', '      '))) STORED,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX community_organization_source_unique ON community_organization (org_id, source);
CREATE INDEX community_organization_name ON community_organization (org_id, lower(content->>'name'));
SELECT tend_keep_history('community_organization');
SELECT tend_protect('community_organization', 'SELECT, INSERT, UPDATE');

CREATE TABLE community_service (
  org_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, community_organization_id uuid NOT NULL,
  content jsonb NOT NULL, capacity jsonb NOT NULL, status text NOT NULL, source text,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
  -- 'simple' keeps the words of every language as they are; a search looks for their beginnings. Signs between words are taken
  -- away, or '9-12' would hold the number -12.
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', translate(coalesce(content->>'name', '') || ' ' || coalesce(content->>'description', ''), '-/.@:_', '      '))) STORED,
  PRIMARY KEY (org_id, id),
  CONSTRAINT community_service_organization_exists FOREIGN KEY (org_id, community_organization_id) REFERENCES community_organization (org_id, id)
);
CREATE UNIQUE INDEX community_service_source_unique ON community_service (org_id, source);
CREATE INDEX community_service_name ON community_service (org_id, status, (content->>'name'), id);
SELECT tend_keep_history('community_service');
SELECT tend_protect('community_service', 'SELECT, INSERT, UPDATE');
