import { NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { todayIn } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";

const kinds = ["contacts", "reached", "notes", "visits"] as const;

interface Named {
  id: string;
  name: string;
}

interface TargetDialogProps {
  team: Named;
  program: Named;
  /** The program's zone: a target begins with one of its days. */
  zone: string;
  onClose: () => void;
}

interface TargetForm {
  whole: boolean;
  kind: (typeof kinds)[number];
  per_day: number | string;
  valid_from: string;
  reason: string;
}

/** Says what a team, or every team of its program, is asked for on a day. */
export function TargetDialog({ team, program, zone, onClose }: TargetDialogProps) {
  const { t } = useTranslation();
  const draft = useDraft<TargetForm>(`throughput:${team.id}`, () => ({
    whole: false,
    kind: "contacts",
    per_day: "",
    valid_from: todayIn(zone),
    reason: "",
  }));
  const form = draft.value;
  const create = useAct("throughput_target_create", {
    onSuccess: () => {
      draft.discard();
      showDone(t("throughput.done"));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const change = (part: Partial<TargetForm>) => draft.change({ ...form, ...part });
  const { whole, kind, per_day, valid_from, reason } = form;
  return (
    <Dialog
      title={t("throughput.set")}
      submit={t("throughput.set")}
      busy={create.isPending}
      error={create.error}
      disabled={typeof per_day !== "number" || !valid_from || !reason.trim()}
      onSubmit={() => {
        if (typeof per_day !== "number") return;
        const body = { program_id: program.id, kind, per_day, valid_from, reason: reason.trim() };
        create.mutate({ body: { ...body, ...(whole ? {} : { team_id: team.id }) } });
      }}
      onClose={onClose}
    >
      <Select
        label={t("throughput.whom")}
        value={whole ? "program" : "team"}
        onChange={(next) => change({ whole: next === "program" })}
        data={[
          { value: "team", label: team.name },
          { value: "program", label: t("throughput.every_team", { program: program.name }) },
        ]}
        error={errors["team_id"] ?? errors["program_id"]}
        allowDeselect={false}
      />
      <Select
        label={t("throughput.what")}
        value={kind}
        onChange={(next) => change({ kind: kinds.find((known) => known === next) ?? kind })}
        data={kinds.map((value) => ({ value, label: t(`throughput.kinds.${value}`) }))}
        error={errors["kind"]}
        allowDeselect={false}
      />
      <NumberInput
        label={t("throughput.how_many")}
        description={t("throughput.how_many_text")}
        value={per_day}
        onChange={(next) => change({ per_day: next })}
        min={0}
        max={200}
        allowDecimal={false}
        error={errors["per_day"]}
        required
        data-autofocus
      />
      <TextInput
        type="date"
        label={t("target.from")}
        value={valid_from}
        onChange={(event) => change({ valid_from: event.currentTarget.value })}
        error={errors["valid_from"]}
        required
      />
      <Textarea
        label={t("target.reason")}
        value={reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={errors["reason"]}
        autosize
        minRows={2}
        maxLength={2000}
        required
      />
    </Dialog>
  );
}
