DROP FUNCTION tend_person_of(uuid);
