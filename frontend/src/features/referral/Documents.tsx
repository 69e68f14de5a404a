import { Badge, Group, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice, useProblemText } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { showProblem } from "@/ui/toast";
import type { Referral } from "./referral";

type Paper = Schemas["ReferralDocumentView"];

const colors = { missing: "yellow", ready: "blue", sent: "teal", not_needed: "gray" } as const;

/** The papers that a referral of this kind asks for; nothing where none are. */
export function Documents({ referral }: { referral: Referral }) {
  const { t } = useTranslation();
  const problem = useProblemText();
  const [without, setWithout] = useState<Paper["document"] | null>(null);
  const { data, error } = useCall("referral_document_list", { path: { id: referral.id } });
  const note = useAct("referral_document_note", {
    onError: (cause) => showProblem(problem(cause), t("referral.documents")),
  });
  const papers = data?.items ?? [];
  if (!error && papers.length === 0) return null;
  const missing = papers.filter(({ state }) => state === "missing").length;
  const { can } = referral;
  const may = can.includes("referral_document_note");
  return (
    <Section title={t("referral.documents")}>
      {error && <ProblemNotice error={error} />}
      {!error && (
        <Text c="dimmed" mb="xs" aria-live="polite">
          {missing > 0 ? t("referral.documents_missing", { count: missing }) : t("referral.documents_whole")}
        </Text>
      )}
      <Rows label={t("referral.documents")}>
        {papers.map(({ document, source, state, next: steps, note: why, by, at }) => {
          const name = t(`referral.papers.${document}`);
          return (
            <Row
              key={document}
              title={
                <Group gap="xs">
                  {name}
                  <Badge variant="light" color={colors[state]}>
                    {t(`referral.paper_states.${state}`)}
                  </Badge>
                </Group>
              }
              detail={[
                source === "practice" ? t("referral.paper_practice") : source,
                by && at && `${by.name}, ${formatInstant(at)}`,
                why,
              ]
                .filter(Boolean)
                .join(" · ")}
              actions={
                may &&
                steps.map((next) => (
                  <ActionButton
                    key={next}
                    can={can}
                    operation="referral_document_note"
                    variant="default"
                    size="compact-md"
                    aria-label={t("referral.paper_step", { name, step: t(`referral.paper_steps.${next}`) })}
                    loading={note.isPending && note.variables.body.document === document}
                    onClick={() =>
                      next === "not_needed"
                        ? setWithout(document)
                        : note.mutate({ path: { id: referral.id }, body: { document, state: next } })
                    }
                  >
                    {t(`referral.paper_steps.${next}`)}
                  </ActionButton>
                ))
              }
            />
          );
        })}
      </Rows>
      {without && <NotNeeded referral={referral} document={without} onClose={() => setWithout(null)} />}
    </Section>
  );
}

interface NotNeededProps {
  referral: Referral;
  document: Paper["document"];
  onClose: () => void;
}

function NotNeeded({ referral, document, onClose }: NotNeededProps) {
  const { t } = useTranslation();
  const { value: why, change, discard } = useDraft(`paper:${referral.id}:${document}`, () => "");
  const note = useAct("referral_document_note", {
    onSuccess: () => {
      discard();
      onClose();
    },
  });
  return (
    <Dialog
      title={t("referral.paper_step", {
        name: t(`referral.papers.${document}`),
        step: t("referral.paper_steps.not_needed"),
      })}
      submit={t("action.save")}
      busy={note.isPending}
      error={note.error}
      disabled={why.trim() === ""}
      onSubmit={() =>
        note.mutate({ path: { id: referral.id }, body: { document, state: "not_needed", note: why.trim() } })
      }
      onClose={onClose}
    >
      <TextInput
        label={t("referral.paper_why")}
        value={why}
        onChange={(event) => change(event.currentTarget.value)}
        error={fieldErrors(note.error)["note"]}
        maxLength={500}
        required
        data-autofocus
      />
    </Dialog>
  );
}
