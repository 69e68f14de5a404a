import {
  Group,
  NumberInput,
  Select,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Authorization, AuthorizationContent, Coverage } from "@/api/types";
import { OrganizationSelect } from "@/features/community_service/OrganizationSelect";
import { labels } from "@/features/consent/consent";
import { Ticks } from "@/features/consent/Ticks";
import { Lookup } from "@/features/insurance_plan/Lookup";
import { useEdit } from "@/lib/edit";
import { Dialog } from "@/ui/Dialog";
import { categories, firstOf, lines, pick, reviewKinds, units, urgencies } from "./fields";

interface RequestDialogProps {
  caseId: string;
  coverages: Coverage[];
  /** The draft to write on; a new request without one. */
  request?: Authorization;
  /** What was approved and waits for its next review, which the new request is. */
  continues?: Authorization;
  onDone: (request: Authorization) => void;
  onClose: () => void;
}

const sides = ["reviewed", "asked"] as const;

const contentOf = (request: Authorization): AuthorizationContent => ({
  line: request.summary.line,
  urgency: request.summary.urgency,
  kind: request.summary.kind,
  category: request.summary.category,
  coverage_id: request.coverage_id ?? null,
  continues_id: request.continues_id ?? null,
  title: request.summary.title,
  code: request.code ?? null,
  units: request.asked_units,
  unit: request.summary.unit,
  from: request.from,
  to: request.to,
  provider: request.provider ?? null,
  community_organization_id: request.community_organization?.id ?? null,
  need: request.need ?? "",
  labels: request.labels,
});

/** The next review of what was approved: the same service, for days that are yet to be chosen. */
const continuing = (earlier: Authorization): AuthorizationContent => ({
  ...contentOf(earlier),
  kind: "concurrent",
  continues_id: earlier.id,
  from: "",
  to: "",
});

const fresh = (coverage: Coverage | undefined): AuthorizationContent => ({
  line: coverage?.line ?? "medicare_advantage",
  urgency: "standard",
  kind: "prospective",
  category: "home_health",
  coverage_id: coverage?.id ?? null,
  continues_id: null,
  title: "",
  code: null,
  units: 1,
  unit: "visit",
  from: "",
  to: "",
  provider: null,
  community_organization_id: null,
  need: "",
  labels: [],
});

/** Writes a request down, or a draft of one anew. */
export function RequestDialog({
  caseId,
  coverages,
  request,
  continues,
  onDone,
  onClose,
}: RequestDialogProps) {
  const { t } = useTranslation();
  const begun = continues ? continuing(continues) : fresh(firstOf(coverages));
  const key = request?.id ?? (continues ? `after:${continues.id}` : caseId);
  const { form, ...edit } = useEdit(`authorization:${key}`, request, (record) => ({
    side: ((record ?? continues)?.summary.side ?? "reviewed") as (typeof sides)[number],
    content: record ? contentOf(record) : begun,
  }));
  const { side, content } = form;
  const change = (part: Partial<AuthorizationContent>) => edit.change({ content: { ...content, ...part } });
  const done = (written: Authorization) => {
    edit.discard();
    onDone(written);
  };
  const create = useAct("authorization_create", { onSuccess: done });
  const update = useAct("authorization_update", { shows: "authorization_get", onSuccess: done });
  const act = request ? update : create;
  const errors = fieldErrors(act.error);
  const error = (name: string) => errors[`content.${name}`] ?? errors[name];
  const save = (version: number) =>
    request
      ? update.mutate({ path: { id: request.id }, version, body: { content } })
      : create.mutate({ path: { id: caseId }, body: { side, content } });
  const coverage = coverages.find((known) => known.id === content.coverage_id);
  const chooseCoverage = (id: string | null) => {
    const chosen = coverages.find((known) => known.id === id);
    change({ coverage_id: chosen?.id ?? null, line: chosen?.line ?? content.line });
  };
  return (
    <Dialog
      title={t(
        request ? "authorization.edit" : continues ? "authorization.act.continue" : "authorization.create",
      )}
      submit={t("action.save")}
      busy={act.isPending}
      error={act.error}
      disabled={!content.title.trim() || !content.need.trim() || !content.from || !content.to}
      stale={edit.whenStale(save, update.reset)}
      onSubmit={() => save(edit.version)}
      onClose={onClose}
      size="lg"
    >
      {content.continues_id && (
        <Text size="sm" c={error("continues_id") ? "red" : "dimmed"}>
          {error("continues_id") ?? t("authorization.continues_text")}
        </Text>
      )}
      {!request && !continues && (
        <Stack gap={4}>
          <SegmentedControl
            aria-label={t("authorization.field.side")}
            value={side}
            onChange={(next) => edit.change({ side: pick(sides, next, side) })}
            data={sides.map((code) => ({ value: code, label: t(`authorization.side.${code}`) }))}
          />
          <Text size="sm" c="dimmed">
            {t(`authorization.side_text.${side}`)}
          </Text>
        </Stack>
      )}
      <TextInput
        label={t("authorization.field.title")}
        value={content.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={error("title")}
        maxLength={200}
        required
        data-autofocus
      />
      <Group grow align="flex-start">
        <Select
          label={t("authorization.field.category")}
          value={content.category}
          onChange={(next) => change({ category: pick(categories, next, content.category) })}
          data={categories.map((code) => ({ value: code, label: t(`authorization.category.${code}`) }))}
          allowDeselect={false}
        />
        <TextInput
          label={t("authorization.field.code")}
          value={content.code ?? ""}
          onChange={(event) => change({ code: event.currentTarget.value || null })}
          error={error("code")}
          maxLength={20}
        />
      </Group>
      <Group grow align="flex-start">
        <NumberInput
          label={t("authorization.field.units")}
          value={content.units}
          onChange={(next) => change({ units: typeof next === "number" ? next : 1 })}
          min={1}
          max={100_000}
          error={error("units")}
          required
        />
        <Select
          label={t("authorization.field.unit")}
          value={content.unit}
          onChange={(next) => change({ unit: pick(units, next, content.unit) })}
          data={units.map((code) => ({ value: code, label: t(`authorization.unit.${code}`) }))}
          allowDeselect={false}
        />
      </Group>
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={t("authorization.field.from")}
          value={content.from}
          onChange={(event) => change({ from: event.currentTarget.value })}
          error={error("from")}
          required
        />
        <TextInput
          type="date"
          label={t("authorization.field.to")}
          value={content.to}
          onChange={(event) => change({ to: event.currentTarget.value })}
          error={error("to")}
          required
        />
      </Group>
      <Group grow align="flex-start">
        <Select
          label={t("authorization.field.coverage")}
          value={content.coverage_id ?? null}
          onChange={chooseCoverage}
          data={coverages.map(({ id, payer }) => ({ value: id, label: payer }))}
          error={error("coverage_id")}
          clearable
          clearButtonProps={{ "aria-label": t("action.clear") }}
        />
        <Select
          label={t("authorization.field.line")}
          value={content.line}
          onChange={(next) => change({ line: pick(lines, next, content.line) })}
          data={lines.map((code) => ({ value: code, label: t(`authorization.line.${code}`) }))}
          allowDeselect={false}
        />
      </Group>
      {coverage && (
        <Lookup
          coverage={coverage}
          category={content.category}
          code={content.code}
          organizationId={content.community_organization_id}
          on={content.from || undefined}
        />
      )}
      <Group grow align="flex-start">
        <Select
          label={t("authorization.field.kind")}
          value={content.kind}
          onChange={(next) => change({ kind: pick(reviewKinds, next, content.kind) })}
          data={reviewKinds.map((code) => ({ value: code, label: t(`authorization.kind.${code}`) }))}
          allowDeselect={false}
        />
        <Select
          label={t("authorization.field.urgency")}
          value={content.urgency}
          onChange={(next) => change({ urgency: pick(urgencies, next, content.urgency) })}
          data={urgencies.map((code) => ({ value: code, label: t(`authorization.urgency.${code}`) }))}
          error={error("urgency")}
          allowDeselect={false}
        />
      </Group>
      <OrganizationSelect
        value={content.community_organization_id ?? null}
        name={request?.community_organization?.name ?? continues?.community_organization?.name}
        onChange={(id) => change({ community_organization_id: id })}
        error={error("community_organization_id")}
        optional={{
          label: t("authorization.field.organization"),
          description: t("authorization.organization_text"),
        }}
      />
      <TextInput
        label={t("authorization.field.provider")}
        value={content.provider ?? ""}
        onChange={(event) => change({ provider: event.currentTarget.value || null })}
        maxLength={200}
      />
      <Textarea
        label={t("authorization.field.need")}
        value={content.need}
        onChange={(event) => change({ need: event.currentTarget.value })}
        error={error("need")}
        autosize
        minRows={3}
        maxLength={5000}
        required
      />
      <Ticks
        label={t("referral.labels")}
        description={t("authorization.labels_text")}
        value={content.labels ?? []}
        onChange={(ticked) => change({ labels: labels.filter((code) => ticked.includes(code)) })}
        options={labels}
        text={(code) => t(`consent.label.${code}`)}
      />
    </Dialog>
  );
}
