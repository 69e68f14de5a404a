-- The place on the care team that only a review gave to who reviews: it ends with the review.
ALTER TABLE concern ADD COLUMN member_id uuid;
CREATE INDEX concern_task ON concern (org_id, task_id);
SELECT tend_renew_history('concern');

-- What one worker did on some days is read with Today and with their hours: by who did it and when it counts.
CREATE INDEX note_author_signed ON note (org_id, author_id, signed_at);
CREATE INDEX note_author_occurred ON note (org_id, author_id, occurred_at);
CREATE INDEX visit_staff_arrived ON visit (org_id, staff_id, arrived_at);
