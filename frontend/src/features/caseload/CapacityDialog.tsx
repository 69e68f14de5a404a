import { NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { todayIn } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";

type Content = Schemas["CapacityContent"];

const reductionKinds = ["agreed", "training", "project", "on_call", "representation"] as const;
const beginning: Content = {
  weekly_hours: 40,
  exempt: null,
  direct_percent: 65,
  travel_percent: 0,
  duty_hours: 0,
  grade: null,
  grade_points: null,
  reductions: [],
  adjustments: [],
};

interface CapacityDialogProps {
  staff: { id: string; name: string };
  onClose: () => void;
}

/** The working hours of a colleague from a day on, beginning with what counts now. */
export function CapacityDialog({ staff, onClose }: CapacityDialogProps) {
  const { t } = useTranslation();
  const known = useCall("capacity_list", { path: { id: staff.id } });
  if (known.data) {
    return <Form staff={staff} before={known.data.items[0]?.content ?? beginning} onClose={onClose} />;
  }
  return (
    <Dialog
      title={t("caseload.set_hours_of", { name: staff.name })}
      submit={t("caseload.hours_form.save")}
      disabled
      onSubmit={() => undefined}
      onClose={onClose}
    >
      {known.error ? <ProblemNotice error={known.error} /> : <Waiting />}
    </Dialog>
  );
}

function Form({ staff, before, onClose }: CapacityDialogProps & { before: Content }) {
  const { t } = useTranslation();
  const today = todayIn(useMe().time_zone);
  const [validFrom, setValidFrom] = useState(today);
  const [content, setContent] = useState(before);
  const [reduction] = content.reductions ?? [];
  const set = useAct("capacity_set", {
    onSuccess: () => {
      showDone(t("caseload.hours_form.saved", { name: staff.name }));
      onClose();
    },
  });
  const errors = fieldErrors(set.error);
  const change = (next: Partial<Content>) => setContent({ ...content, ...next });
  const reduce = (next: Partial<Schemas["HourReduction"]>) => {
    const one = {
      kind: "agreed" as const,
      hours: 0,
      starts_on: validFrom,
      ends_on: null,
      ...reduction,
      ...next,
    };
    change({ reductions: [one, ...(content.reductions ?? []).slice(1)] });
  };
  const send = () => {
    const reductions = (content.reductions ?? []).filter(({ hours }) => hours > 0);
    set.mutate({
      path: { id: staff.id },
      body: { valid_from: validFrom, content: { ...content, reductions } },
    });
  };
  const number = (name: "weekly_hours" | "direct_percent" | "travel_percent" | "duty_hours", max: number) => (
    <NumberInput
      label={t(`caseload.hours_form.${name}`)}
      value={content[name]}
      onChange={(value) => change({ [name]: Number(value) || 0 })}
      error={errors[`content.${name}`] ?? errors[name]}
      min={name === "direct_percent" ? 1 : 0}
      max={max}
      allowDecimal={name === "weekly_hours" || name === "duty_hours"}
      clampBehavior="strict"
      required
    />
  );
  return (
    <Dialog
      title={t("caseload.set_hours_of", { name: staff.name })}
      submit={t("caseload.hours_form.save")}
      busy={set.isPending}
      error={set.error}
      disabled={!validFrom}
      onSubmit={send}
      onClose={onClose}
    >
      <TextInput
        type="date"
        label={t("caseload.hours_form.valid_from")}
        value={validFrom}
        onChange={(event) => setValidFrom(event.currentTarget.value)}
        required
        data-autofocus
      />
      {number("weekly_hours", 80)}
      <Select
        label={t("caseload.hours_form.exempt")}
        value={content.exempt == null ? "" : content.exempt ? "exempt" : "non_exempt"}
        onChange={(next) => change({ exempt: next === "" ? null : next === "exempt" })}
        data={[
          { value: "", label: t("work_hours.short.unknown") },
          { value: "exempt", label: t("work_hours.short.exempt") },
          { value: "non_exempt", label: t("work_hours.short.non_exempt") },
        ]}
        allowDeselect={false}
      />
      {number("direct_percent", 100)}
      {number("travel_percent", 60)}
      {number("duty_hours", 200)}
      <NumberInput
        label={t("caseload.hours_form.reduced")}
        value={reduction?.hours ?? 0}
        onChange={(value) => reduce({ hours: Number(value) || 0 })}
        min={0}
        max={80}
        clampBehavior="strict"
      />
      {(reduction?.hours ?? 0) > 0 && (
        <>
          <Select
            label={t("caseload.hours_form.reduced_kind")}
            value={reduction?.kind ?? "agreed"}
            onChange={(kind) => reduce({ kind: reductionKinds.find((known) => known === kind) ?? "agreed" })}
            data={reductionKinds.map((value) => ({ value, label: t(`caseload.hours_form.kinds.${value}`) }))}
            allowDeselect={false}
          />
          <TextInput
            type="date"
            label={t("caseload.hours_form.reduced_until")}
            value={reduction?.ends_on ?? ""}
            onChange={(event) => reduce({ ends_on: event.currentTarget.value || null })}
            min={reduction?.starts_on ?? today}
          />
        </>
      )}
      <TextInput
        label={t("caseload.hours_form.grade")}
        value={content.grade ?? ""}
        onChange={(event) => change({ grade: event.currentTarget.value || null })}
        maxLength={60}
      />
      <NumberInput
        label={t("caseload.hours_form.grade_points")}
        value={content.grade_points ?? ""}
        onChange={(value) => change({ grade_points: Number(value) || null })}
        min={1}
        max={100000}
      />
    </Dialog>
  );
}
