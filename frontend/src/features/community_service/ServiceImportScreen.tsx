import { Button, FileInput, Group, Stack, Text, Title } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { CommunityServiceImportReport } from "@/api/types";
import { useCapability } from "@/app/me";
import { Facts } from "@/ui/Facts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { KB, LARGEST, MOST_SERVICES, formatOf, needed, optional } from "./file";

const counted = ["read", "created", "updated", "unchanged", "refused"] as const;

/** Bringing in a directory: try it first, put right what is named, then do it. */
export function ServiceImportScreen() {
  const { t } = useTranslation();
  useTitle(t("service.import"));
  const may = useCapability();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<CommunityServiceImportReport | null>(null);
  const send = useAct("community_service_import", { onSuccess: setReport });
  const [lost, setLost] = useState(false);
  const isTooLarge = file !== null && file.size > LARGEST;
  const take = async (dry_run: boolean) => {
    if (!file) return;
    // Nothing can be read of a file that was changed on the disk since it was chosen.
    const content = await file.text().catch(() => null);
    if (content === null) {
      setFile(null);
      setReport(null);
      setLost(true);
      return;
    }
    send.mutate({ body: { format: formatOf(file.name), content, dry_run } });
  };

  return (
    <Stack gap="md" maw={980}>
      <Link to="/services">{t("nav.services")}</Link>
      <Title order={1}>{t("service.import")}</Title>
      {!may("community_service_write") && <Text>{t("service.not_allowed")}</Text>}
      {may("community_service_write") && (
        <Section title={t("service.import_file")}>
          <Stack gap="sm">
            <Text c="dimmed">{t("service.import_text", { count: MOST_SERVICES })}</Text>
            <details>
              <summary>{t("service.import_columns")}</summary>
              <Stack gap={4} mt="xs">
                <Text size="sm">{t("service.import_needed", { columns: needed.join(", ") })}</Text>
                <Text size="sm">{t("service.import_may", { columns: optional.join(", ") })}</Text>
                <Text size="sm">{t("service.import_lists")}</Text>
              </Stack>
            </details>
            {send.error && <ProblemNotice error={send.error} />}
            <FileInput
              label={t("service.import_file")}
              placeholder={t("service.import_choose")}
              value={file}
              onChange={(chosen) => {
                setFile(chosen);
                setReport(null);
                setLost(false);
                send.reset();
              }}
              accept=".csv,.json,text/csv,application/json"
              error={
                isTooLarge
                  ? t("service.import_too_large", { kb: LARGEST / KB })
                  : lost
                    ? t("service.import_lost")
                    : undefined
              }
              clearable
              clearButtonProps={{ "aria-label": t("action.clear") }}
              maw={420}
            />
            <Group gap="sm">
              <Button
                onClick={() => void take(true)}
                loading={send.isPending}
                disabled={!file || isTooLarge}
                leftSection={<IconFileImport size={17} aria-hidden />}
              >
                {t("service.import_try")}
              </Button>
              <Text size="sm" c="dimmed">
                {t("service.import_try_text")}
              </Text>
            </Group>
          </Stack>
        </Section>
      )}
      {report && (
        <Report report={report}>
          {report.dry_run && report.created + report.updated > 0 && (
            <Button loading={send.isPending} onClick={() => void take(false)} w="fit-content">
              {t("service.import_now")}
            </Button>
          )}
        </Report>
      )}
    </Stack>
  );
}

function Report({ report, children }: { report: CommunityServiceImportReport; children: ReactNode }) {
  const { t } = useTranslation();
  const { dry_run, problems, more_problems } = report;
  const members = Object.entries(report.not_read).map(([name, count]) => `${name} (${count})`);
  return (
    <Section title={t(dry_run ? "service.import_report_dry" : "service.import_report")}>
      <Stack gap="md">
        <div aria-live="polite">
          <Facts items={counted.map((name) => [t(`service.counts.${name}`), report[name]])} />
        </div>
        {members.length > 0 && <Text>{t("service.not_read", { members: members.join(", ") })}</Text>}
        {problems.length > 0 && (
          <div>
            <Title order={3} mb="xs">
              {t("service.problems", { count: problems.length + more_problems })}
            </Title>
            <Rows label={t("service.problems", { count: problems.length + more_problems })}>
              {problems.map(({ line, column, reason }, index) => (
                <Row
                  key={index}
                  title={[t("service.line", { line }), column || t("service.whole_line")].join(", ")}
                  detail={reason}
                />
              ))}
            </Rows>
            {more_problems > 0 && <Text mt="sm">{t("service.more_problems", { count: more_problems })}</Text>}
          </div>
        )}
        <Group gap="sm">
          {children}
          {!dry_run && <Link to="/services">{t("service.see")}</Link>}
        </Group>
      </Stack>
    </Section>
  );
}
