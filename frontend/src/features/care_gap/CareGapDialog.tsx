import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CareGapKind, CaseView } from "@/api/types";
import { useKeptForm } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { kinds } from "./care_gap";

interface GapForm {
  kind: CareGapKind;
  note: string;
  due: string;
}

/** Opens a gap. */
export function CareGapDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const { form, change, discard } = useKeptForm<GapForm>(`care-gap:${current.id}`, () => ({
    kind: "wellness_visit",
    note: "",
    due: "",
  }));
  const create = useAct("care_gap_create", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const note = form.note.trim();
  return (
    <Dialog
      title={t("care_gap.add")}
      submit={t("action.save")}
      busy={create.isPending}
      error={create.error}
      onSubmit={() =>
        create.mutate({
          path: { id: current.id },
          body: { kind: form.kind, ...(note ? { note } : {}), ...(form.due ? { due_on: form.due } : {}) },
        })
      }
      onClose={onClose}
    >
      <Select
        label={t("care_gap.kind")}
        value={form.kind}
        onChange={(next) => change({ kind: kinds.find((known) => known === next) ?? form.kind })}
        data={kinds.map((kind) => ({ value: kind, label: t(`care_gap.kinds.${kind}`) }))}
        error={errors["kind"]}
        allowDeselect={false}
        searchable
        data-autofocus
      />
      <TextInput
        label={t(form.kind === "other" ? "care_gap.name_it" : "care_gap.note")}
        value={form.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        error={errors["note"]}
        maxLength={500}
        required={form.kind === "other"}
      />
      <TextInput
        type="date"
        label={t("care_gap.due")}
        value={form.due}
        onChange={(event) => change({ due: event.currentTarget.value })}
        error={errors["due_on"]}
        maw={220}
      />
    </Dialog>
  );
}
