import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Barrier } from "@/api/types";
import { Entry } from "./Entry";
import classes from "./CarePlan.module.css";

const kinds = [
  "transportation",
  "housing",
  "food",
  "financial",
  "language",
  "literacy",
  "behavioral",
  "family",
  "access",
  "other",
] as const;
const severities = ["low", "moderate", "high"] as const;
const statuses = ["open", "resolved"] as const;

interface BarrierEditorProps {
  barrier: Barrier;
  onChange: (barrier: Barrier) => void;
  onRemove: () => void;
}

/** What is in the way, how badly, and how it was resolved. */
export function BarrierEditor({ barrier, onChange, onRemove }: BarrierEditorProps) {
  const { t } = useTranslation();
  const change = (part: Partial<Barrier>) => onChange({ ...barrier, ...part });
  return (
    <Entry label={barrier.text || t("care_plan.barriers")} onRemove={onRemove}>
      <TextInput
        label={t("care_plan.barrier_text")}
        value={barrier.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        maxLength={500}
        pr="2.5rem"
      />
      <div className={classes.fields}>
        <Select
          label={t("care_plan.barrier_kind")}
          value={barrier.kind}
          onChange={(kind) => kind && change({ kind: kind })}
          data={kinds.map((code) => ({ value: code, label: t(`care_plan.barrier_kinds.${code}`) }))}
        />
        <Select
          label={t("care_plan.severity")}
          value={barrier.severity}
          onChange={(severity) => severity && change({ severity: severity })}
          data={severities.map((code) => ({ value: code, label: t(`care_plan.severities.${code}`) }))}
        />
        <Select
          label={t("care_plan.status")}
          value={barrier.status}
          onChange={(status) => status && change({ status: status })}
          data={statuses.map((code) => ({ value: code, label: t(`care_plan.barrier_statuses.${code}`) }))}
        />
        {barrier.status === "resolved" && (
          <TextInput
            className={classes.wide}
            label={t("care_plan.resolution")}
            value={barrier.resolution ?? ""}
            onChange={(event) => change({ resolution: event.currentTarget.value || null })}
            maxLength={500}
          />
        )}
      </div>
    </Entry>
  );
}
