DROP INDEX visit_staff_arrived, note_author_occurred, note_author_signed;
DROP INDEX concern_task;
ALTER TABLE concern DROP COLUMN member_id;
ALTER TABLE concern_history DROP COLUMN member_id;
SELECT tend_renew_history('concern');
