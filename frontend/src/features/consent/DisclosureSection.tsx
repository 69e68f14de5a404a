import { Badge, Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import { formatInstant } from "@/lib/dates";
import { saveAnswer } from "@/lib/file";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { useLabels } from "./useLabels";

/** What went out about a person: to whom, for what, on which ground. */
export function DisclosureSection({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const labelText = useLabels();
  const log = usePages("disclosure_list", { path: { id: personId } });
  const path = `/api/v1/people/${encodeURIComponent(personId)}/disclosures/export`;
  const save = useMutation({ mutationFn: () => saveAnswer(path, "disclosures.csv") });
  return (
    <Section
      title={t("disclosure.title")}
      actions={
        <Button variant="default" loading={save.isPending} onClick={() => save.mutate()}>
          {t("disclosure.export")}
        </Button>
      }
    >
      <Text c="dimmed" size="sm" mb="sm">
        {t("disclosure.text")}
      </Text>
      {save.error && <ProblemNotice error={save.error} />}
      {log.error && <ProblemNotice error={log.error} />}
      {log.isPending && <Waiting lines={2} height={44} />}
      {log.data && log.items.length === 0 && <Text c="dimmed">{t("disclosure.none")}</Text>}
      <Rows label={t("disclosure.title")}>
        {log.items.map((one) => (
          <Row
            key={one.id}
            title={`${t(`disclosure.contents.${one.content}`)}: ${
              one.recipient_name ?? t(`consent.classes.${one.recipient_class}`)
            }`}
            detail={[
              formatInstant(one.at),
              one.by?.name ?? t("disclosure.by_link"),
              t(`consent.purposes.${one.purpose}`),
            ].join(" · ")}
            actions={
              one.owed && (
                <Badge variant="light" color="blue">
                  {t("disclosure.owed")}
                </Badge>
              )
            }
          >
            <Text size="sm">
              {[t(`disclosure.bases.${one.basis}`), labelText(one.labels)].filter(Boolean).join(" · ")}
            </Text>
          </Row>
        ))}
      </Rows>
      <More {...log} />
    </Section>
  );
}
