import { Group, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { useMe } from "@/app/me";
import { todayIn } from "@/lib/dates";
import { useKeptForm } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import {
  actions,
  begun,
  classes,
  decisions,
  forms,
  keyOf,
  kinds,
  labels,
  levels,
  purposes,
  signers,
  toBody,
  turned,
  type Asked,
  type ConsentForm,
} from "./consent";
import { Ticks } from "./Ticks";

interface ConsentDialogProps {
  personId: string;
  personName: string;
  /** What it is begun with, when something waits for it. */
  asked?: Asked | undefined;
  onClose: () => void;
}

interface PartProps {
  form: ConsentForm;
  errors: Record<string, string>;
  change: (part: Partial<ConsentForm>) => void;
}

/** Records what a person agreed or refused: who may learn what, for what, until when, and how they said so. */
export function ConsentDialog({ personId, personName, asked, onClose }: ConsentDialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { form, change, discard } = useKeptForm(keyOf(personId, asked), () =>
    begun(todayIn(me.time_zone), personName, asked),
  );
  const create = useAct("consent_create", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const turn = (part: Partial<ConsentForm>) => change(turned(form, part, asked));
  const parts = { form, errors, change };
  return (
    <Dialog
      title={t("consent.create")}
      submit={t("action.save")}
      size="lg"
      busy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate({ path: { id: personId }, body: toBody(form, todayIn(me.time_zone)) })}
      onClose={onClose}
    >
      <ChoiceChips
        label={t("consent.decision")}
        value={form.decision}
        onChange={(decision) => turn({ decision })}
        options={decisions}
        text={(code) => t(`consent.decisions.${code}`)}
      />
      <Who {...parts} change={turn} />
      <Ticks
        label={t("consent.purpose")}
        value={form.purposes}
        onChange={(ticked) => change({ purposes: ticked })}
        options={purposes}
        text={(code) => t(`consent.purposes.${code}`)}
        error={errors["purposes"]}
      />
      <Ticks
        label={t("consent.labels")}
        description={t("consent.labels_text")}
        value={form.labels}
        onChange={(ticked) => change({ labels: ticked })}
        options={labels}
        text={(code) => t(`consent.label.${code}`)}
        error={errors["labels"]}
      />
      <Ticks
        label={t("consent.actions")}
        value={form.actions}
        onChange={(ticked) => change({ actions: ticked })}
        options={actions}
        text={(code) => t(`consent.action.${code}`)}
        error={errors["actions"]}
      />
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t("consent.from_on")}
          value={form.from}
          onChange={(event) => change({ from: event.currentTarget.value })}
          error={errors["from_on"]}
          required
        />
        <TextInput
          type="date"
          label={t("consent.until_on")}
          description={t("consent.until_text")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={form.until}
          onChange={(event) => change({ until: event.currentTarget.value })}
          error={errors["until_on"]}
        />
      </Group>
      <Evidence {...parts} />
    </Dialog>
  );
}

/** What it is about and who gets it. */
function Who({ form, errors, change }: PartProps) {
  const { t } = useTranslation();
  const isFamily = form.kind === "family_access";
  return (
    <>
      <Select
        label={t("consent.kind")}
        value={form.kind}
        onChange={(next) => change({ kind: kinds.find((code) => code === next) ?? form.kind })}
        data={kinds.map((code) => ({ value: code, label: t(`consent.kinds.${code}`) }))}
        allowDeselect={false}
      />
      {isFamily ? (
        <Select
          label={t("consent.level")}
          value={form.level}
          onChange={(next) => change({ level: levels.find((code) => code === next) ?? form.level })}
          data={levels.map((code) => ({ value: code, label: t(`consent.levels.${code}`) }))}
          error={errors["level"]}
          allowDeselect={false}
        />
      ) : (
        <Select
          label={t("consent.class")}
          value={form.recipientClass}
          onChange={(next) =>
            change({ recipientClass: classes.find((code) => code === next) ?? form.recipientClass })
          }
          data={classes.map((code) => ({ value: code, label: t(`consent.classes.${code}`) }))}
          allowDeselect={false}
        />
      )}
      <TextInput
        label={t("consent.name")}
        description={isFamily ? null : t("consent.name_text")}
        value={form.recipientName}
        onChange={(event) => change({ recipientName: event.currentTarget.value })}
        error={errors["recipient_name"]}
        maxLength={300}
        required={isFamily}
      />
    </>
  );
}

/** How it was given, and by whom. */
function Evidence({ form, errors, change }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <Group grow align="flex-start">
        <Select
          label={t("consent.form")}
          value={form.form}
          onChange={(next) => change({ form: forms.find((code) => code === next) ?? form.form })}
          data={forms.map((code) => ({ value: code, label: t(`consent.forms.${code}`) }))}
          allowDeselect={false}
        />
        {form.form === "verbal" ? (
          <TextInput
            label={t("consent.witness")}
            value={form.witness}
            onChange={(event) => change({ witness: event.currentTarget.value })}
            error={errors["witness"]}
            maxLength={200}
            required
          />
        ) : (
          <TextInput
            label={t("consent.form_version")}
            value={form.formVersion}
            onChange={(event) => change({ formVersion: event.currentTarget.value })}
            error={errors["form_version"]}
            maxLength={60}
            required={form.decision === "permit"}
          />
        )}
      </Group>
      <Group grow align="flex-start">
        <TextInput
          label={t("consent.signed_by")}
          value={form.signedBy}
          onChange={(event) => change({ signedBy: event.currentTarget.value })}
          error={errors["signed_by"]}
          maxLength={200}
          required
        />
        <Select
          label={t("consent.signer")}
          value={form.signer}
          onChange={(next) => change({ signer: signers.find((code) => code === next) ?? form.signer })}
          data={signers.map((code) => ({ value: code, label: t(`consent.signers.${code}`) }))}
          allowDeselect={false}
        />
      </Group>
    </>
  );
}
