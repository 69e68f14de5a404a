DROP TABLE need, need_history, stay, stay_history, hand_off, hand_off_history, case_member, case_member_history, "case", case_history,
  medication, medication_history, observation, observation_history, coverage, coverage_history, related_person, related_person_history,
  person_reach, person, person_history CASCADE;
DROP FUNCTION person_reach_of_record, person_reach_of_person, person_reach_refresh, need_keep_history, stay_keep_history, hand_off_keep_history,
  case_member_keep_history, case_keep_history, medication_keep_history, observation_keep_history, coverage_keep_history,
  related_person_keep_history, person_keep_history;
