import { Group, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { Steps } from "@/features/deadline/Steps";
import { formatInstant, instantOf, todayIn } from "@/lib/dates";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { useRuleWords } from "@/features/deadline/words";
import { counted, ways } from "./clock";

const kinds = ["rule", "clock"] as const;
const zones = Intl.supportedValuesOf("timeZone");
/** A list of hundreds is searched, not scrolled. */
const SHOWN = 50;
const COUNTRY = "US";

interface DueDialogProps {
  program: Schemas["ProgramView"];
  onClose: () => void;
}

/** When something would fall due, by a published rule or by a clock of one's own, step by step. Nothing is stored. */
export function DueDialog({ program, onClose }: DueDialogProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState({
    by: "rule" as (typeof kinds)[number],
    rule: null as string | null,
    amount: 30 as number | string,
    unit: "calendar_days" as Schemas["Counted"],
    way: "forward" as Schemas["Way"],
    day: todayIn(program.time_zone),
    time: "",
    zone: program.time_zone,
  });
  const find = useAct("deadline_preview", { quiet: true });
  const change = (part: Partial<typeof form>) => {
    find.reset();
    setForm((now) => ({ ...now, ...part }));
  };
  const { by, rule, amount, unit, way, day, time, zone } = form;
  const errors = fieldErrors(find.error);
  const [jurisdiction, code] = rule?.split(" ") ?? [];
  const asked =
    by === "rule"
      ? code && jurisdiction && { rule: code, jurisdiction }
      : typeof amount === "number" && { clock: { type: unit, amount, direction: way } };
  const submit = () => {
    if (!asked) return;
    const anchor = time ? instantOf(`${day}T${time}`, zone) : day;
    find.mutate({
      body: { ...asked, anchor, time_zone: zone, calendar: "organization", program_id: program.id },
    });
  };

  return (
    <Dialog
      title={t("rulebook.due.open")}
      submit={t("rulebook.due.work_out")}
      close={t("action.close")}
      busy={find.isPending}
      error={find.error}
      disabled={!asked}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      <ChoiceChips
        label={t("rulebook.due.by")}
        value={by}
        onChange={(next) => change({ by: next })}
        options={kinds}
        text={(kind) => t(`rulebook.due.bys.${kind}`)}
      />
      {by === "rule" ? (
        <RuleSelect value={rule} onChange={(next) => change({ rule: next })} error={errors["rule"]} />
      ) : (
        <>
          <Group grow align="flex-start">
            <NumberInput
              label={t("rulebook.due.amount")}
              value={amount}
              onChange={(next) => change({ amount: next })}
              error={errors["clock"] ?? errors["clock.amount"]}
              min={0}
              allowDecimal={false}
              allowNegative={false}
              hideControls
              required
            />
            <Select
              label={t("rulebook.due.unit")}
              value={unit}
              onChange={(next) => change({ unit: counted.find((kind) => kind === next) ?? unit })}
              data={counted.map((kind) => ({ value: kind, label: t(`rulebook.unit.${kind}`) }))}
              allowDeselect={false}
            />
          </Group>
          <ChoiceChips
            label={t("rulebook.due.way")}
            value={way}
            onChange={(next) => change({ way: next })}
            options={ways}
            text={(one) => t(`rulebook.due.ways.${one}`)}
          />
        </>
      )}
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t("rulebook.due.day")}
          value={day}
          onChange={(event) => change({ day: event.currentTarget.value })}
          error={errors["anchor"]}
          required
        />
        <TextInput
          type="time"
          label={t("rulebook.due.time")}
          value={time}
          onChange={(event) => change({ time: event.currentTarget.value })}
          required={by === "clock" && unit === "elapsed_hours"}
        />
      </Group>
      <Select
        label={t("staff.time_zone")}
        value={zone}
        onChange={(next) => next && change({ zone: next })}
        data={zones.includes(program.time_zone) ? zones : [program.time_zone, ...zones]}
        error={errors["time_zone"]}
        limit={SHOWN}
        allowDeselect={false}
        searchable
      />
      <div role="status">{find.data && <Found found={find.data} zone={zone} />}</div>
    </Dialog>
  );
}

function Found({ found, zone }: { found: Schemas["DeadlinePreviewed"]; zone: string }) {
  const { t } = useTranslation();
  const { due_at, opens_at, steps, rule, source } = found;
  return (
    <Stack gap={4}>
      <Text fw={650}>{t("rulebook.due.result", { when: formatInstant(due_at, zone) })}</Text>
      {opens_at && <Text size="sm">{t("rulebook.due.opens", { when: formatInstant(opens_at, zone) })}</Text>}
      <Steps steps={steps} source={rule ? [rule, source].filter(Boolean).join(", ") : undefined} />
    </Stack>
  );
}

interface RuleSelectProps {
  /** Jurisdiction and code, as the options hold them. */
  value: string | null;
  onChange: (value: string | null) => void;
  error: string | undefined;
}

/** Choice of a published rule by code or title; its version follows from the day on which it starts. */
function RuleSelect({ value, onChange, error }: RuleSelectProps) {
  const { t } = useTranslation();
  const words = useRuleWords();
  const rules = useCall("rule_list", {}, { staleTime: Infinity, meta: { fixed: true } });
  const options = new Map(
    rules.data?.items.map(({ jurisdiction, code, title }) => [
      `${jurisdiction} ${code}`,
      [code, words.title(title), jurisdiction !== COUNTRY && jurisdiction].filter(Boolean).join(" · "),
    ]),
  );
  return (
    <Select
      label={t("rulebook.due.rule")}
      placeholder={t("rulebook.due.rule_placeholder")}
      value={value}
      onChange={onChange}
      data={[...options].map(([key, label]) => ({ value: key, label }))}
      error={error}
      nothingFoundMessage={t("rulebook.due.rule_none")}
      searchable
      required
      data-autofocus
    />
  );
}
