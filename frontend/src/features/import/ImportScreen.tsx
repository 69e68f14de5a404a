import { Button, FileInput, Group, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "@tanstack/react-query";
import { useCall } from "@/api/hooks";
import type { ApiError } from "@/api/problem";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { EarlierImports } from "./EarlierImports";
import { ImportReport } from "./ImportReport";
import { upload, type ImportView } from "./run";

/** Bringing in FHIR data: try it first, then do it, and see what became of every resource. */
export function ImportScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.import"));
  const [file, setFile] = useState<File | null>(null);
  const [dryRun, setDryRun] = useState(true);
  const [shiftTo, setShiftTo] = useState("");
  const [shown, setShown] = useState<string | null>(null);
  /** The try of the file and options that are still chosen: it can be done for real as it is. */
  const [tried, setTried] = useState<string | null>(null);
  const list = useCall("import_list", { query: {} });
  const start = useMutation<ImportView, ApiError, { chosen: File; dry: boolean }>({
    mutationFn: ({ chosen, dry }) => upload(chosen, { dryRun: dry, shiftTo }),
    onSuccess: ({ id, dry_run }) => {
      setShown(id);
      setTried(dry_run ? id : null);
      void list.refetch();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file) start.mutate({ chosen: file, dry: dryRun });
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
                onChange={(chosen) => {
                  setFile(chosen);
                  setTried(null);
                }}
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
                onChange={(event) => {
                  setShiftTo(event.currentTarget.value);
                  setTried(null);
                }}
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
      {current && (
        <ImportReport id={current}>
          {file && tried === current && (
            <Button
              loading={start.isPending}
              onClick={() => start.mutate({ chosen: file, dry: false })}
              leftSection={<IconFileImport size={17} aria-hidden />}
            >
              {t("import.now")}
            </Button>
          )}
        </ImportReport>
      )}
      <EarlierImports runs={list.data?.items ?? []} current={current} onShow={setShown} />
    </Stack>
  );
}
