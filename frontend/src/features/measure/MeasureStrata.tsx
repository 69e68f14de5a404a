import { Select, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { MeasureView } from "@/api/types";
import { strataBy } from "@/app/search";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { inUnit, plain, type toQuery } from "./period";

type By = (typeof strataBy)[number];

interface StrataProps {
  measure: MeasureView;
  query: ReturnType<typeof toQuery>;
  by: By;
  onBy: (by: By) => void;
}

/** A measure by groups of people; small groups come without numbers for readers who may not see the people. */
export function MeasureStrata({ measure, query, by, onBy }: StrataProps) {
  const { t, i18n } = useTranslation();
  const strata = useCall("measure_strata", { path: { code: measure.code }, query: { ...query, by } });
  const name = (key: string | null | undefined) => {
    if (key == null) return t("measures.not_known");
    if (by === "language") return new Intl.DisplayNames(i18n.language, { type: "language" }).of(key) ?? key;
    const word = `code.${key}`;
    return by === "payer" && i18n.exists(word) ? String(t(word as "code.none")) : key;
  };
  const items = strata.data?.items ?? [];
  return (
    <Stack gap="sm">
      <Select
        label={t("measures.strata_by")}
        value={by}
        allowDeselect={false}
        onChange={(next) => onBy(strataBy.find((known) => known === next) ?? "language")}
        data={strataBy.map((code) => ({ value: code, label: t(`measures.by.${code}`) }))}
        w={240}
      />
      {strata.error && <ProblemNotice error={strata.error} />}
      {strata.isPending && <Waiting lines={2} />}
      {strata.data && !strata.data.recorded && <Text c="dimmed">{t("measures.not_recorded")}</Text>}
      {strata.data?.recorded && items.length === 0 && <Text c="dimmed">{t("measures.no_groups")}</Text>}
      {items.length > 0 && (
        <Table.ScrollContainer minWidth={280}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t(`measures.by.${by}`)}</Table.Th>
                <Table.Th>{t("measures.value")}</Table.Th>
                <Table.Th>{t("measures.counted")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((one) => (
                <Table.Tr key={one.key ?? ""}>
                  <Table.Th scope="row" fw={400}>
                    {name(one.key)}
                  </Table.Th>
                  {one.suppressed ? (
                    <Table.Td colSpan={2}>
                      {t("measures.hidden", { count: strata.data?.small_cell ?? 0 })}
                    </Table.Td>
                  ) : (
                    <>
                      <Table.Td>
                        {one.rate == null ? t("measure.no_rate") : inUnit(measure.kind, one.rate)}
                      </Table.Td>
                      <Table.Td>{plain(one.denominator ?? 0)}</Table.Td>
                    </>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
