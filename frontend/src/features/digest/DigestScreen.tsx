import { Badge, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconMailOpened } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAct, useCall, usePages } from "@/api/hooks";
import type { Digest, DigestLine, DigestSubscription } from "@/api/types";
import { boardOf, filtersOf, numberOf } from "@/features/measure_board/boards";
import { useMeasureTitle } from "@/features/measure/title";
import { formatDate, formatDay, formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";

/** The numbers that come every week or month, as they stood on the morning on which they were told. */
export function DigestScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.digests"));
  const digests = usePages("digest_list", { query: {} });
  return (
    <Stack gap="md" maw={900}>
      <div>
        <Title order={1}>{t("nav.digests")}</Title>
        <Text c="dimmed">{t("digest.text")}</Text>
      </div>
      <Subscriptions />
      {digests.error && <ProblemNotice error={digests.error} />}
      {digests.isPending && <Waiting />}
      {digests.data && digests.items.length === 0 && (
        <EmptyState
          icon={<IconMailOpened size={36} stroke={1.5} aria-hidden />}
          title={t("digest.none")}
          text={t("digest.none_text")}
        >
          <Link to="/boards">{t("nav.boards")}</Link>
        </EmptyState>
      )}
      {digests.items.map((digest) => (
        <Made key={digest.id} digest={digest} />
      ))}
      <More {...digests} />
    </Stack>
  );
}

/** What comes, and the end of it. */
function Subscriptions() {
  const { t } = useTranslation();
  const { data, error } = useCall("digest_subscription_list", {});
  if (error) return <ProblemNotice error={error} />;
  if (!data || data.items.length === 0) return null;
  return (
    <Section title={t("digest.coming")}>
      <Rows label={t("digest.coming")}>
        {data.items.map((own) => (
          <Subscription key={own.id} own={own} />
        ))}
      </Rows>
    </Section>
  );
}

function Subscription({ own }: { own: DigestSubscription }) {
  const { t } = useTranslation();
  const end = useAct("digest_subscription_end", { onSuccess: () => showDone(t("digest.ended")) });
  return (
    <Row
      title={own.name}
      detail={
        <>
          {t(`digest.cadence.${own.cadence}`)} · {t("digest.next", { at: formatInstant(own.next_at) })}
          {end.error && <ProblemNotice error={end.error} />}
        </>
      }
      actions={
        <ActionButton
          can={own.can}
          operation="digest_subscription_end"
          variant="subtle"
          size="compact-md"
          loading={end.isPending}
          onClick={() => end.mutate({ path: { id: own.id }, version: own.version })}
        >
          {t("digest.end")}
          <span className="visually-hidden">: {own.name}</span>
        </ActionButton>
      }
    />
  );
}

/** One morning's numbers. */
function Made({ digest }: { digest: Digest }) {
  const { t } = useTranslation();
  const read = useAct("digest_read");
  return (
    <Section
      title={t("digest.of_day", { name: digest.name, on: formatDay(digest.made_at) })}
      actions={
        digest.unread && (
          <>
            <Badge>{t("digest.new")}</Badge>
            <ActionButton
              can={digest.can}
              operation="digest_read"
              variant="default"
              size="compact-md"
              loading={read.isPending}
              onClick={() => read.mutate({ path: { id: digest.id }, version: digest.version })}
            >
              {t("digest.read")}
            </ActionButton>
          </>
        )
      }
    >
      {read.error && <ProblemNotice error={read.error} />}
      {digest.withheld ? <Text>{t("digest.withheld")}</Text> : <Numbers digest={digest} />}
    </Section>
  );
}

function Numbers({ digest }: { digest: Digest }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      {digest.from && digest.to && digest.kind !== "population" && (
        <Text size="sm" c="dimmed">
          {t("board.days", { from: formatDate(digest.from), to: formatDate(digest.to) })}
        </Text>
      )}
      <Table.ScrollContainer minWidth={320}>
        <Table aria-label={digest.name}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("digest.what")}</Table.Th>
              <Table.Th ta="end">{t("board.number")}</Table.Th>
              <Table.Th ta="end">{t("board.target")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {digest.lines.map((line) => (
              <Line key={line.code} line={line} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group>
        <Now digest={digest} />
      </Group>
    </Stack>
  );
}

function Line({ line }: { line: DigestLine }) {
  const { t } = useTranslation();
  const titled = useMeasureTitle();
  const { code, title, share, value, suppressed, numerator, denominator, target } = line;
  const name =
    title == null
      ? t(code === "high_risk" ? "digest.high_risk" : "digest.without_contact")
      : titled({ code, title });
  const none = t(suppressed ? "measures.hidden_few" : "measure.no_rate");
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {name}
      </Table.Th>
      <Table.Td ta="end">
        {value == null ? none : numberOf(value, share)}
        {value != null && share && numerator != null && (
          <Text size="sm" c="dimmed">
            {t("measure.fraction", { numerator, denominator })}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="end">
        {target == null ? t("board.nothing") : numberOf(target, share)}
        {line.standing === "off_target" && (
          <Text size="sm" c="dimmed">
            {t("digest.missed")}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** The way to the same numbers as they are now. */
function Now({ digest }: { digest: Digest }) {
  const { t } = useTranslation();
  const { scope, program } = filtersOf(digest);
  const search = { ...(scope && { scope }), ...(program && { program }) };
  if (digest.kind === "population") {
    return (
      <Link to="/population" search={search}>
        {t("digest.now")}
      </Link>
    );
  }
  if (digest.kind === "measure" && digest.subject) {
    return (
      <Link to="/measures/$code" params={{ code: digest.subject }} search={search}>
        {t("digest.now")}
      </Link>
    );
  }
  const board = boardOf(digest);
  return (
    <Link to="/boards" search={{ ...search, ...(board && { board }) }}>
      {t("digest.now")}
    </Link>
  );
}
