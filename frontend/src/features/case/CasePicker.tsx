import { Select, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { PersonSummary } from "@/api/types";
import { useMe } from "@/app/me";
import { formatDate, ownZone } from "@/lib/dates";
import { useNothingFound } from "@/ui/nothingFound";
import type { CaseTarget } from "./focus";

const ENOUGH_LETTERS = 2;
type Open = { person: PersonSummary; target: CaseTarget };

/** Finds a person by name and takes one of the open cases. */
export function CasePicker({ onPick }: { onPick: (target: CaseTarget) => void }) {
  const { t } = useTranslation();
  const { programs } = useMe();
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text.trim(), 250);
  const found = useCall(
    "person_search",
    { body: { text: wanted, limit: 10 } },
    { enabled: wanted.length >= ENOUGH_LETTERS, placeholderData: keepPreviousData },
  );
  const open: Open[] = (found.data?.items ?? []).flatMap((person) =>
    person.cases
      .filter(({ status }) => status !== "closed")
      .map((one) => ({
        person,
        target: {
          caseId: one.id,
          personId: person.id,
          personName: person.name,
          programName: one.program.name,
          timeZone: programs.find(({ id }) => id === one.program.id)?.time_zone ?? ownZone,
        },
      })),
  );
  const searching = found.isFetching || text.trim() !== wanted;
  const nothing = useNothingFound()({ isFetching: searching, error: found.error }, t("case.none_found"));
  const label = ({ person, target }: Open) =>
    [person.name, person.birth_date && formatDate(person.birth_date), target.programName]
      .filter(Boolean)
      .join(" · ");

  return (
    <Stack gap={4}>
      <Select
        label={t("contact.about")}
        placeholder={t("contact.about_placeholder")}
        searchable
        searchValue={text}
        onSearchChange={setText}
        filter={({ options }) => options}
        nothingFoundMessage={text.trim().length < ENOUGH_LETTERS ? t("case.type_more") : nothing}
        data={open.map((one) => ({ value: one.target.caseId, label: label(one) }))}
        onChange={(caseId) => {
          const one = open.find(({ target }) => target.caseId === caseId);
          if (one) onPick(one.target);
        }}
        data-autofocus
        required
      />
    </Stack>
  );
}
