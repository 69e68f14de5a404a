-- The place on the care team that only a review gave to who reviews: it ends with the review.
ALTER TABLE concern ADD COLUMN member_id uuid;
CREATE INDEX concern_task ON concern (org_id, task_id);
SELECT tend_renew_history('concern');
