import { Popover, Table, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { TodayItem } from "@/api/types";
import { sumOf, topReason } from "./list";
import { useReasonText } from "./useReasonText";
import classes from "./Why.module.css";

const minus = (points: number) => String(points).replace("-", "\u2212");
const signed = (points: number) => (points > 0 ? `+${points}` : minus(points));

interface WhyProps {
  item: TodayItem;
  cell: Record<string, unknown>;
}

/** Why an item stands where it stands: the heaviest reason at a glance, all of them with their points on request. */
export function Why({ item, cell }: WhyProps) {
  const { t } = useTranslation();
  const text = useReasonText(item);
  const [open, { toggle, close }] = useDisclosure();
  const heaviest = topReason(item);
  const top = heaviest ? text(heaviest) : "";
  return (
    <Popover
      opened={open}
      onChange={(next) => !next && close()}
      position="bottom-end"
      width={400}
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>
        <UnstyledButton
          {...cell}
          className={classes.why}
          onClick={toggle}
          data-why
          aria-label={t("today.why_label", { reason: top, score: item.score })}
        >
          <span className={classes.label}>{top}</span>
          <span className={classes.score}>
            {t("today.points_of", { count: item.score, points: minus(item.score) })}
            <IconInfoCircle size={14} aria-hidden />
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Reasons item={item} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The additive points of an item; they sum to its score. */
export function Reasons({ item }: { item: TodayItem }) {
  const { t } = useTranslation();
  const text = useReasonText(item);
  const sum = sumOf(item);
  return (
    <div tabIndex={-1} data-autofocus className={classes.reasons}>
      <Table verticalSpacing={6} withRowBorders>
        <Table.Caption className={classes.caption}>{t("today.why_text")}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("today.reason")}</Table.Th>
            <Table.Th ta="right">{t("today.points")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {item.reasons.map((reason) => (
            <Table.Tr key={reason.code}>
              <Table.Td>
                {text(reason)}
                {(reason.rule ?? reason.anchor) && (
                  <Text size="xs" c="dimmed">
                    {[reason.rule && t("today.rule", { rule: reason.rule }), reason.anchor]
                      .filter(Boolean)
                      .join(" · ")}
                  </Text>
                )}
              </Table.Td>
              <Table.Td ta="right" fw={600} className={classes.points}>
                {signed(reason.points)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th>{t("today.score")}</Table.Th>
            <Table.Th ta="right" data-testid="score-sum">
              {sum}
            </Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </div>
  );
}
