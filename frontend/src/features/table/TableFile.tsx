import { Button, FileInput, Group, Stack, Text } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { TableImportReport } from "@/api/types";
import { Facts } from "@/ui/Facts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { LARGEST_KB } from "./table";

const counted = ["read", "created", "updated", "unchanged", "refused"] as const;

interface TableFileProps {
  operation: "survey_answer_import" | "cost_import" | "insurance_plan_import";
  label: string;
  columns: readonly string[];
}

/** A table that is brought in: try the file first, put right what is named, then do it. */
export function TableFile({ operation, label, columns }: TableFileProps) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<TableImportReport | null>(null);
  const send = useAct(operation, { onSuccess: setReport });
  const [lost, setLost] = useState(false);
  const isTooLarge = file !== null && file.size > LARGEST_KB * 1000;
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
    send.mutate({ body: { content, dry_run } });
  };
  return (
    <Stack gap="sm">
      <Text size="sm">{t("service.import_needed", { columns: columns.join(", ") })}</Text>
      {send.error && <ProblemNotice error={send.error} />}
      <FileInput
        label={label}
        placeholder={t("service.import_choose")}
        value={file}
        onChange={(chosen) => {
          setFile(chosen);
          setReport(null);
          setLost(false);
          send.reset();
        }}
        accept=".csv,text/csv"
        error={
          isTooLarge
            ? t("service.import_too_large", { kb: LARGEST_KB })
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
      {report && <Report report={report} />}
      {report?.dry_run && report.created + report.updated > 0 && (
        <Button loading={send.isPending} onClick={() => void take(false)} w="fit-content">
          {t("service.import_now")}
        </Button>
      )}
    </Stack>
  );
}

function Report({ report }: { report: TableImportReport }) {
  const { t } = useTranslation();
  const title = t("service.problems", { count: report.problems.length });
  return (
    <>
      <div aria-live="polite">
        <Text fw={650}>{t(report.dry_run ? "service.import_report_dry" : "service.import_report")}</Text>
        <Facts items={counted.map((name) => [t(`service.counts.${name}`), report[name]])} />
      </div>
      {report.problems.length > 0 && (
        <div>
          <Text fw={650}>{title}</Text>
          <Rows label={title}>
            {report.problems.map(({ line, column, reason }) => (
              <Row
                key={line}
                title={[t("service.line", { line }), column || t("service.whole_line")].join(", ")}
                detail={reason}
              />
            ))}
          </Rows>
        </div>
      )}
    </>
  );
}
