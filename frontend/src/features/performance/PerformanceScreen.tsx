import { Button, Group, Select, Stack, Text, Title } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { PerformancePack } from "@/api/types";
import { useCapability, useMe } from "@/app/me";
import { defaultPeriod } from "@/features/measure/period";
import { PeriodFields } from "@/features/measure/PeriodFields";
import { formatDate } from "@/lib/dates";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { Documents } from "./Documents";
import { Measures } from "./Measures";
import { Months } from "./Months";

const route = getRouteApi("/performance");

/** The numbers of one colleague's work beside what surrounds them: one's own first, then those of whom one leads. */
export function PerformanceScreen() {
  const { t } = useTranslation();
  useTitle(t("performance.title"));
  const me = useMe();
  const leads = useCapability()("caseload_move");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const period = defaultPeriod();
  const days = { from: search.from ?? period.from, to: search.to ?? period.to };
  const staffId = search.staff ?? me.id;
  const pack = useCall(
    "performance_pack_get",
    { path: { id: staffId }, query: days },
    { placeholderData: (before) => before },
  );
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1}>{t("performance.title")}</Title>
          <Text c="dimmed" maw={640}>
            {t("performance.text")}
          </Text>
        </div>
        <Button
          variant="default"
          leftSection={<IconPrinter size={17} aria-hidden />}
          onClick={() => window.print()}
          data-noprint
        >
          {t("print.print")}
        </Button>
      </Group>
      <Group gap="sm" align="flex-end" data-noprint>
        {leads && (
          <Colleagues staffId={staffId} shown={pack.data?.staff} onChange={(staff) => change({ staff })} />
        )}
        <PeriodFields from={days.from} to={days.to} onChange={change} />
      </Group>
      {pack.error && <ProblemNotice error={pack.error} />}
      {!pack.data && !pack.error && <Waiting lines={5} height={120} />}
      {pack.data && !pack.error && <Pack pack={pack.data} own={pack.data.staff.id === me.id} />}
    </Stack>
  );
}

interface ColleaguesProps {
  staffId: string;
  /** Whose numbers are shown. */
  shown: PerformancePack["staff"] | undefined;
  onChange: (staff: string | undefined) => void;
}

/** Oneself, and whom one leads. */
function Colleagues({ staffId, shown, onChange }: ColleaguesProps) {
  const { t } = useTranslation();
  const me = useMe();
  const board = useCall("caseload_list", { query: {} });
  const others = (board.data?.workers ?? []).map(({ staff }) => staff).filter(({ id }) => id !== me.id);
  // Who stands in the address may not be among them, or not yet.
  const known = staffId === me.id || others.some(({ id }) => id === staffId);
  const own = known ? [] : [{ id: staffId, name: shown?.id === staffId ? shown.name : "…" }];
  return (
    <>
      <Select
        label={t("performance.whose")}
        value={staffId}
        onChange={(id) => onChange(id && id !== me.id ? id : undefined)}
        data={[
          { value: me.id, label: t("performance.mine") },
          ...[...own, ...others].map(({ id, name }) => ({ value: id, label: name })),
        ]}
        allowDeselect={false}
        searchable
        w={260}
      />
      {board.error && <ProblemNotice error={board.error} />}
    </>
  );
}

function Pack({ pack, own }: { pack: PerformancePack; own: boolean }) {
  const { t } = useTranslation();
  const { staff, title, teams, from, to, days_off } = pack;
  return (
    <>
      <div>
        <Text fw={650}>
          {[staff.name, title, ...teams.map(({ name }) => name)].filter(Boolean).join(" · ")}
        </Text>
        <Text size="sm" c="dimmed">
          {t("board.days", { from: formatDate(from), to: formatDate(to) })} ·{" "}
          {t("performance.days_off", { count: days_off })}
        </Text>
        {!own && <Text size="sm">{t("performance.of_colleague")}</Text>}
      </div>
      <Section title={t("performance.around")}>
        <Months months={pack.months} />
      </Section>
      <Section title={t("performance.measures")}>
        <Measures pack={pack} />
      </Section>
      <Section title={t("performance.documents")}>
        <Documents pack={pack} />
      </Section>
    </>
  );
}
