import { Group } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { OperationId } from "@/api/client";
import { useAct, useCall } from "@/api/hooks";
import type { Authorization } from "@/api/types";
import { ActionButton } from "@/ui/ActionButton";
import { Modal } from "@/ui/Modal";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Waiting } from "@/ui/Waiting";

type Shown = ComponentType<{ request: Authorization; onClose: () => void }>;

const EditDialog = lazy(() => import("./RequestDialog").then((m) => ({ default: m.RequestDialog })));
const AppealDialog = lazy(() => import("./CourseDialogs").then((m) => ({ default: m.AppealDialog })));
const dialogs = {
  submit: lazy(() => import("./CourseDialogs").then((m) => ({ default: m.SubmitDialog as Shown }))),
  use: lazy(() => import("./CourseDialogs").then((m) => ({ default: m.UseDialog as Shown }))),
  track: lazy(() => import("./CourseDialogs").then((m) => ({ default: m.TrackDialog as Shown }))),
  criteria: lazy(() => import("./ReviewDialogs").then((m) => ({ default: m.CriteriaDialog as Shown }))),
  refer: lazy(() => import("./ReviewDialogs").then((m) => ({ default: m.ReferDialog as Shown }))),
  peer_to_peer: lazy(() => import("./ReviewDialogs").then((m) => ({ default: m.PeerDialog as Shown }))),
  schedule: lazy(() => import("./ScheduleDialog").then((m) => ({ default: m.ScheduleDialog as Shown }))),
  decide: lazy(() => import("./DecideDialog").then((m) => ({ default: m.DecideDialog as Shown }))),
};
const ExtendDialog = lazy(() => import("./ExtendDialog").then((m) => ({ default: m.ExtendDialog })));

/** What can be done with a request, the usual next step first. */
const order = [
  "submit",
  "review",
  "criteria",
  "decide",
  "refer",
  "pend",
  "extend",
  "peer_to_peer",
  "continue",
  "use",
  "schedule",
  "appeal",
  "track",
  "update",
  "withdraw",
] as const;
type Act = (typeof order)[number];

const operationOf = (act: Act): OperationId => {
  if (act === "appeal") return "appeal_create";
  return act === "continue" ? "authorization_create" : `authorization_${act}`;
};

/** The buttons that the server allows the reader now, and the dialogs behind them. */
export function Actions({ request }: { request: Authorization }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Act | null>(null);
  const close = () => setOpen(null);
  const review = useAct("authorization_review", { shows: "authorization_get" });
  const { can, id, version, summary } = request;
  const shown = order.filter(
    (act) => can.includes(operationOf(act)) && (act !== "extend" || mayBeExtended(request)),
  );
  const start = (act: Act) => (act === "review" ? review.mutate({ path: { id }, version }) : setOpen(act));
  const Plain = open && open in dialogs ? dialogs[open as keyof typeof dialogs] : null;
  const label = (act: Act) =>
    act === "decide" && summary.side === "asked"
      ? t("authorization.act.decided")
      : t(`authorization.act.${act}`);
  return (
    <>
      {review.error && <ProblemNotice error={review.error} />}
      <Group gap={8}>
        {shown.map((act, index) => (
          <ActionButton
            key={act}
            can={can}
            operation={operationOf(act)}
            variant={index === 0 ? "filled" : "default"}
            loading={act === "review" && review.isPending}
            onClick={() => start(act)}
          >
            {label(act)}
          </ActionButton>
        ))}
      </Group>
      <Suspense>
        {Plain && <Plain request={request} onClose={close} />}
        {open === "update" && <Edit request={request} onClose={close} />}
        {open === "continue" && <Edit request={request} onClose={close} next />}
        {open === "appeal" && <AppealDialog caseId={summary.case_id} request={request} onClose={close} />}
        {open === "extend" && <Extend request={request} onClose={close} />}
      </Suspense>
      {open === "pend" && <WithReason request={request} act="pend" onClose={close} />}
      {open === "withdraw" && <WithReason request={request} act="withdraw" onClose={close} />}
    </>
  );
}

const mayBeExtended = ({ summary }: Authorization) => Boolean(summary.clock?.extension_days);

interface EditProps {
  request: Authorization;
  /** True to write its next review, false to change the request itself. */
  next?: boolean;
  onClose: () => void;
}

function Edit({ request, next = false, onClose }: EditProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data, error } = useCall("person_overview", { path: { id: request.summary.person.id } });
  if (!data) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={t(next ? "authorization.act.continue" : "authorization.edit")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {error ? <ProblemNotice error={error} /> : <Waiting lines={3} />}
      </Modal>
    );
  }
  return (
    <EditDialog
      caseId={request.summary.case_id}
      coverages={data.coverages}
      {...(next ? { continues: request } : { request })}
      onDone={({ id }) => {
        onClose();
        if (next) void navigate({ to: "/authorizations/$authorizationId", params: { authorizationId: id } });
      }}
      onClose={onClose}
    />
  );
}

function Extend({ request, onClose }: { request: Authorization; onClose: () => void }) {
  const extend = useAct("authorization_extend", { shows: "authorization_get", onSuccess: onClose });
  const { id, version, summary } = request;
  return (
    <ExtendDialog
      draft={`authorization:${id}`}
      line={summary.line}
      most={summary.clock?.extension_days ?? 1}
      busy={extend.isPending}
      error={extend.error}
      onSubmit={(body) => extend.mutate({ path: { id }, version, body })}
      onClose={onClose}
    />
  );
}

interface WithReasonProps {
  request: Authorization;
  act: "pend" | "withdraw";
  onClose: () => void;
}

function WithReason({ request, act, onClose }: WithReasonProps) {
  const { t } = useTranslation();
  const pend = useAct("authorization_pend", { shows: "authorization_get", onSuccess: onClose });
  const withdraw = useAct("authorization_withdraw", { shows: "authorization_get", onSuccess: onClose });
  const done = act === "pend" ? pend : withdraw;
  const { id, version } = request;
  return (
    <ReasonDialog
      draft={`authorization-${act}:${id}`}
      title={t(`authorization.act.${act}`)}
      text={t(`authorization.reason_text.${act}`)}
      label={t("authorization.why")}
      submit={t(`authorization.act.${act}`)}
      busy={done.isPending}
      error={done.error}
      onSubmit={(reason) => done.mutate({ path: { id }, version, body: { reason } })}
      onClose={onClose}
    />
  );
}
