ALTER TABLE task DROP COLUMN snooze_reason;
ALTER TABLE task_history DROP COLUMN snooze_reason;
SELECT tend_renew_history('task');

ALTER TABLE deadline DROP COLUMN snooze_reason;
ALTER TABLE deadline_history DROP COLUMN snooze_reason;
SELECT tend_renew_history('deadline');
