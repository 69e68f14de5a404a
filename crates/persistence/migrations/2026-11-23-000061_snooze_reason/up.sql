-- Why a deadline or a task is hidden from the worklist for a while.
ALTER TABLE deadline ADD COLUMN snooze_reason text;
SELECT tend_renew_history('deadline');

ALTER TABLE task ADD COLUMN snooze_reason text;
SELECT tend_renew_history('task');
