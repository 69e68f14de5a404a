import { Button, Group, Table, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { MileageMonth } from "@/api/types";
import { useCapability, useMe } from "@/app/me";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { formatDate, todayIn } from "@/lib/dates";
import { saveTable } from "@/lib/file";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { csvOf, distance } from "./mileage";
import classes from "./visit.module.css";

const columns = [
  "on",
  "who",
  "kind",
  "set_out",
  "arrived",
  "departed",
  "start",
  "end",
  "far",
  "unit",
] as const;

/** How far one drove in a month, to be handed in. */
export function MileagePanel() {
  const { t } = useTranslation();
  const me = useMe();
  const may = useCapability();
  const [month, setMonth] = useState(() => todayIn(me.time_zone).slice(0, 7));
  const [staff, setStaff] = useState<string | null>(me.id);
  const { data, error } = useCall("mileage_list", {
    query: { on: `${month}-01`, ...(staff && staff !== me.id ? { staff_id: staff } : {}) },
  });
  const save = (rows: MileageMonth) => {
    const heads = columns.map((column) => t(`visit.columns.${column}`));
    const kind = (code: string) => t(`appointment.kinds.${code}` as "appointment.kinds.home_visit");
    const text = csvOf(rows, { heads, kind, total: t("visit.total") });
    saveTable(`mileage-${month}.csv`, text);
  };
  return (
    <Section
      title={t("visit.mileage_month")}
      actions={
        <Button variant="default" disabled={!data?.rows.length} onClick={() => data && save(data)}>
          {t("visit.csv")}
        </Button>
      }
    >
      <Group gap="sm" align="flex-end" mb="sm">
        <TextInput
          type="month"
          label={t("visit.month")}
          value={month}
          onChange={(event) => event.currentTarget.value && setMonth(event.currentTarget.value)}
        />
        {may("case_assign") && (
          <StaffSelect label={t("visit.whose")} value={staff} onChange={setStaff} allowDeselect={false} />
        )}
      </Group>
      {error && <ProblemNotice error={error} />}
      {data && data.rows.length === 0 && <Text c="dimmed">{t("visit.no_mileage")}</Text>}
      {data && data.rows.length > 0 && <Ways month={data} />}
    </Section>
  );
}

function Ways({ month }: { month: MileageMonth }) {
  const { t } = useTranslation();
  return (
    <div className={classes.table}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("visit.columns.on")}</Table.Th>
            <Table.Th>{t("visit.columns.kind")}</Table.Th>
            <Table.Th className={classes.number}>{t("visit.columns.far")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {month.rows.map((row) => (
            <Table.Tr key={row.visit_id}>
              <Table.Td>{formatDate(row.on)}</Table.Td>
              <Table.Td>{t(`appointment.kinds.${row.kind}`)}</Table.Td>
              <Table.Td className={classes.number}>{distance(row.mileage.tenths, row.mileage.unit)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          {month.totals.map(({ unit, tenths }) => (
            <Table.Tr key={unit}>
              <Table.Th colSpan={2}>{t("visit.total")}</Table.Th>
              <Table.Th className={classes.number}>{distance(tenths, unit)}</Table.Th>
            </Table.Tr>
          ))}
        </Table.Tfoot>
      </Table>
    </div>
  );
}
