DROP TABLE mentorship_meeting, mentorship, mentorship_history;
DROP FUNCTION mentorship_keep_history;
