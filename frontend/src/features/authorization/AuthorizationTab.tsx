import { Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseView, Coverage } from "@/api/types";
import { useCapability } from "@/app/me";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { AuthorizationRow } from "./AuthorizationRow";

const RequestDialog = lazy(() => import("./RequestDialog").then((m) => ({ default: m.RequestDialog })));
const AppealDialog = lazy(() => import("./CourseDialogs").then((m) => ({ default: m.AppealDialog })));

interface AuthorizationTabProps {
  personId: string;
  current: CaseView | undefined;
  coverages: Coverage[];
}

/** What was asked for this person, and what became of it. */
export function AuthorizationTab({ personId, current, coverages }: AuthorizationTabProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useCapability();
  const [dialog, setDialog] = useState<"request" | "grievance" | null>(null);
  const close = () => setDialog(null);
  const { data, error } = useCall("authorization_of_person", { path: { id: personId } });
  const blocked = current ? undefined : t("authorization.no_case");
  // Without a case the server allows nothing; who may write here reads that a case is missing, not their right.
  const can = current?.can ?? (may("authorization_write") ? ["appeal_create", "authorization_create"] : []);
  return (
    <Section
      title={t("nav.authorizations")}
      actions={
        <>
          <ActionButton
            can={can}
            operation="appeal_create"
            blocked={blocked}
            variant="subtle"
            onClick={() => setDialog("grievance")}
          >
            {t("authorization.appeal.file.grievance")}
          </ActionButton>
          <ActionButton
            can={can}
            operation="authorization_create"
            blocked={blocked}
            variant="default"
            onClick={() => setDialog("request")}
          >
            {t("authorization.create")}
          </ActionButton>
        </>
      }
    >
      {error && <ProblemNotice error={error} />}
      {!data && !error && <Waiting lines={3} height={70} />}
      {data?.items.length === 0 && <Text c="dimmed">{t("authorization.person_none")}</Text>}
      <Rows>
        {data?.items.map((request) => (
          <AuthorizationRow key={request.id} request={request} named={false} zone={current?.time_zone} />
        ))}
      </Rows>
      <Suspense>
        {dialog === "request" && current && (
          <RequestDialog
            caseId={current.id}
            coverages={coverages}
            onDone={({ id }) =>
              void navigate({ to: "/authorizations/$authorizationId", params: { authorizationId: id } })
            }
            onClose={close}
          />
        )}
        {dialog === "grievance" && current && (
          <AppealDialog caseId={current.id} coverages={coverages} zone={current.time_zone} onClose={close} />
        )}
      </Suspense>
    </Section>
  );
}
