import { Group, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView } from "@/api/types";
import { useKeptForm } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { amounts, centsOf } from "./entry";

type CostForm = Record<(typeof amounts)[number] | "starts_on" | "ends_on", string>;

const empty: CostForm = {
  starts_on: "",
  ends_on: "",
  expected_low: "",
  expected: "",
  expected_high: "",
  observed: "",
  program_cost: "",
};

/** The cost of a person over some days. */
export function CostDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const { form, change, discard } = useKeptForm<CostForm>(`cost:${current.id}`, () => empty);
  const create = useAct("cost_create", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const cents = (name: (typeof amounts)[number]) => centsOf(form[name]) ?? 0;
  const isWrong = (name: (typeof amounts)[number]) => form[name] !== "" && centsOf(form[name]) === null;
  return (
    <Dialog
      title={t("entry.cost.add")}
      submit={t("action.save")}
      busy={create.isPending}
      error={create.error}
      disabled={amounts.some((name) => centsOf(form[name]) === null)}
      onSubmit={() =>
        create.mutate({
          path: { id: current.id },
          body: {
            starts_on: form.starts_on,
            ends_on: form.ends_on,
            expected_low: cents("expected_low"),
            expected: cents("expected"),
            expected_high: cents("expected_high"),
            observed: cents("observed"),
            program_cost: cents("program_cost"),
          },
        })
      }
      onClose={onClose}
    >
      <Text size="sm" c="dimmed">
        {t("entry.cost.text")}
      </Text>
      <Group grow align="flex-start">
        {(["starts_on", "ends_on"] as const).map((name) => (
          <TextInput
            key={name}
            type="date"
            label={t(`entry.cost.${name}`)}
            value={form[name]}
            onChange={(event) => change({ [name]: event.currentTarget.value })}
            error={errors[name]}
            required
          />
        ))}
      </Group>
      {amounts.map((name) => (
        <TextInput
          key={name}
          label={t(`entry.cost.${name}`)}
          value={form[name]}
          onChange={(event) => change({ [name]: event.currentTarget.value })}
          error={errors[name] ?? (isWrong(name) ? t("entry.cost.amount") : undefined)}
          inputMode="decimal"
          maxLength={12}
          required
        />
      ))}
    </Dialog>
  );
}
