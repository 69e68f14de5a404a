DROP TABLE tenant, job, idempotency, outbox, audit_seal, audit_event, api_client, refresh_token, session, sign_in_throttle, password,
  credential, credential_history, team_member, staff, staff_history, team, rule, program, site, sign_in_directory, organization CASCADE;
DROP FUNCTION job_notify, outbox_notify, audit_refuse_change, staff_keep_history, credential_keep_history, tend_keep_history, tend_protect;
