import { Select } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { useTexts } from "@/lib/texts";
import { useWords } from "@/lib/words";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { askedFor, type ConcernKind } from "./concern";
import { texts } from "./texts";

interface ReviewerSelectProps {
  kind: ConcernKind;
  /** Those who are a part of it. */
  without: (string | undefined)[];
  /** Who reviews it when nobody is chosen, as long as they can be asked. */
  otherwise?: Schemas["Ref"];
  value: string | null;
  onChange: (id: string | null) => void;
  error: string | undefined;
}

/** Who can be asked to review a concern of a kind. */
export function ReviewerSelect({ kind, without, otherwise, value, onChange, error }: ReviewerSelectProps) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const words = useWords();
  const me = useMe().id;
  const consultants = useCall("consultant_list", {});
  const offered = (consultants.data?.items ?? []).filter(
    ({ staff, kinds }) => kinds.includes(askedFor(kind)) && !without.includes(staff.id),
  );
  // Whoever reviewed it and opens it again may go on: the list of those who can be asked leaves the reader out.
  const stays =
    otherwise &&
    (offered.some(({ staff }) => staff.id === otherwise.id) ||
      (otherwise.id === me && !without.includes(me)));
  const gone = consultants.data && value !== null && !offered.some(({ staff }) => staff.id === value);
  useEffect(() => {
    if (gone) onChange(null);
  }, [gone, onChange]);
  return (
    <>
      {consultants.error && <ProblemNotice error={consultants.error} />}
      <Select
        label={say.reviewer}
        description={say.reviewer_text}
        value={gone ? null : value}
        onChange={onChange}
        data={offered.map(({ staff, role }) => ({ value: staff.id, label: `${staff.name}, ${words(role)}` }))}
        error={error}
        nothingFoundMessage={t("staff.nobody")}
        placeholder={stays ? otherwise.name : undefined}
        searchable
        clearable={Boolean(stays)}
        required={!stays}
      />
    </>
  );
}
