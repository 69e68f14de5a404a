import { Select } from "@mantine/core";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useTexts } from "@/lib/texts";
import { texts } from "./texts";

interface HearingFieldProps {
  caseId: string;
  value: Schemas["MilestoneKind"] | null;
  onChange: (kind: Schemas["MilestoneKind"] | null) => void;
  error?: string | undefined;
}

/** What is heard in a hearing, where the program's clocks hang on that. */
export function HearingField({ caseId, value, onChange, error }: HearingFieldProps) {
  const say = useTexts(texts);
  const { data } = useCall("milestone_list", { path: { id: caseId } });
  const heard = data?.kinds.filter(({ hearing }) => hearing) ?? [];
  if (heard.length === 0) return null;
  return (
    <Select
      label={say.heard}
      description={say.heardText}
      value={value ?? ""}
      onChange={(next) => onChange(heard.find(({ kind }) => kind === next)?.kind ?? null)}
      data={[
        { value: "", label: say.heardNothing },
        ...heard.map(({ kind }) => ({ value: kind, label: say.kinds[kind] })),
      ]}
      allowDeselect={false}
      error={error}
    />
  );
}
