import { Select, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Authorization } from "@/api/types";
import { useMe } from "@/app/me";
import { instantOf } from "@/lib/dates";
import { useDraft, useKeptForm } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { criteriaOutcomes, peerOutcomes, pick } from "./fields";
import { useSharing } from "./useSharing";

interface ReviewDialogProps {
  request: Authorization;
  onClose: () => void;
}

/** Notes what criteria came to: their name, version and outcome, never their text. */
export function CriteriaDialog({ request, onClose }: ReviewDialogProps) {
  const { t } = useTranslation();
  const last = request.criteria.at(-1);
  const { form, change, discard } = useKeptForm(`criteria:${request.id}`, () => ({
    product: last?.product ?? "",
    version: last?.version ?? "",
    subset: last?.subset ?? "",
    outcome: "met" as (typeof criteriaOutcomes)[number],
  }));
  const note = useAct("authorization_criteria", {
    shows: "authorization_get",
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  const errors = fieldErrors(note.error);
  return (
    <Dialog
      title={t("authorization.act.criteria")}
      submit={t("action.save")}
      busy={note.isPending}
      error={note.error}
      disabled={!form.product.trim() || !form.version.trim() || !form.subset.trim()}
      onSubmit={() => note.mutate({ path: { id: request.id }, version: request.version, body: form })}
      onClose={onClose}
    >
      <Text c="dimmed">{t("authorization.criteria_text")}</Text>
      <TextInput
        label={t("authorization.field.product")}
        placeholder="InterQual, MCG"
        value={form.product}
        onChange={(event) => change({ product: event.currentTarget.value })}
        error={errors["product"]}
        maxLength={80}
        required
        data-autofocus
      />
      <TextInput
        label={t("authorization.field.edition")}
        value={form.version}
        onChange={(event) => change({ version: event.currentTarget.value })}
        error={errors["version"]}
        maxLength={40}
        required
      />
      <TextInput
        label={t("authorization.field.subset")}
        value={form.subset}
        onChange={(event) => change({ subset: event.currentTarget.value })}
        error={errors["subset"]}
        maxLength={160}
        required
      />
      <Select
        label={t("authorization.field.outcome")}
        value={form.outcome}
        onChange={(next) => change({ outcome: pick(criteriaOutcomes, next, form.outcome) })}
        data={criteriaOutcomes.map((code) => ({
          value: code,
          label: t(`authorization.criteria_outcome.${code}`),
        }))}
        allowDeselect={false}
      />
    </Dialog>
  );
}

/** Gives the request to a physician advisor. */
export function ReferDialog({ request, onClose }: ReviewDialogProps) {
  const { t } = useTranslation();
  const [advisor, setAdvisor] = useState<string | null>(request.advisors[0]?.id ?? null);
  const draft = useDraft(`refer:${request.id}`, () => "");
  const refer = useAct("authorization_refer", {
    shows: "authorization_get",
    onSuccess: () => {
      draft.discard();
      onClose();
    },
  });
  const errors = fieldErrors(refer.error);
  const submit = () => {
    const body = advisor && { advisor_id: advisor, reason: draft.value };
    if (body) refer.mutate({ path: { id: request.id }, version: request.version, body });
  };
  return (
    <Dialog
      title={t("authorization.act.refer")}
      submit={t("authorization.act.refer")}
      busy={refer.isPending}
      error={refer.error}
      disabled={!advisor || !draft.value.trim()}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed">{t("authorization.refer_text")}</Text>
      <Select
        label={t("authorization.field.advisor")}
        value={advisor}
        onChange={setAdvisor}
        data={request.advisors.map(({ id, name }) => ({ value: id, label: name }))}
        error={errors["advisor_id"]}
        nothingFoundMessage={t("authorization.advisor_none")}
        required
        searchable
      />
      <Textarea
        label={t("authorization.field.question")}
        value={draft.value}
        onChange={(event) => draft.change(event.currentTarget.value)}
        error={errors["reason"]}
        autosize
        minRows={3}
        maxLength={2000}
        required
        data-autofocus
      />
    </Dialog>
  );
}

/** Notes a talk between the treating physician and a physician of the payer. */
export function PeerDialog({ request, onClose }: ReviewDialogProps) {
  const { t } = useTranslation();
  const { time_zone } = useMe();
  const draft = useDraft(`peer:${request.id}`, () => ({
    physician: "",
    outcome: "unchanged" as (typeof peerOutcomes)[number],
    words: "",
    held: "",
  }));
  const form = draft.value;
  const change = (part: Partial<typeof form>) => draft.change({ ...form, ...part });
  const note = useAct("authorization_peer_to_peer", {
    shows: "authorization_get",
    onSuccess: () => {
      draft.discard();
      onClose();
    },
  });
  const errors = fieldErrors(note.error);
  const { held, ...said } = form;
  const at = held ? instantOf(held, time_zone) : undefined;
  const sharing = useSharing(request, "plan", at);
  if (sharing.instead) return sharing.instead;
  const submit = () => {
    const body = { ...said, ...(at && { held_at: at }) };
    note.mutate({ path: { id: request.id }, version: request.version, body });
  };
  return (
    <Dialog
      title={t("authorization.act.peer_to_peer")}
      submit={t("action.save")}
      busy={note.isPending}
      error={note.error}
      disabled={!form.physician.trim() || !form.words.trim() || sharing.denied}
      onSubmit={submit}
      onClose={onClose}
    >
      {sharing.notice}
      <TextInput
        label={t("authorization.field.physician")}
        value={form.physician}
        onChange={(event) => change({ physician: event.currentTarget.value })}
        error={errors["physician"]}
        maxLength={160}
        required
        data-autofocus
      />
      <ZonedTimeInput
        zone={time_zone}
        label={t("authorization.field.held_at")}
        description={t("authorization.now_when_empty")}
        value={held}
        onChange={(next) => change({ held: next })}
        error={errors["held_at"]}
      />
      <Select
        label={t("authorization.field.outcome")}
        value={form.outcome}
        onChange={(next) => change({ outcome: pick(peerOutcomes, next, form.outcome) })}
        data={peerOutcomes.map((code) => ({ value: code, label: t(`authorization.peer.${code}`) }))}
        allowDeselect={false}
      />
      <Textarea
        label={t("authorization.field.said")}
        value={form.words}
        onChange={(event) => change({ words: event.currentTarget.value })}
        error={errors["words"]}
        autosize
        minRows={3}
        maxLength={4000}
        required
      />
    </Dialog>
  );
}
