import { Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { useCapability, useMe } from "@/app/me";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { Board } from "./Board";
import { CaseRows } from "./CaseRows";
import { LoadBar } from "./LoadBar";
import { Parts } from "./Parts";
import { OwnStrain } from "./Strain";

/** A lead sees the board of whom they lead; everybody else their own caseload, with its parts. */
export function CaseloadScreen() {
  const { t } = useTranslation();
  const leads = useCapability()("caseload_move");
  useTitle(t("nav.caseloads"));
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{leads ? t("caseload.title") : t("caseload.mine")}</Title>
        <Link to="/performance">{t("performance.open")}</Link>
      </Group>
      {leads ? <Board /> : <Own />}
    </Stack>
  );
}

function Own() {
  const { t } = useTranslation();
  const me = useMe();
  const { data, error } = useCall("caseload_get", { path: { id: me.id } });
  if (error) return <ProblemNotice error={error} />;
  if (!data) return <Waiting lines={4} height={80} />;
  const { load } = data.worker;
  return (
    <Stack gap="md" maw={900}>
      <Section title={t("caseload.why")}>
        <Stack gap="md">
          <LoadBar load={load} />
          <Text size="sm">
            {[
              t("caseload.cases", { count: load.cases }),
              t("caseload.hard", { count: load.hard }),
              t("caseload.points", { value: load.points }),
              ...(load.covered > 0 ? [t("caseload.covered", { count: load.covered })] : []),
            ].join(" · ")}
          </Text>
          {load.missing.map((code) => (
            <Text key={code} size="sm">
              {t(`caseload.missing.${code}`)}
            </Text>
          ))}
          <Parts programs={data.programs} />
        </Stack>
      </Section>
      {data.strain && <OwnStrain own={data.strain} />}
      <Section title={t("nav.short.cases")}>
        <CaseRows staffId={me.id} />
      </Section>
    </Stack>
  );
}
