import { ScrollArea, Select, Stack, Table, Text } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { labels, purposes, regimes, type Label } from "./consent";
import { Ticks } from "./Ticks";

type Sight = Schemas["ConsentSight"];

/** Who could get a record that is protected like this: every kind of recipient and everybody named, for each purpose. */
export function SightSection({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const [ticked, setTicked] = useState<string[]>([]);
  const [regime, setRegime] = useState<(typeof regimes)[number]>("hipaa");
  const chosen: Label[] = labels.filter((code) => ticked.includes(code));
  const sight = useCall(
    "consent_simulate",
    { path: { id: personId }, body: { labels: chosen, regime } },
    { placeholderData: keepPreviousData },
  );
  return (
    <Section title={t("disclosure.sight")}>
      <Stack gap="md">
        <Text c="dimmed" size="sm">
          {t("disclosure.sight_text")}
        </Text>
        <Select
          label={t("disclosure.sight_record")}
          value={regime}
          onChange={(next) => setRegime(regimes.find((code) => code === next) ?? regime)}
          data={regimes.map((code) => ({ value: code, label: t(`consent.regimes.${code}`) }))}
          allowDeselect={false}
          maw={320}
        />
        <Ticks
          label={t("consent.labels")}
          value={ticked}
          onChange={setTicked}
          options={labels}
          text={(code) => t(`consent.label.${code}`)}
        />
        {sight.error && <ProblemNotice error={sight.error} />}
        {sight.isPending && <Waiting lines={5} height={44} />}
        {sight.data && <SightTable sight={sight.data} />}
      </Stack>
    </Section>
  );
}

function SightTable({ sight }: { sight: Sight }) {
  const { t } = useTranslation();
  return (
    <ScrollArea
      type="auto"
      viewportProps={{ tabIndex: 0, role: "region", "aria-label": t("disclosure.sight_table") }}
    >
      <Table verticalSpacing="xs" withRowBorders miw={760}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("consent.class")}</Table.Th>
            {purposes.map((code) => (
              <Table.Th key={code} scope="col">
                {t(`consent.purposes.${code}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sight.recipients.map((one) => (
            <Table.Tr key={`${one.class}:${one.name ?? ""}`}>
              <Table.Th scope="row">{one.name ?? t(`consent.classes.${one.class}`)}</Table.Th>
              {one.decisions.map(({ purpose, basis, reason }) => (
                <Table.Td key={purpose}>
                  {basis ? (
                    <>
                      <Text size="sm" fw={600}>
                        {t("disclosure.sight_yes")}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {t(`disclosure.bases.${basis}`)}
                      </Text>
                    </>
                  ) : (
                    <Text size="sm" c="dimmed">
                      {t(reason === "refused" ? "disclosure.sight_refused" : "disclosure.sight_no")}
                    </Text>
                  )}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
