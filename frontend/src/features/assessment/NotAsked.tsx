import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Item } from "./logic";
import classes from "./Assessment.module.css";

interface NotAskedProps {
  /** Questions that are not asked for the same reason. */
  items: [Item, ...Item[]];
  all: Item[];
  labels: Map<number, string>;
}

/** Questions that the answers so far do not lead to, and what would lead there. */
export function NotAsked({ items, all, labels }: NotAskedProps) {
  const { t } = useTranslation();
  const label = (item: Item | undefined) => (item && labels.get(item.number)) ?? "";
  const last = items.at(-1);
  const rule = items[0].ask_if;
  const parent = all.find(({ number }) => number === rule?.item);
  const answer = parent?.options.find(({ value }) => value === rule?.value)?.label ?? rule?.value;
  const reason = () => {
    if (parent) return t("assessment.only_after", { label: label(parent), answer });
    if (rule?.points_of.length) return t("assessment.only_points_of", { labels: rule.points_of.join(", ") });
    return t("assessment.only_points");
  };
  return (
    <li className={classes.notAsked}>
      <Text size="sm" fw={600}>
        {t("assessment.not_asked", {
          count: items.length,
          labels: items.length > 1 ? `${label(items[0])}\u2013${label(last)}` : label(last),
        })}
      </Text>
      <Text size="sm">{reason()}</Text>
    </li>
  );
}
