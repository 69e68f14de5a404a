import { Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import classes from "./Acuity.module.css";
import { useModelWords } from "./words";

/** How the score is computed: weights, tables and thresholds, each with its reason. */
export function ModelPanel() {
  const { t } = useTranslation();
  const words = useModelWords();
  const model = useCall("acuity_model", {}, { staleTime: Infinity, meta: { fixed: true } });
  if (model.error) return <ProblemNotice error={model.error} />;
  if (!model.data) return <Waiting />;
  const { code, version, factors, facts, tiers, longest_override_days: days } = model.data;
  return (
    <Stack gap="md">
      <Text>{t("acuity.model_text", { model: `${code} ${version}`, days })}</Text>
      <div>
        <Title order={3} size="h4">
          {t("acuity.thresholds")}
        </Title>
        <Table className={classes.parts}>
          <Table.Tbody>
            {tiers.map(({ tier, from, why }) => (
              <Table.Tr key={tier}>
                <Table.Th scope="row">{t(`tier.${tier}`)}</Table.Th>
                <Table.Td className={classes.points}>{t("acuity.from_points", { points: from })}</Table.Td>
                <Table.Td>{words.why(why)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {factors.map(({ factor, weight }) => (
        <div key={factor}>
          <Title order={3} size="h4">
            {t("acuity.weight", { factor: t(`acuity.factors.${factor}`), weight })}
          </Title>
          <Table className={classes.parts}>
            <Table.Tbody>
              {facts
                .filter((scale) => scale.factor === factor)
                .map(({ fact, steps, why }) => (
                  <Table.Tr key={fact}>
                    <Table.Th scope="row" w="34%">
                      {t(`acuity.facts.${fact}`)}
                      <span className={classes.because}>{words.why(why)}</span>
                    </Table.Th>
                    <Table.Td>
                      {steps
                        .filter(({ points }) => points > 0)
                        .map(({ from, points }) => t("acuity.step", { from, points }))
                        .join("; ")}
                    </Table.Td>
                  </Table.Tr>
                ))}
            </Table.Tbody>
          </Table>
        </div>
      ))}
    </Stack>
  );
}
