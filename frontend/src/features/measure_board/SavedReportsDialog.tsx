import { Button, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { SavedReport } from "@/api/types";
import { useMe } from "@/app/me";
import { DigestForm, type DigestOf } from "@/features/digest/DigestForm";
import { useDraft } from "@/lib/drafts";
import { ActionButton } from "@/ui/ActionButton";
import { Modal } from "@/ui/Modal";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { boardOf, filtersOf, toQuery } from "./boards";
import type { ShownNow } from "./SavedReports";

interface SavedReportsDialogProps {
  can: string[];
  now: ShownNow;
  onClose: () => void;
}

/** Reports that one keeps or that the team shares, and a name for what is on the screen now. */
export function SavedReportsDialog({ can, now, onClose }: SavedReportsDialogProps) {
  const { t } = useTranslation();
  const { data, error } = useCall("saved_report_list", {});
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("saved_report.title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="md">
        {error && <ProblemNotice error={error} />}
        {!data && !error && <Waiting />}
        {data?.items.length === 0 && <Text c="dimmed">{t("saved_report.none")}</Text>}
        {data && data.items.length > 0 && (
          <Rows label={t("saved_report.title")}>
            {data.items.map((report) => (
              <Kept key={report.id} report={report} onOpen={onClose} />
            ))}
          </Rows>
        )}
        {can.includes("saved_report_create") && <Keep can={can} now={now} />}
        {can.includes("digest_subscription_create") && (
          <DigestForm can={can} of={ofNow(now)} name={nameOf(t, now)} />
        )}
      </Stack>
    </Modal>
  );
}

/** What is on the screen now, as a digest tells of it. */
function ofNow({ kind, subject, search }: ShownNow): DigestOf {
  return { kind, ...(subject ? { subject } : {}), ...toQuery(search) };
}

function nameOf(t: TFunction, now: ShownNow): string {
  const board = boardOf(now);
  return board ? t(`board.of.${board}`) : t(`saved_report.kind.${now.kind}`);
}

/** What a saved report shows, as a digest tells of it. */
function ofReport({ kind, subject, scope, program_id, from, to }: SavedReport): DigestOf {
  return {
    kind,
    ...(subject ? { subject } : {}),
    ...(scope ? { scope } : {}),
    ...(program_id ? { program_id } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
}

function Kept({ report, onOpen }: { report: SavedReport; onOpen: () => void }) {
  const { t } = useTranslation();
  const [asking, ask] = useState(false);
  const remove = useAct("saved_report_remove", { onSuccess: () => showDone(t("saved_report.removed")) });
  const board = boardOf(report);
  const what = board ? t(`board.of.${board}`) : t(`saved_report.kind.${report.kind}`);
  const shared = report.team
    ? t("saved_report.shared", { owner: report.owner.name, team: report.team.name })
    : "";
  return (
    <Row
      title={<Opened report={report} onOpen={onOpen} />}
      detail={
        <>
          {[what, shared].filter(Boolean).join(" · ")}
          {remove.error && <ProblemNotice error={remove.error} />}
        </>
      }
      actions={
        <>
          {report.can.includes("digest_subscription_create") && (
            <Button variant="subtle" size="compact-md" aria-expanded={asking} onClick={() => ask(!asking)}>
              {t("digest.short")}
              <span className="visually-hidden">: {report.name}</span>
            </Button>
          )}
          {report.can.includes("saved_report_remove") && (
            <ActionButton
              can={report.can}
              operation="saved_report_remove"
              variant="subtle"
              size="compact-md"
              loading={remove.isPending}
              onClick={() => remove.mutate({ path: { id: report.id }, version: report.version })}
            >
              {t("action.remove")}
              <span className="visually-hidden">: {report.name}</span>
            </ActionButton>
          )}
        </>
      }
    >
      {asking && (
        <DigestForm can={report.can} of={ofReport(report)} name={report.name} onDone={() => ask(false)} />
      )}
    </Row>
  );
}

/** The name of a report as the way to what it shows. */
function Opened({ report, onOpen }: { report: SavedReport; onOpen: () => void }) {
  const filters = filtersOf(report);
  const board = boardOf(report);
  if (report.kind === "population") {
    const { scope, program } = filters;
    return (
      <Link
        to="/population"
        search={{ ...(scope && { scope }), ...(program && { program }) }}
        onClick={onOpen}
      >
        {report.name}
      </Link>
    );
  }
  if (report.kind === "measure" && report.subject) {
    return (
      <Link to="/measures/$code" params={{ code: report.subject }} search={filters} onClick={onOpen}>
        {report.name}
      </Link>
    );
  }
  return (
    <Link to="/boards" search={{ ...filters, ...(board && { board }) }} onClick={onOpen}>
      {report.name}
    </Link>
  );
}

/** Keeps what is on the screen now; without chosen days it moves with time. */
function Keep({ can, now }: { can: string[]; now: ShownNow }) {
  const { t } = useTranslation();
  const { teams } = useMe();
  const draft = useDraft<{ name: string; team_id: string }>("saved-report", () => ({
    name: "",
    team_id: "",
  }));
  const { name, team_id } = draft.value;
  const create = useAct("saved_report_create", {
    onSuccess: () => {
      draft.discard();
      draft.change({ name: "", team_id: "" });
      showDone(t("saved_report.done"));
    },
  });
  const errors = fieldErrors(create.error);
  const body = {
    name: name.trim(),
    kind: now.kind,
    ...(now.subject ? { subject: now.subject } : {}),
    ...toQuery(now.search),
    ...(team_id ? { team_id } : {}),
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ body });
      }}
    >
      <Stack gap="sm">
        <Title order={3} size="h5">
          {t("saved_report.keep")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("saved_report.text")}
        </Text>
        {create.error && <ProblemNotice error={create.error} />}
        <TextInput
          label={t("saved_report.name")}
          value={name}
          onChange={(event) => draft.change({ name: event.currentTarget.value, team_id })}
          error={errors["name"]}
          maxLength={80}
          required
        />
        {teams.length > 0 && (
          <Select
            label={t("saved_report.share")}
            value={team_id}
            onChange={(next) => draft.change({ name, team_id: next ?? "" })}
            data={[
              { value: "", label: t("saved_report.nobody") },
              ...teams.map((team) => ({ value: team.id, label: team.name })),
            ]}
            error={errors["team_id"]}
          />
        )}
        <Group justify="flex-end">
          <ActionButton
            can={can}
            operation="saved_report_create"
            type="submit"
            blocked={name.trim() ? undefined : t("saved_report.needs_name")}
            loading={create.isPending}
          >
            {t("saved_report.save")}
          </ActionButton>
        </Group>
      </Stack>
    </form>
  );
}
