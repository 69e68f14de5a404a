CREATE INDEX note_status ON note (org_id, status, id);
CREATE INDEX advocacy_need ON advocacy (org_id, need_id);
