import { SimpleGrid, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import classes from "./engagement.module.css";

const shown = [
  "people_tried",
  "people_reached",
  "tries",
  "reached",
  "no_answer",
  "left_message",
  "wrong_number",
  "refused",
  "inbound",
] as const;

/** What became of outreach lately, as numbers with their names. */
export function EngagementFigures({ figures }: { figures: Schemas["EngagementFigures"] }) {
  const { t, i18n } = useTranslation();
  const { people_tried: tried, people_reached: reached } = figures;
  const share = new Intl.NumberFormat(i18n.language, { style: "percent" });
  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 3, lg: 5 }} m={0}>
      {shown.map((name) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {t(`engagement.figure.${name}`)}
          </Text>
          <Text component="dd" m={0} className={classes.figure}>
            {figures[name]}
          </Text>
          {name === "people_reached" && tried > 0 && (
            <Text component="dd" m={0} size="sm" c="dimmed">
              {t("engagement.share", { share: share.format(reached / tried) })}
            </Text>
          )}
        </div>
      ))}
    </SimpleGrid>
  );
}
