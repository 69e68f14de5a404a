import { Button, Group, NumberInput, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { GoalScale } from "@/api/types";
import { levels } from "./levels";
import classes from "./CarePlan.module.css";

const empty: GoalScale = { weight: 1, much_less: "", less: "", expected: "", more: "", much_more: "" };

interface ScaleEditorProps {
  scale: GoalScale | null;
  onChange: (scale: GoalScale | null) => void;
}

/** The five described levels of goal attainment scaling; most goals have none. */
export function ScaleEditor({ scale, onChange }: ScaleEditorProps) {
  const { t } = useTranslation();
  if (!scale) {
    return (
      <Button mt="sm" variant="subtle" size="compact-md" onClick={() => onChange(empty)}>
        {t("plan.scale.add")}
      </Button>
    );
  }
  const change = (part: Partial<GoalScale>) => onChange({ ...scale, ...part });
  return (
    <fieldset className={classes.scale}>
      <legend>{t("plan.scale.title")}</legend>
      <Text size="sm" c="dimmed">
        {t("plan.scale.text")}
      </Text>
      {levels.map(({ level, member }) => (
        <TextInput
          key={member}
          mt="xs"
          label={`${level > 0 ? "+" : ""}${level} · ${t(`plan.scale.levels.${level}`)}`}
          value={scale[member]}
          onChange={(event) => change({ [member]: event.currentTarget.value })}
          maxLength={500}
        />
      ))}
      <Group mt="sm" align="flex-end" justify="space-between">
        <NumberInput
          label={t("plan.scale.weight")}
          value={scale.weight}
          onChange={(weight) => change({ weight: Math.min(10, Math.max(0.1, Number(weight) || 1)) })}
          min={0.1}
          max={10}
          step={1}
          decimalScale={1}
          w="8rem"
        />
        <Button variant="subtle" color="gray" size="compact-md" onClick={() => onChange(null)}>
          {t("plan.scale.remove")}
        </Button>
      </Group>
    </fieldset>
  );
}
