import { Badge, Button, FileInput, Group, Stack, Switch, Table, Text, TextInput, Title } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "@tanstack/react-query";
import { useCall } from "@/api/hooks";
import type { ApiError } from "@/api/problem";
import { useWords } from "@/lib/words";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { upload, type ImportView } from "./run";

const POLL_MS = 1_500;
const counted = ["read", "stored", "unchanged", "kept_raw", "refused"] as const;

/** Bringing in FHIR data: try it first, then do it, and see what became of every resource. */
export function ImportScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.import"));
  const [file, setFile] = useState<File | null>(null);
  const [dryRun, setDryRun] = useState(true);
  const [shiftTo, setShiftTo] = useState("");
  const [shown, setShown] = useState<string | null>(null);
  const list = useCall("import_list", { query: {} });
  const start = useMutation<ImportView, ApiError, File>({
    mutationFn: (chosen) => upload(chosen, { dryRun, shiftTo }),
    onSuccess: ({ id }) => {
      setShown(id);
      void list.refetch();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file) start.mutate(file);
  };
  const current = shown ?? list.data?.items[0]?.id;

  return (
    <Stack gap="md" maw={980}>
      <Title order={1}>{t("nav.import")}</Title>
      <Section title={t("import.new")}>
        <form onSubmit={submit}>
          <Stack gap="sm">
            <Text c="dimmed">{t("import.text")}</Text>
            {start.error && <ProblemNotice error={start.error} />}
            <Group align="flex-end">
              <FileInput
                label={t("import.file")}
                placeholder={t("import.choose")}
                value={file}
                onChange={setFile}
                accept=".json,.ndjson,application/json,application/fhir+json,application/fhir+ndjson"
                clearable
                flex="1 1 16rem"
                required
              />
              <TextInput
                type="date"
                label={t("import.shift")}
                description={t("import.shift_text")}
                value={shiftTo}
                onChange={(event) => setShiftTo(event.currentTarget.value)}
              />
            </Group>
            <Switch
              label={t("import.dry_run")}
              checked={dryRun}
              onChange={(event) => setDryRun(event.currentTarget.checked)}
            />
            <Button
              type="submit"
              loading={start.isPending}
              disabled={!file}
              w="fit-content"
              leftSection={<IconFileImport size={17} aria-hidden />}
            >
              {t(dryRun ? "import.try" : "import.start")}
            </Button>
          </Stack>
        </form>
      </Section>
      {list.error && <ProblemNotice error={list.error} />}
      {list.data?.items.length === 0 && !shown && (
        <EmptyState
          icon={<IconFileImport size={36} stroke={1.5} aria-hidden />}
          title={t("import.none")}
          text={t("import.none_text")}
        />
      )}
      {current && <Report id={current} />}
    </Stack>
  );
}

function Report({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const run = useCall(
    "import_get",
    { path: { id } },
    { refetchInterval: ({ state }) => (state.data?.status === "running" ? POLL_MS : false) },
  );
  if (run.error) return <ProblemNotice error={run.error} />;
  if (!run.data) return <Waiting lines={2} height={100} />;
  const { status, dry_run, report } = run.data;
  const types = Object.entries(report.by_type);
  return (
    <Section
      title={t(dry_run ? "import.report_dry" : "import.report")}
      actions={
        <Badge
          size="lg"
          variant="light"
          color={status === "failed" ? "red" : status === "running" ? "yellow" : "teal"}
        >
          {words(status)}
        </Badge>
      }
    >
      <div aria-live="polite">
        {status === "running" && <Text c="dimmed">{t("import.running")}</Text>}
        <Table.ScrollContainer minWidth={560}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("import.type")}</Table.Th>
                {counted.map((name) => (
                  <Table.Th key={name} ta="right">
                    {t(`import.counts.${name}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {types.map(([type, counts]) => (
                <Table.Tr key={type}>
                  <Table.Td>{type}</Table.Td>
                  {counted.map((name) => (
                    <Table.Td key={name} ta="right">
                      {counts[name]}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </div>
      {report.problems.length > 0 && (
        <Stack gap={4} mt="md">
          <Title order={3}>{t("import.problems", { count: report.problems.length })}</Title>
          <ul>
            {report.problems.map(({ file, path, reason }) => (
              <li key={`${file}${path}${reason}`}>
                {reason}{" "}
                <Text span size="sm" c="dimmed">
                  {[file, path].filter(Boolean).join(", ")}
                </Text>
              </li>
            ))}
          </ul>
        </Stack>
      )}
    </Section>
  );
}
