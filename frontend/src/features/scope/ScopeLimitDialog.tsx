import { Select, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { useMe } from "@/app/me";
import { formatDate, todayIn } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { levelsToTighten, stricterThan, type Row } from "./conditions";

/** Makes one cell of the matrix stricter, from a day on, with the reason. */
export function ScopeLimitDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const cells = levelsToTighten(row);
  const [level, setLevel] = useState(cells[0]?.level ?? "registered_nurse");
  const choices = stricterThan(cells.find((cell) => cell.level === level)?.condition ?? "not");
  const [wanted, setWanted] = useState(choices[0]);
  const condition = choices.find((choice) => choice === wanted) ?? choices[0];
  const [startsOn, setStartsOn] = useState(todayIn(me.time_zone));
  const [reason, setReason] = useState("");
  const activity = t(`practice.activities.${row.activity}`);
  const create = useAct("scope_limit_create", {
    onSuccess: (limit) => {
      showDone(t("practice.set", { activity, on: formatDate(limit.starts_on) }));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const submit = () => {
    if (!condition) return;
    create.mutate({
      body: { activity: row.activity, level, condition, starts_on: startsOn, reason: reason.trim() },
    });
  };
  return (
    <Dialog
      title={t("practice.tighten_of", { activity })}
      submit={t("practice.tighten")}
      busy={create.isPending}
      error={create.error}
      disabled={!condition || !startsOn || !reason.trim()}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed">{t("practice.tighten_text")}</Text>
      <Select
        label={t("practice.who")}
        value={level}
        onChange={(next) => setLevel(cells.find((cell) => cell.level === next)?.level ?? level)}
        data={cells.map((cell) => ({
          value: cell.level,
          label: `${t(`practice.level.${cell.level}`)}: ${t(`practice.condition.${cell.condition}`).toLowerCase()}`,
        }))}
        allowDeselect={false}
        data-autofocus
      />
      <Select
        label={t("practice.condition_from_then")}
        value={condition ?? null}
        onChange={(next) => setWanted(choices.find((choice) => choice === next))}
        data={choices.map((choice) => ({ value: choice, label: t(`practice.condition.${choice}`) }))}
        error={errors["condition"]}
        allowDeselect={false}
      />
      <TextInput
        type="date"
        label={t("practice.first_day")}
        value={startsOn}
        min={todayIn(me.time_zone)}
        onChange={(event) => setStartsOn(event.currentTarget.value)}
        error={errors["starts_on"]}
        required
      />
      <Textarea
        label={t("practice.reason")}
        description={t("practice.reason_text")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={errors["reason"]}
        autosize
        minRows={2}
        maxLength={500}
        required
      />
    </Dialog>
  );
}
