import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { personTabs } from "@/app/search";

interface PersonLinkProps {
  personId: string;
  tab: (typeof personTabs)[number];
  /** The case that the screen belongs to: what is written there goes on in it. */
  caseId?: string | null | undefined;
}

/** Whom a screen is about, and the way back to them. */
export function PersonLink({ personId, tab, caseId }: PersonLinkProps) {
  const { t } = useTranslation();
  const person = useCall("person_get", { path: { id: personId } }, { staleTime: 300_000 });
  return (
    <Text>
      <Link to="/people/$personId" params={{ personId }} search={{ tab, case: caseId ?? undefined }}>
        {person.data?.name ?? t("today.open_person")}
      </Link>
    </Text>
  );
}
