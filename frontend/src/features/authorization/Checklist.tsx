import { SegmentedControl, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { Authorization } from "@/api/types";
import { isDisclosure } from "@/features/consent/consent";
import { formatInstant } from "@/lib/dates";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { documentStates, pick } from "./fields";
import { useSharing } from "./useSharing";

/** The papers that the payer wants for this service, and where each stands. */
export function Checklist({ request }: { request: Authorization }) {
  const { t } = useTranslation();
  const tick = useAct("authorization_document", { shows: "authorization_get" });
  const may = request.can.includes("authorization_document");
  // A paper of a draft goes nowhere yet.
  const sharing = useSharing(may && request.summary.status !== "draft" ? request : undefined);
  return (
    <Section title={t("authorization.documents")}>
      {sharing.denied && sharing.notice}
      {tick.error && !(sharing.denied && isDisclosure(tick.error)) && <ProblemNotice error={tick.error} />}
      {sharing.instead}
      <Rows>
        {request.documents.map(({ kind, state, at, by }) => (
          <Row
            key={kind}
            title={t(`authorization.document.${kind}`)}
            detail={by && at ? `${by.name} · ${formatInstant(at)}` : undefined}
            actions={
              may ? (
                <SegmentedControl
                  aria-label={t(`authorization.document.${kind}`)}
                  value={state}
                  disabled={tick.isPending}
                  onChange={(next) =>
                    tick.mutate({
                      path: { id: request.id },
                      version: request.version,
                      body: { kind, state: pick(documentStates, next, state) },
                    })
                  }
                  data={documentStates.map((code) => ({
                    value: code,
                    label: t(`authorization.document_state.${code}`),
                  }))}
                />
              ) : (
                <Text size="sm">{t(`authorization.document_state.${state}`)}</Text>
              )
            }
          />
        ))}
      </Rows>
    </Section>
  );
}
