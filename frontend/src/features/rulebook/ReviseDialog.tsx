import { Select, SimpleGrid, Text, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refreshAll, useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useRuleWords } from "@/features/deadline/words";
import { formatDate } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { formOf, isSameClock, starts, useClockWords, withForm } from "./clock";
import { ClockFields } from "./ClockFields";
import { RuleOutlook } from "./RuleOutlook";

const TYPING_MS = 350;

const dayAfter = (on: string) =>
  new Date(new Date(`${on}T12:00:00Z`).getTime() + 86_400_000).toISOString().slice(0, 10);

/** The first day on which a new version may begin: tomorrow, or the day after the newest one's first. */
function earliestAfter(rule: Schemas["ProgramRule"], today: string): string {
  return dayAfter(rule.valid_from > today ? rule.valid_from : today);
}

interface ReviseDialogProps {
  /** The newest version. */
  rule: Schemas["ProgramRule"];
  zone: string;
  today: string;
  onClose: () => void;
}

/** A new version of a rule from a day on, with what it would mean for the open deadlines before it is made. */
export function ReviseDialog({ rule, zone, today, onClose }: ReviseDialogProps) {
  const { t } = useTranslation();
  const clockWords = useClockWords();
  const titled = useRuleWords().title;
  const cache = useQueryClient();
  const earliest = earliestAfter(rule, today);
  const [form, setForm] = useState(formOf(rule.clock));
  const [anchor, setAnchor] = useState(rule.anchor);
  const [from, setFrom] = useState(earliest);
  const [reason, setReason] = useState("");
  const clock = withForm(rule.clock, form);
  const anchors = starts.filter((kind) => rule.anchors.includes(kind));
  const same = clock && isSameClock(clock, rule.clock) && anchor === rule.anchor;
  const wanted =
    clock && !same && from >= earliest
      ? { clock, valid_from: from, ...(anchors.length > 0 && { anchor }) }
      : null;

  const [asked] = useDebouncedValue(wanted && JSON.stringify(wanted), TYPING_MS);
  const outlook = useOutlook(rule.id, asked);
  const fresh = wanted !== null && asked === JSON.stringify(wanted) && !outlook.isPlaceholderData;
  const loosened = fresh && outlook.data?.loosened === true;

  const revise = useAct("rule_revise", {
    onSuccess: ({ title, clock: made, valid_from }) => {
      showDone(
        t("rulebook.changed", { title: titled(title), clock: clockWords(made), on: formatDate(valid_from) }),
      );
      onClose();
    },
    // Somebody else may have changed it: what is typed stays, and the next try starts from the newest version.
    onError: () => void refreshAll(cache),
  });
  const errors = fieldErrors(revise.error);
  const submit = () => {
    if (!wanted) return;
    const body = { ...wanted, reason: reason.trim() || null };
    revise.mutate({ path: { id: rule.id }, version: rule.version, body });
  };

  return (
    <Dialog
      title={t("rulebook.change_of", { title: titled(rule.title) })}
      submit={t("rulebook.change")}
      busy={revise.isPending}
      error={revise.error}
      disabled={!wanted}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      <Text size="sm" c="dimmed">
        {t("rulebook.change_text", { clock: clockWords(rule.clock) })}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <ClockFields
          type={rule.clock.type}
          value={form}
          onChange={(part) => setForm((now) => ({ ...now, ...part }))}
          errors={errors}
        />
        <TextInput
          type="date"
          label={t("rulebook.first_day")}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          min={earliest}
          error={errors["valid_from"]}
          required
        />
      </SimpleGrid>
      {anchors.length > 0 && (
        <Select
          label={t("rulebook.starts_with")}
          value={anchor}
          onChange={(next) => setAnchor(anchors.find((kind) => kind === next) ?? anchor)}
          data={anchors.map((kind) => ({ value: kind, label: t(`rulebook.starts.${kind}`) }))}
          error={errors["anchor"]}
          allowDeselect={false}
        />
      )}
      <Textarea
        label={t("rulebook.reason")}
        description={loosened ? t("rulebook.looser") : undefined}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={errors["reason"]}
        autosize
        minRows={2}
        maxLength={500}
        required={loosened}
      />
      {outlook.error && wanted && <ProblemNotice error={outlook.error} />}
      {outlook.data && wanted ? (
        <RuleOutlook outlook={outlook.data} zone={zone} busy={!fresh} />
      ) : (
        !outlook.error && (
          <Text size="sm" c="dimmed">
            {t("rulebook.preview_wait", { on: formatDate(earliest) })}
          </Text>
        )
      )}
    </Dialog>
  );
}

/** What a new version would mean. It is asked with what was typed, as text so that equal questions are asked once. */
function useOutlook(id: string, asked: string | null) {
  const body = JSON.parse(asked ?? "{}") as Schemas["RuleRevise"];
  return useCall(
    "rule_preview",
    { path: { id }, body },
    { enabled: asked !== null, placeholderData: keepPreviousData },
  );
}
