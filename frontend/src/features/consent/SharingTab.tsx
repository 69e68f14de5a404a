import { Stack } from "@mantine/core";
import type { PersonView } from "@/api/types";
import { useCapability } from "@/app/me";
import { CareTeamSection } from "@/features/care_team/CareTeamSection";
import { RecordRequestSection } from "@/features/record_request/RecordRequestSection";
import { ConsentSection } from "./ConsentSection";
import { DisclosureSection } from "./DisclosureSection";
import { SightSection } from "./SightSection";

interface SharingTabProps {
  person: PersonView;
  /** The case that the screen is about. */
  caseId?: string | undefined;
}

/**
 * Who takes care of a person in every organization, what they agreed, what went out, what they ask of their record, and who could
 * see what.
 */
export function SharingTab({ person, caseId }: SharingTabProps) {
  const may = useCapability();
  const name = `${person.given_name} ${person.family_name}`;
  return (
    <Stack gap="md">
      <CareTeamSection personId={person.id} />
      {may("consent_read") && <ConsentSection personId={person.id} personName={name} />}
      {may("disclosure_read") && <DisclosureSection personId={person.id} />}
      {may("record_request_read") && (
        <RecordRequestSection person={{ id: person.id, name }} caseId={caseId} />
      )}
      {may("consent_read") && <SightSection personId={person.id} />}
    </Stack>
  );
}
