DROP TABLE referral_link, referral_link_history, referral_event, referral, referral_history;
DROP FUNCTION referral_link_keep_history();
DROP FUNCTION referral_keep_history();
