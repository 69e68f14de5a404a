import { List } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { useWords } from "@/lib/words";

interface StepsProps {
  steps: Schemas["StepView"][];
  /** The rule with the place its numbers come from. */
  source?: string | undefined;
}

/** How a due time was found, step by step. */
export function Steps({ steps, source }: StepsProps) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <List size="sm" mt="xs">
      {steps.map(({ step, detail }) => (
        <List.Item key={step + detail}>
          <b>{words(step)}:</b> {detail}
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
