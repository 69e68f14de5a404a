import { Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseloadView } from "@/api/types";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

const share = (value: number | null | undefined) => Math.round((value ?? 0) * 100);
const signed = (value: number) => (value > 0 ? `+${value}` : String(value));
const each = (value: number) => value.toLocaleString(undefined, { maximumFractionDigits: 1 });

/** The worker's own figures, for themself. */
export function OwnStrain({ own }: { own: NonNullable<CaseloadView["strain"]> }) {
  const { t } = useTranslation();
  const figures: [string, string][] = [
    [t("caseload.crises"), String(own.crises)],
    [t("caseload.deaths"), String(own.deaths)],
    [t("caseload.after_hours"), t("caseload.percent", { value: share(own.after_hours_share) })],
    [t("caseload.growth"), signed(own.overdue_growth)],
  ];
  return (
    <Section title={t("caseload.strain")}>
      <Text size="sm" c="dimmed" mb="xs">
        {t("caseload.strain_mine")}
      </Text>
      <Figures label={t("caseload.strain")} figures={figures} />
    </Section>
  );
}

/** Figures of teams of five and more. */
export function TeamStrain() {
  const { t } = useTranslation();
  const { data, error } = useCall("caseload_strain_get", {});
  if (error) return <ProblemNotice error={error} />;
  if (!data) return <Waiting lines={2} />;
  return (
    <Section title={t("caseload.strain")}>
      <Text size="sm" c="dimmed" mb="xs">
        {t("caseload.strain_team", { count: data.fewest })}
      </Text>
      <Stack gap="md">
        {data.teams.map(({ team, figures }) => (
          <div key={team?.id ?? ""}>
            <Text fw={600}>{team?.name ?? t("caseload.strain_together")}</Text>
            {figures ? (
              <Figures
                label={team?.name ?? t("caseload.strain_together")}
                figures={[
                  [t("caseload.team"), t("caseload.workers", { count: figures.workers })],
                  [t("caseload.crises_each"), each(figures.crises_each)],
                  [t("caseload.deaths_each"), each(figures.deaths_each)],
                  [
                    t("caseload.after_hours"),
                    t("caseload.percent", { value: share(figures.after_hours_share) }),
                  ],
                  [t("caseload.growth"), signed(figures.overdue_growth)],
                ]}
              />
            ) : (
              <Text size="sm">{t("caseload.strain_few")}</Text>
            )}
          </div>
        ))}
      </Stack>
    </Section>
  );
}

function Figures({ label, figures }: { label: string; figures: [string, string][] }) {
  return (
    <Table aria-label={label} verticalSpacing={4} maw={560}>
      <Table.Tbody>
        {figures.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400}>
              {name}
            </Table.Th>
            <Table.Td ta="end">{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
