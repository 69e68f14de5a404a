import { Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ProofStep } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import classes from "./Measure.module.css";

/** Why somebody stands where they stand: each question, its answer, the record and the rule behind it. */
export function ProofList({ steps }: { steps: ProofStep[] }) {
  return (
    <ol className={classes.proof}>
      {steps.map((step, index) => (
        <Step key={`${step.predicate}-${index}`} step={step} />
      ))}
    </ol>
  );
}

function Step({ step }: { step: ProofStep }) {
  const { t } = useTranslation();
  const words = t(`measures.predicates.${step.predicate}`);
  const said = step.said ? `${words.replace(/\.$/, "")}: ${step.said}` : words;
  const beside = [
    step.at && formatInstant(step.at),
    step.fact_kind && t(`measures.facts.${step.fact_kind}`),
    step.rule && t("today.rule", { rule: step.version ? `${step.rule}, ${step.version}` : step.rule }),
  ];
  const Icon = step.holds ? IconCheck : IconX;
  return (
    <li className={classes.step} data-holds={step.holds}>
      <Icon size={16} stroke={2.2} aria-hidden className={classes.answer} />
      <span>
        {step.holds ? said : t("measures.not_so", { words: said })}{" "}
        <Text span size="sm" c="dimmed">
          {beside.filter(Boolean).join(" · ")}
        </Text>
      </span>
    </li>
  );
}
