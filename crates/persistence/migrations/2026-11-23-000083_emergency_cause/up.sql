-- What a visit to the emergency department was for (K-7).
ALTER TABLE stay ADD COLUMN cause text;
SELECT tend_renew_history('stay');
