import { Group, Select, type SelectProps, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseCandidate } from "@/api/types";
import { useMe } from "@/app/me";
import { useNothingFound } from "@/ui/nothingFound";
import { CandidateParts } from "./CandidateParts";
import { useCandidateText } from "./useCandidateText";

interface CandidateSelectProps extends Omit<SelectProps, "data" | "renderOption" | "value"> {
  value: string | null;
  personId: string;
  programId: string;
  teamId?: string | null;
  tier: "low" | "rising" | "high" | "complex";
  /** A colleague who is no choice here. */
  except?: string;
}

/** Choice of who owns a case: the best first, with the reasons in points; who may not is listed with why. */
export function CandidateSelect({
  personId,
  programId,
  teamId,
  tier,
  except,
  ...props
}: CandidateSelectProps) {
  const { t } = useTranslation();
  const me = useMe();
  const text = useCandidateText();
  const found = useCall("case_candidate_list", {
    path: { id: personId },
    query: { program_id: programId, tier, ...(teamId ? { team_id: teamId } : {}) },
  });
  const candidates = (found.data?.items ?? []).filter(({ staff }) => staff.id !== except);
  const of = (id: string | null) => candidates.find(({ staff }) => staff.id === id);
  const options = candidates.map(({ staff, title, refusal }) => ({
    value: staff.id,
    label: staff.id === me.id ? t("staff.me", { name: staff.name }) : `${staff.name}, ${title}`,
    disabled: refusal !== null,
  }));
  const nothing = useNothingFound()(found, t("staff.nobody"));
  const chosen = of(props.value);
  return (
    <Stack gap="xs">
      <Select
        searchable
        nothingFoundMessage={nothing}
        maxDropdownHeight={320}
        {...props}
        data={options}
        renderOption={({ option }) => (
          <Option label={option.label} candidate={of(option.value)} text={text} />
        )}
      />
      {chosen && <CandidateParts candidate={chosen} />}
    </Stack>
  );
}

interface OptionProps {
  label: string;
  candidate: CaseCandidate | undefined;
  text: ReturnType<typeof useCandidateText>;
}

function Option({ label, candidate, text }: OptionProps) {
  return (
    <Group justify="space-between" wrap="nowrap" w="100%">
      <div>
        <Text size="sm">{label}</Text>
        {candidate && (
          <Text size="xs" opacity={0.75}>
            {candidate.refusal ?? candidate.parts.map((part) => text(part, candidate)).join(" · ")}
          </Text>
        )}
      </div>
      {candidate && candidate.refusal === null && (
        <Text size="sm" fw={600}>
          {candidate.score}
        </Text>
      )}
    </Group>
  );
}
