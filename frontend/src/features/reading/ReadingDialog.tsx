import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { instantOf, localOf } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { kinds, unitsOf, type Kind } from "./format";
import { isTyped, ValueFields, valueBody, type Typed } from "./ValueFields";

interface Form extends Typed {
  kind: Kind;
  taken: string;
}

interface ReadingDialogProps {
  personId: string;
  zone: string;
  onClose: () => void;
}

/** A reading that somebody writes down. */
export function ReadingDialog({ personId, zone, onClose }: ReadingDialogProps) {
  const { t } = useTranslation();
  const draft = useDraft<Form>(`reading:${personId}`, () => ({
    kind: "weight",
    value: "",
    second: "",
    unit: "[lb_av]",
    taken: localOf(new Date(), zone),
  }));
  const form = draft.value;
  const change = (part: Partial<Form>) => draft.change({ ...form, ...part });
  const create = useAct("reading_create", {
    onSuccess: ({ finding }) => {
      draft.discard();
      showDone(t(finding ? "reading.saved_out" : "reading.saved"));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  return (
    <Dialog
      title={t("reading.create")}
      submit={t("action.save")}
      busy={create.isPending}
      error={create.error}
      disabled={!isTyped(form.kind, form) || !form.taken}
      onSubmit={() =>
        create.mutate({
          path: { id: personId },
          body: {
            kind: form.kind,
            ...valueBody(form.kind, form),
            taken_at: instantOf(form.taken, zone),
          },
        })
      }
      onClose={onClose}
    >
      <Select
        label={t("reading.kind")}
        value={form.kind}
        onChange={(next) => {
          const kind = kinds.find((code) => code === next) ?? form.kind;
          change({ kind, unit: unitsOf[kind][0], value: "", second: "" });
        }}
        data={kinds.map((value) => ({ value, label: t(`reading.kinds.${value}`) }))}
        allowDeselect={false}
        data-autofocus
      />
      <ValueFields kind={form.kind} typed={form} change={change} errors={errors} />
      <ZonedTimeInput
        zone={zone}
        label={t("reading.taken")}
        value={form.taken}
        onChange={(taken) => change({ taken })}
        error={errors["taken_at"]}
        required
      />
    </Dialog>
  );
}
