import { Button, Group, Text, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { refreshAll } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { TodayItem } from "@/api/types";
import { formatInstant, instantOf, ownZone, workdayEnd } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";

type Snoozable = Pick<TodayItem, "id" | "version" | "kind" | "title" | "can"> & { time_zone?: string };

const CHOICES = [1, 2, 7] as const;
const MORNING = 8;
const morning = (days: number, zone: string) => workdayEnd(days, zone).replace(/T.*/, `T0${MORNING}:00`);

/** Puts items aside until a moment; their due time does not move. Why is said of a deadline, and may be said of a task. */
export function SnoozeDialog({ items, onClose }: { items: Snoozable[]; onClose: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const open = items.filter(({ can }) => can.includes("task_snooze") || can.includes("deadline_snooze"));
  const zone = open[0]?.time_zone ?? ownZone;
  const [until, setUntil] = useState(() => morning(1, zone));
  const [reason, setReason] = useState("");
  const needsReason = open.some(({ can }) => can.includes("deadline_snooze"));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const submit = async () => {
    setBusy(true);
    setError(null);
    const body = { until: instantOf(until, zone), reason: reason.trim() || null };
    try {
      for (const { id, version, kind } of open) {
        await call(kind === "deadline" ? "deadline_snooze" : "task_snooze", { path: { id }, version, body });
      }
      void refreshAll(cache);
      showDone(t("task.snoozed_until", { until: formatInstant(body.until, zone) }));
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={t("task.snooze_title", { count: open.length })}
      submit={t("task.snooze")}
      busy={busy}
      error={error}
      disabled={open.length === 0 || (needsReason && !reason.trim())}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text c="dimmed" size="sm">
        {open.length === 0 ? t("task.snooze_none") : t("task.snooze_text")}
      </Text>
      <Group gap="xs">
        {CHOICES.map((days) => (
          <Button key={days} variant="default" onClick={() => setUntil(morning(days, zone))}>
            {t(`task.snooze_choice.d${days}`)}
          </Button>
        ))}
      </Group>
      <ZonedTimeInput
        zone={zone}
        label={t("task.snooze_until")}
        value={until}
        onChange={(next) => setUntil(next)}
        required
      />
      <Textarea
        label={t("task.snooze_reason")}
        description={needsReason ? t("task.snooze_reason_text") : undefined}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldErrors(error)["reason"]}
        maxLength={500}
        autosize
        minRows={2}
        required={needsReason}
      />
    </Dialog>
  );
}
