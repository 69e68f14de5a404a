DROP INDEX referral_link_person;
DROP TABLE disclosure, consent, consent_history, external_member, external_member_history, record_labels, record_labels_history;
DROP FUNCTION consent_keep_history();
DROP FUNCTION external_member_keep_history();
DROP FUNCTION record_labels_keep_history();
