import { Alert, Badge, Box, Button, Group, List, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { formatInstant } from "@/lib/dates";

const AT_FIRST = 5;
const HOUR_MS = 3_600_000;

interface RuleOutlookProps {
  outlook: Schemas["WorkCalendarPreview"] & { looser_than_published?: boolean };
  zone: string;
  /** It belongs to what was typed before. */
  busy: boolean;
  /** What is supposed; that the new version of a rule already held when nothing is said. */
  text?: string;
}

/** What a new version of a rule, or other working days, would mean for the open deadlines: how many, whose, from when to when. */
export function RuleOutlook({ outlook, zone, busy, text }: RuleOutlookProps) {
  const { t } = useTranslation();
  const id = useId();
  const { moved, overdue, owners, looser_than_published } = outlook;
  return (
    <Stack gap="xs" component="section" aria-labelledby={id} aria-busy={busy} opacity={busy ? 0.6 : 1}>
      {looser_than_published && (
        <Alert
          color="yellow"
          icon={<IconAlertTriangle aria-hidden />}
          title={t("rulebook.looser_than_published")}
        >
          {t("rulebook.looser_than_published_text")}
        </Alert>
      )}
      <Title order={3} size="h4" id={id}>
        {t("rulebook.preview")}
      </Title>
      <Text role="status" fw={600}>
        {t("rulebook.summary", {
          moved: t("rulebook.moved", { count: moved }),
          overdue: t("rulebook.overdue", { count: overdue }),
        })}
      </Text>
      <Text size="sm" c="dimmed">
        {text ?? t("rulebook.preview_text")}
      </Text>
      {moved > 0 && (
        <>
          <Group gap={6} role="group" aria-label={t("rulebook.owners")}>
            {owners.map(({ owner, moved: count }) => (
              <Badge key={owner?.id ?? ""} variant="light" color="gray">
                {t("rulebook.owner", { name: owner?.name ?? t("rulebook.no_owner"), count })}
              </Badge>
            ))}
          </Group>
          <Moves moves={outlook.moves} zone={zone} />
        </>
      )}
    </Stack>
  );
}

function Moves({ moves, zone }: { moves: Schemas["RuleMove"][]; zone: string }) {
  const { t } = useTranslation();
  const [all, { toggle }] = useDisclosure();
  const shiftWords = useShiftWords();
  const shown = all ? moves : moves.slice(0, AT_FIRST);
  return (
    <div>
      <List size="sm" spacing={6} aria-label={t("rulebook.moves")}>
        {shown.map(({ deadline_id, person, due_at, would_be_due_at, becomes_overdue }) => (
          <List.Item key={deadline_id}>
            <b>{person?.name ?? t("rulebook.hidden_person")}</b>{" "}
            {would_be_due_at
              ? t("rulebook.move", {
                  from: formatInstant(due_at, zone),
                  to: formatInstant(would_be_due_at, zone),
                  shift: shiftWords(due_at, would_be_due_at),
                })
              : t("rulebook.move_waits", { from: formatInstant(due_at, zone) })}{" "}
            {becomes_overdue && (
              <Badge variant="light" color="red">
                {t("rulebook.overdue_badge")}
              </Badge>
            )}
          </List.Item>
        ))}
      </List>
      {moves.length > AT_FIRST && (
        <Box mt="xs">
          <Button variant="subtle" size="compact-md" onClick={toggle} aria-expanded={all}>
            {all ? t("action.less") : t("action.more")}
          </Button>
        </Box>
      )}
    </div>
  );
}

/** "3 days earlier"; hours below two days. */
function useShiftWords() {
  const { t } = useTranslation();
  return (from: string, to: string) => {
    const hours = Math.round((new Date(to).getTime() - new Date(from).getTime()) / HOUR_MS);
    const way = hours < 0 ? "earlier" : "later";
    const count = Math.abs(hours);
    return count < 48
      ? t(`rulebook.shift.${way}.hours`, { count })
      : t(`rulebook.shift.${way}.days`, { count: Math.round(count / 24) });
  };
}
