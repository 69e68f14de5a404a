import { SegmentedControl, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { Authorization } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { documentStates, pick } from "./fields";

/** The papers that the payer wants for this service, and where each stands. */
export function Checklist({ request }: { request: Authorization }) {
  const { t } = useTranslation();
  const tick = useAct("authorization_document", { shows: "authorization_get" });
  const may = request.can.includes("authorization_document");
  return (
    <Section title={t("authorization.documents")}>
      {tick.error && <ProblemNotice error={tick.error} />}
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
