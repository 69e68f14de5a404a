import { Chip, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { tierStandings } from "@/app/search";
import { ChoiceChips } from "@/ui/ChoiceChips";
import type { JudgementFilter } from "./judgement";

const choices = ["any", ...tierStandings] as const;

interface StandingFilterProps {
  filter: JudgementFilter;
  onChange: (filter: JudgementFilter) => void;
}

/** Which cases: by how their tier stands to the model, and whether something missing could change it. */
export function StandingFilter({ filter, onChange }: StandingFilterProps) {
  const { t } = useTranslation();
  return (
    <Group gap="sm" align="flex-end">
      <ChoiceChips
        label={t("acuity.filter.label")}
        value={filter.standing ?? "any"}
        onChange={(next) => onChange({ ...filter, standing: next === "any" ? undefined : next })}
        options={choices}
        text={(choice) => t(`acuity.filter.${choice}`)}
      />
      <Chip
        checked={filter.provisional ?? false}
        onChange={(checked) => onChange({ ...filter, provisional: checked || undefined })}
        size="sm"
        radius="md"
        variant="outline"
      >
        {t("acuity.filter.provisional")}
      </Chip>
    </Group>
  );
}
