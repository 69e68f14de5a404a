import { Stack } from "@mantine/core";
import type { PersonView } from "@/api/types";
import { useCapability } from "@/app/me";
import { CareTeamSection } from "@/features/care_team/CareTeamSection";
import { ConsentSection } from "./ConsentSection";
import { DisclosureSection } from "./DisclosureSection";
import { SightSection } from "./SightSection";

/** Who takes care of a person in every organization, what they agreed, what went out, and who could see what. */
export function SharingTab({ person }: { person: PersonView }) {
  const may = useCapability();
  const name = `${person.given_name} ${person.family_name}`;
  return (
    <Stack gap="md">
      <CareTeamSection personId={person.id} />
      {may("consent_read") && <ConsentSection personId={person.id} personName={name} />}
      {may("disclosure_read") && <DisclosureSection personId={person.id} />}
      {may("consent_read") && <SightSection personId={person.id} />}
    </Stack>
  );
}
