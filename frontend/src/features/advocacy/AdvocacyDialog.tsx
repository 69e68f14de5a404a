import { Select, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView, NeedView } from "@/api/types";
import { useKeptForm } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { kinds, newAdvocacy, toCreate } from "./advocacy";

interface AdvocacyDialogProps {
  current: CaseView;
  needs: NeedView[];
  onClose: () => void;
}

/** Logs what was asked, talked about or chosen. */
export function AdvocacyDialog({ current, needs, onClose }: AdvocacyDialogProps) {
  const { t } = useTranslation();
  const zone = current.time_zone;
  const { form, change, discard } = useKeptForm(`advocacy:${current.id}`, () => newAdvocacy(zone));
  const create = useAct("advocacy_create", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const choice = form.kind === "choice";
  return (
    <Dialog
      title={t("advocacy.add")}
      submit={t("action.save")}
      busy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate({ path: { id: current.id }, body: toCreate(form, zone) })}
      onClose={onClose}
      size="lg"
    >
      <ChoiceChips
        label={t("advocacy.kind")}
        value={form.kind}
        onChange={(kind) => change({ kind })}
        options={kinds}
        text={(code) => t(`advocacy.kinds.${code}`)}
      />
      <Textarea
        label={t(choice ? "advocacy.to_choose" : "advocacy.asked")}
        value={form.asked}
        onChange={(event) => change({ asked: event.currentTarget.value })}
        error={errors["asked"]}
        autosize
        minRows={2}
        maxLength={2000}
        required
        data-autofocus
      />
      <Select
        label={t("advocacy.need")}
        description={t("advocacy.need_text")}
        value={form.needId}
        onChange={(needId) => change({ needId })}
        data={needs.map(({ id, title }) => ({ value: id, label: title }))}
        error={errors["need_id"]}
        withAsterisk={form.kind === "request"}
        clearable
        searchable
      />
      <TextInput
        label={t(choice ? "advocacy.talked_with" : "advocacy.counterpart")}
        value={form.counterpart}
        onChange={(event) => change({ counterpart: event.currentTarget.value })}
        error={errors["counterpart"]}
        maxLength={200}
        required={!choice}
      />
      {choice && (
        <>
          <Textarea
            label={t("advocacy.alternatives")}
            description={t("advocacy.alternatives_text")}
            value={form.alternatives}
            onChange={(event) => change({ alternatives: event.currentTarget.value })}
            error={errors["alternatives"]}
            autosize
            minRows={3}
            maxLength={4000}
            required
          />
          <TextInput
            label={t("advocacy.chosen")}
            value={form.chosen}
            onChange={(event) => change({ chosen: event.currentTarget.value })}
            error={errors["chosen"]}
            maxLength={2000}
            required
          />
        </>
      )}
      <ZonedTimeInput
        zone={zone}
        label={t("education.when")}
        value={form.happened}
        onChange={(happened) => change({ happened })}
        error={errors["happened_at"]}
        required
        maw={320}
      />
    </Dialog>
  );
}
