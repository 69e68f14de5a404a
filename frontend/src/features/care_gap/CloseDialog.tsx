import { SegmentedControl, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CareGap, Schemas } from "@/api/types";
import { formatDay } from "@/lib/dates";
import { useKeptForm } from "@/lib/drafts";
import { useWords } from "@/lib/words";
import { Dialog } from "@/ui/Dialog";

type EvidenceKind = CareGap["closes"][number];

interface CloseForm {
  how: "with" | "without";
  kind: EvidenceKind | null;
  recordId: string | null;
  on: string;
  note: string;
  reason: string;
}

/** The form as the API wants it. */
function toClose(form: CloseForm, kind: EvidenceKind): Schemas["CareGapClose"] {
  if (form.how === "without") return { reason: form.reason.trim() };
  const note = form.note.trim();
  return {
    evidence: {
      kind,
      ...(kind !== "document" && form.recordId ? { record_id: form.recordId } : {}),
      ...(kind === "document" && form.on ? { on: form.on } : {}),
      ...(note ? { note } : {}),
    },
  };
}

interface CloseDialogProps {
  gap: CareGap;
  title: string;
  /** The zone of its case, as far as that is known: its days are kept. */
  zone: string | undefined;
  onClose: () => void;
}

/** Closes a gap with what shows that it was done, or says why without. */
export function CloseDialog({ gap, title, zone, onClose }: CloseDialogProps) {
  const { t } = useTranslation();
  const words = useWords();
  const records = useCall("care_gap_evidence", { path: { id: gap.id } });
  const { form, change, discard } = useKeptForm<CloseForm>(`care-gap-close:${gap.id}`, () => ({
    how: "with",
    kind: null,
    recordId: null,
    on: "",
    note: "",
    reason: "",
  }));
  const close = useAct("care_gap_close", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const errors = fieldErrors(close.error);
  const kind = form.kind ?? gap.closes[0] ?? "document";
  const offered = records.data?.items.filter((record) => record.kind === kind) ?? [];
  // What was chosen once may be gone.
  const recordId = offered.find(({ id }) => id === form.recordId)?.id ?? null;
  return (
    <Dialog
      title={t("care_gap.of", { gap: title, what: t("care_gap.close") })}
      submit={t("care_gap.close")}
      busy={close.isPending}
      error={close.error ?? records.error}
      disabled={form.how === "with" && kind !== "document" && !recordId}
      onSubmit={() =>
        close.mutate({
          path: { id: gap.id },
          version: gap.version,
          body: toClose({ ...form, recordId }, kind),
        })
      }
      onClose={onClose}
    >
      <SegmentedControl
        aria-label={t("care_gap.how")}
        value={form.how}
        onChange={(how) => change({ how: how === "without" ? "without" : "with" })}
        data={(["with", "without"] as const).map((how) => ({ value: how, label: t(`care_gap.${how}`) }))}
      />
      {form.how === "without" ? (
        <Textarea
          label={t("care_gap.why")}
          description={t("care_gap.why_text")}
          value={form.reason}
          onChange={(event) => change({ reason: event.currentTarget.value })}
          error={errors["reason"]}
          autosize
          minRows={2}
          maxLength={2000}
          required
        />
      ) : (
        <>
          <Select
            label={t("care_gap.shown_by")}
            value={kind}
            onChange={(next) =>
              change({ kind: gap.closes.find((known) => known === next) ?? kind, recordId: null })
            }
            data={gap.closes.map((one) => ({ value: one, label: t(`care_gap.evidences.${one}`) }))}
            error={errors["evidence.kind"]}
            allowDeselect={false}
          />
          {kind !== "document" && records.data && offered.length === 0 && (
            <Text c="dimmed">{t("care_gap.no_record")}</Text>
          )}
          {kind !== "document" && offered.length > 0 && (
            <Select
              label={t("care_gap.record")}
              value={recordId}
              onChange={(next) => change({ recordId: next })}
              data={offered.map(({ id, what, at }) => ({
                value: id,
                label: `${words(what)}, ${formatDay(at, zone)}`,
              }))}
              error={errors["evidence.record_id"]}
              required
              searchable
            />
          )}
          {kind === "document" && (
            <TextInput
              type="date"
              label={t("care_gap.paper_on")}
              value={form.on}
              onChange={(event) => change({ on: event.currentTarget.value })}
              error={errors["evidence.on"]}
              required
              maw={220}
            />
          )}
          <TextInput
            label={t(kind === "document" ? "care_gap.paper" : "care_gap.note")}
            value={form.note}
            onChange={(event) => change({ note: event.currentTarget.value })}
            error={errors["evidence.note"]}
            maxLength={500}
            required={kind === "document"}
          />
        </>
      )}
    </Dialog>
  );
}
