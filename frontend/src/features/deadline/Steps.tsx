import { List } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { useWords } from "@/lib/words";
import { useRuleWords } from "./words";

interface StepsProps {
  steps: Schemas["StepView"][];
  /** The rule with the place its numbers come from. */
  source?: string | undefined;
}

/** How a due time was found, step by step. */
export function Steps({ steps, source }: StepsProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { sentence } = useRuleWords();
  return (
    <List size="sm" mt="xs">
      {steps.map(({ step, detail }) => (
        <List.Item key={step + detail}>
          <b>{words(step)}:</b> {sentence(detail)}
        </List.Item>
      ))}
      {source && (
        <List.Item>
          <b>{t("deadline.source")}:</b> {source}
        </List.Item>
      )}
    </List>
  );
}
