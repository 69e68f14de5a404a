import { Group, NumberInput, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Authorization } from "@/api/types";
import { useMe } from "@/app/me";
import { instantOf } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { denialReasons, pick, verdicts } from "./fields";

/** Decides a request, or notes what the payer decided. What drove it stands above the decision. */
export function DecideDialog({ request, onClose }: { request: Authorization; onClose: () => void }) {
  const { t } = useTranslation();
  const { time_zone } = useMe();
  const asked = request.summary.side === "asked";
  const draft = useDraft(`decide:${request.id}`, () => ({
    verdict: "approve" as (typeof verdicts)[number],
    units: request.asked_units as number | string,
    from: request.from,
    to: request.to,
    reason: "not_necessary" as (typeof denialReasons)[number],
    words: "",
    next: "",
    decidedAt: "",
  }));
  const form = draft.value;
  const change = (part: Partial<typeof form>) => draft.change({ ...form, ...part });
  const decide = useAct("authorization_decide", {
    shows: "authorization_get",
    onSuccess: () => {
      draft.discard();
      onClose();
    },
  });
  const errors = fieldErrors(decide.error);
  const approves = form.verdict !== "deny";
  const refuses = form.verdict !== "approve";
  const submit = () =>
    decide.mutate({
      path: { id: request.id },
      version: request.version,
      body: {
        verdict: form.verdict,
        ...(approves && { from: form.from, to: form.to }),
        ...(form.verdict === "approve_part" && typeof form.units === "number" && { units: form.units }),
        ...(refuses && { reason: form.reason, words: form.words }),
        ...(approves && form.next && { next_review_on: form.next }),
        ...(asked && form.decidedAt && { decided_at: instantOf(form.decidedAt, time_zone) }),
      },
    });
  const last = request.criteria.at(-1);
  return (
    <Dialog
      title={t(asked ? "authorization.act.decided" : "authorization.act.decide")}
      submit={t("authorization.decide_submit")}
      busy={decide.isPending}
      error={decide.error}
      danger={form.verdict === "deny"}
      disabled={refuses && !form.words.trim()}
      onSubmit={submit}
      onClose={onClose}
    >
      {!asked && (
        <Text c="dimmed">
          {last
            ? t("authorization.driven_by", {
                product: last.product,
                version: last.version,
                subset: last.subset,
                outcome: t(`authorization.criteria_outcome.${last.outcome}`),
              })
            : t("authorization.driven_by_nothing")}
        </Text>
      )}
      <Select
        label={t("authorization.field.verdict")}
        value={form.verdict}
        onChange={(next) => change({ verdict: pick(verdicts, next, form.verdict) })}
        data={verdicts.map((code) => ({ value: code, label: t(`authorization.verdict.${code}`) }))}
        allowDeselect={false}
        data-autofocus
      />
      {form.verdict === "approve_part" && (
        <NumberInput
          label={t("authorization.field.approved_units")}
          value={form.units}
          onChange={(units) => change({ units })}
          min={1}
          max={request.asked_units}
          error={errors["units"]}
          required
        />
      )}
      {approves && (
        <Group grow align="flex-start">
          <TextInput
            type="date"
            label={t("authorization.field.from")}
            value={form.from}
            onChange={(event) => change({ from: event.currentTarget.value })}
            error={errors["from"]}
            required
          />
          <TextInput
            type="date"
            label={t("authorization.field.to")}
            value={form.to}
            onChange={(event) => change({ to: event.currentTarget.value })}
            error={errors["to"]}
            required
          />
        </Group>
      )}
      {approves && (
        <TextInput
          type="date"
          label={t("authorization.field.next_review_on")}
          value={form.next}
          onChange={(event) => change({ next: event.currentTarget.value })}
          error={errors["next_review_on"]}
          required={request.summary.kind === "concurrent"}
        />
      )}
      {refuses && (
        <Select
          label={t("authorization.field.reason")}
          value={form.reason}
          onChange={(next) => change({ reason: pick(denialReasons, next, form.reason) })}
          data={denialReasons.map((code) => ({ value: code, label: t(`authorization.reason.${code}`) }))}
          error={errors["reason"]}
          allowDeselect={false}
        />
      )}
      {refuses && (
        <Textarea
          label={t("authorization.field.words")}
          description={t("authorization.plain_words")}
          value={form.words}
          onChange={(event) => change({ words: event.currentTarget.value })}
          error={errors["words"]}
          autosize
          minRows={3}
          maxLength={4000}
          required
        />
      )}
      {asked && (
        <ZonedTimeInput
          zone={time_zone}
          label={t("authorization.field.decided_at")}
          description={t("authorization.now_when_empty")}
          value={form.decidedAt}
          onChange={(decidedAt) => change({ decidedAt })}
          error={errors["decided_at"]}
        />
      )}
    </Dialog>
  );
}
