import { Badge, Group, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { useCapability } from "@/app/me";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { useLabels } from "./useLabels";
import type { Consent } from "./consent";

const ConsentDialog = lazy(() => import("./ConsentDialog").then((m) => ({ default: m.ConsentDialog })));

const colors = { active: "teal", expired: "gray", revoked: "yellow", entered_in_error: "gray" } as const;

interface ConsentSectionProps {
  personId: string;
  personName: string;
}

/** What a person agreed and refused. */
export function ConsentSection({ personId, personName }: ConsentSectionProps) {
  const { t } = useTranslation();
  const may = useCapability();
  const [adding, setAdding] = useState(false);
  const consents = useCall("consent_list", { path: { id: personId } });
  const can = may("consent_write") ? ["consent_create"] : [];
  return (
    <Section
      title={t("consent.title")}
      actions={
        can.length > 0 && (
          <ActionButton can={can} operation="consent_create" onClick={() => setAdding(true)}>
            {t("consent.create")}
          </ActionButton>
        )
      }
    >
      {consents.error && <ProblemNotice error={consents.error} />}
      {consents.isPending && <Waiting lines={2} height={44} />}
      {consents.data?.items.length === 0 && <Text c="dimmed">{t("consent.none")}</Text>}
      <Rows>
        {consents.data?.items.map((consent) => (
          <ConsentRow key={consent.id} consent={consent} />
        ))}
      </Rows>
      <Suspense>
        {adding && (
          <ConsentDialog personId={personId} personName={personName} onClose={() => setAdding(false)} />
        )}
      </Suspense>
    </Section>
  );
}

function ConsentRow({ consent }: { consent: Consent }) {
  const { t } = useTranslation();
  const labelText = useLabels();
  const [ending, setEnding] = useState<"revoke" | "withdraw" | null>(null);
  const { can, status, decision, kind, level, witness } = consent;
  const klass = t(`consent.classes.${consent.recipient_class}`);
  const who = consent.recipient_name ?? t("consent.all", { class: klass });
  const from = formatDate(consent.from_on);
  const until = consent.until_on && formatDate(consent.until_on);
  const lines = [
    [
      t(`consent.kinds.${kind}`),
      level && t(`consent.levels.${level}`),
      consent.purposes.map((code) => t(`consent.purposes.${code}`)).join(", "),
      consent.actions.map((code) => t(`consent.action.${code}`)).join(", "),
    ],
    [
      until ? t("consent.period", { from, until }) : t("consent.ongoing", { from }),
      t("consent.signed", {
        form: t(`consent.forms.${consent.form}`),
        name: consent.signed_by,
        role: t(`consent.signers.${consent.signer_role}`),
      }),
      witness && t("consent.witness_line", { name: witness }),
    ],
  ];
  return (
    <Row
      title={`${who}: ${t(`consent.decisions.${decision}`)}`}
      detail={lines.map((parts) => (
        <div key={String(parts[0])}>{parts.filter(Boolean).join(" · ")}</div>
      ))}
      actions={
        <Group gap="xs">
          <Badge
            variant="light"
            color={decision === "refuse" && status === "active" ? "red" : colors[status]}
          >
            {t(`consent.statuses.${status}`)}
          </Badge>
          {can.includes("consent_revoke") && (
            <ActionButton
              can={can}
              operation="consent_revoke"
              size="compact-md"
              variant="default"
              onClick={() => setEnding("revoke")}
            >
              {t("consent.revoke")}
            </ActionButton>
          )}
          {can.includes("consent_withdraw") && (
            <ActionButton
              can={can}
              operation="consent_withdraw"
              size="compact-md"
              variant="subtle"
              onClick={() => setEnding("withdraw")}
            >
              {t("consent.withdraw")}
            </ActionButton>
          )}
        </Group>
      }
    >
      {consent.labels.length > 0 && <Text size="sm">{labelText(consent.labels)}</Text>}
      {consent.reason && <Text size="sm">{consent.reason}</Text>}
      {ending && <EndDialog consent={consent} act={ending} onClose={() => setEnding(null)} />}
    </Row>
  );
}

interface EndProps {
  consent: Consent;
  act: "revoke" | "withdraw";
  onClose: () => void;
}

function EndDialog({ consent, act, onClose }: EndProps) {
  const { t } = useTranslation();
  const end = useAct(act === "revoke" ? "consent_revoke" : "consent_withdraw", { onSuccess: onClose });
  return (
    <ReasonDialog
      draft={`consent-${act}:${consent.id}`}
      title={t(act === "revoke" ? "consent.revoke_title" : "consent.withdraw")}
      text={t(`consent.${act}_text`)}
      label={t("consent.reason")}
      submit={t(`consent.${act}`)}
      danger
      busy={end.isPending}
      error={end.error}
      onSubmit={(reason) =>
        end.mutate({ path: { id: consent.id }, version: consent.version, body: { reason } })
      }
      onClose={onClose}
    />
  );
}
