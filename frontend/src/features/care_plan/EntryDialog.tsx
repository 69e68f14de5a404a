import { Select, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CarePlanView } from "@/api/types";
import { useDraft } from "@/lib/drafts";
import { languageName, languages } from "@/lib/language";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import {
  effects,
  manners,
  media,
  stances,
  toCreate,
  understandings,
  unwilling,
  who,
  type EntryFields,
  type EntryKind,
} from "./entries";

const start: EntryFields = {
  day: "",
  who: "person",
  name: "",
  manner: "in_person",
  stance: "agreed",
  words: "",
  weighed: "",
  again: "",
  givenTo: "",
  language: "en",
  medium: "paper",
  understanding: "understood",
  note: "",
  effect: "effective",
  finding: "",
  next: "",
  decision: "",
  rationale: "",
};

interface FormProps {
  fields: EntryFields;
  errors: Record<string, string>;
  change: (part: Partial<EntryFields>) => void;
}

interface EntryDialogProps {
  plan: CarePlanView;
  kind: EntryKind;
  onClose: () => void;
}

/** Writes down one thing around the plan. */
export function EntryDialog({ plan, kind, onClose }: EntryDialogProps) {
  const { t } = useTranslation();
  const person = useCall("person_get", { path: { id: plan.person_id } });
  const draft = useDraft<Partial<EntryFields>>(`entry:${plan.id}:${kind}`, () => ({}));
  // The person is asked in their own language, and named, until somebody says otherwise.
  const known: Partial<EntryFields> = person.data
    ? { language: person.data.language, givenTo: person.data.preferred_name ?? person.data.given_name }
    : {};
  const fields = { ...start, ...known, ...draft.value };
  const create = useAct("plan_entry_create", {
    onSuccess: () => {
      draft.discard();
      showDone(t("plan.entries.saved"));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const change = (part: Partial<EntryFields>) => draft.change({ ...draft.value, ...part });
  const form = { fields, errors, change };
  return (
    <Dialog
      title={t(`plan.entries.add.${kind}`)}
      submit={t("plan.entries.save")}
      busy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate({ path: { id: plan.id }, body: toCreate(kind, fields) })}
      onClose={onClose}
    >
      {kind === "participation" && <Participation {...form} />}
      {kind === "teach_back" && <TeachBack {...form} />}
      {kind === "review" && <Review {...form} />}
      {kind === "allocation" && <Allocation {...form} />}
      <TextInput
        type="date"
        label={t("plan.entries.day")}
        value={fields.day}
        onChange={(event) => change({ day: event.currentTarget.value })}
        error={errors["happened_on"]}
      />
    </Dialog>
  );
}

function Participation({ fields, errors, change }: FormProps) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        label={t("plan.entries.who")}
        value={fields.who}
        onChange={(next) => change({ who: who.find((code) => code === next) ?? fields.who })}
        data={who.map((code) => ({ value: code, label: t(`plan.entries.who_is.${code}`) }))}
        data-autofocus
      />
      <TextInput
        label={t("plan.entries.name")}
        value={fields.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        maxLength={200}
      />
      <Select
        label={t("plan.entries.manner")}
        value={fields.manner}
        onChange={(next) => change({ manner: manners.find((code) => code === next) ?? fields.manner })}
        data={manners.map((code) => ({ value: code, label: t(`plan.entries.manners.${code}`) }))}
      />
      <Select
        label={t("plan.entries.stance")}
        value={fields.stance}
        onChange={(next) => change({ stance: stances.find((code) => code === next) ?? fields.stance })}
        data={stances.map((code) => ({ value: code, label: t(`plan.entries.stances.${code}`) }))}
      />
      <Textarea
        label={t("plan.entries.words")}
        value={fields.words}
        onChange={(event) => change({ words: event.currentTarget.value })}
        error={errors["participation.words"]}
        required={unwilling(fields)}
        autosize
        minRows={2}
        maxLength={2000}
      />
      {unwilling(fields) && (
        <>
          <Textarea
            label={t("plan.entries.ethics_note")}
            description={t("plan.entries.conflict")}
            value={fields.weighed}
            onChange={(event) => change({ weighed: event.currentTarget.value })}
            autosize
            minRows={2}
            maxLength={4000}
          />
          <TextInput
            type="date"
            label={t("plan.entries.review_on")}
            value={fields.again}
            onChange={(event) => change({ again: event.currentTarget.value })}
            error={errors["participation.review_on"]}
            required={fields.weighed.trim() !== ""}
          />
        </>
      )}
    </>
  );
}

function TeachBack({ fields, change }: FormProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t("plan.entries.given_to")}
        value={fields.givenTo}
        onChange={(event) => change({ givenTo: event.currentTarget.value })}
        maxLength={200}
        required
        data-autofocus
      />
      <Select
        label={t("plan.entries.language")}
        value={fields.language}
        onChange={(next) => change({ language: next ?? fields.language })}
        data={[...new Set([...languages, fields.language])].map((tag) => ({
          value: tag,
          label: languageName(tag),
        }))}
        searchable
      />
      <Select
        label={t("plan.entries.medium")}
        value={fields.medium}
        onChange={(next) => change({ medium: media.find((code) => code === next) ?? fields.medium })}
        data={media.map((code) => ({ value: code, label: t(`plan.entries.media.${code}`) }))}
      />
      <Select
        label={t("plan.entries.understanding")}
        value={fields.understanding}
        onChange={(next) =>
          change({ understanding: understandings.find((code) => code === next) ?? fields.understanding })
        }
        data={understandings.map((code) => ({
          value: code,
          label: t(`plan.entries.understandings.${code}`),
        }))}
      />
      <Textarea
        label={t("plan.entries.note")}
        value={fields.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        autosize
        minRows={2}
        maxLength={2000}
      />
    </>
  );
}

function Review({ fields, errors, change }: FormProps) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        label={t("plan.entries.effect")}
        value={fields.effect}
        onChange={(next) => change({ effect: effects.find((code) => code === next) ?? fields.effect })}
        data={effects.map((code) => ({ value: code, label: t(`plan.entries.effects.${code}`) }))}
        data-autofocus
      />
      <Textarea
        label={t("plan.entries.finding")}
        value={fields.finding}
        onChange={(event) => change({ finding: event.currentTarget.value })}
        autosize
        minRows={3}
        maxLength={4000}
        required
      />
      <TextInput
        type="date"
        label={t("plan.entries.next_on")}
        value={fields.next}
        onChange={(event) => change({ next: event.currentTarget.value })}
        error={errors["review.next_on"]}
      />
    </>
  );
}

function Allocation({ fields, change }: FormProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t("plan.entries.decision")}
        value={fields.decision}
        onChange={(event) => change({ decision: event.currentTarget.value })}
        maxLength={1000}
        required
        data-autofocus
      />
      <Textarea
        label={t("plan.entries.rationale")}
        value={fields.rationale}
        onChange={(event) => change({ rationale: event.currentTarget.value })}
        autosize
        minRows={3}
        maxLength={4000}
        required
      />
    </>
  );
}
