import { Select, Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { Advocacy } from "@/api/types";
import { useKeptForm } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { results } from "./advocacy";

interface SettleForm {
  result: (typeof results)[number] | null;
  note: string;
}

/** What came of something that was asked. */
export function SettleDialog({ entry, onClose }: { entry: Advocacy; onClose: () => void }) {
  const { t } = useTranslation();
  const { form, change, discard } = useKeptForm<SettleForm>(`advocacy-settle:${entry.id}`, () => ({
    result: null,
    note: "",
  }));
  const settle = useAct("advocacy_settle", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const submit = () => {
    if (!form.result) return;
    const body = { result: form.result, note: form.note.trim() || null };
    settle.mutate({ path: { id: entry.id }, version: entry.version, body });
  };
  return (
    <Dialog
      title={t("advocacy.settle")}
      submit={t("action.save")}
      busy={settle.isPending}
      error={settle.error}
      disabled={!form.result}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed">{entry.asked}</Text>
      <Select
        label={t("advocacy.result")}
        value={form.result}
        onChange={(next) => change({ result: results.find((code) => code === next) ?? null })}
        data={results.map((code) => ({ value: code, label: t(`advocacy.results.${code}`) }))}
        required
        data-autofocus
      />
      <Textarea
        label={t("advocacy.result_note")}
        value={form.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        autosize
        minRows={2}
        maxLength={2000}
      />
    </Dialog>
  );
}
