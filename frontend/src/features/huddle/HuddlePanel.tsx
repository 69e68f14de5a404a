import { Badge, Group, Stack, Text, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconUsersGroup } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { ApiError } from "@/api/problem";
import type { Huddle, HuddleItem } from "@/api/types";
import { TeamSelect } from "@/features/on_call/TeamSelect";
import { Targets } from "@/features/throughput/Targets";
import { formatWeekday } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";

const AddDialog = lazy(() => import("./AddDialog").then((m) => ({ default: m.AddDialog })));
const AssignDialog = lazy(() => import("./AssignDialog").then((m) => ({ default: m.AssignDialog })));

const kinds = ["safety", "leaving", "arrived", "barrier", "no_show", "added"] as const;

interface HuddlePanelProps {
  team: string | undefined;
  onTeam: (team: string | null) => void;
}

/** A team's list of the day: what the record says, and what colleagues add; whoever leads marks each as dealt with. */
export function HuddlePanel({ team, onTeam }: HuddlePanelProps) {
  const { t } = useTranslation();
  const [on, choose] = useState<string | undefined>();
  const { data, error } = useCall("huddle_get", { query: { team_id: team, on } });
  const inNone = !team && error instanceof ApiError && error.code === "unknown_team";
  return (
    <Stack gap="md">
      <Group align="flex-end">
        <TeamSelect value={team ?? data?.team.id} onChange={onTeam} />
        <TextInput
          type="date"
          label={t("huddle.day")}
          value={on ?? data?.on ?? ""}
          onChange={(event) => choose(event.currentTarget.value || undefined)}
        />
      </Group>
      {error && !data && !inNone && <ProblemNotice error={error} />}
      {error && !data && inNone && (
        <EmptyState title={t("on_call.no_team")} text={t("on_call.no_team_text")} />
      )}
      {!data && !error && <Waiting lines={5} height={60} />}
      {data && <List list={data} />}
      {data && <Targets teamId={data.team.id} />}
    </Stack>
  );
}

function List({ list }: { list: Huddle }) {
  const { t } = useTranslation();
  const [adding, add] = useState(false);
  const [assigned, assign] = useState<HuddleItem | null>(null);
  const { team, on, items, off, can } = list;
  const open = items.filter(({ mark }) => mark === "open").length;
  return (
    <Section
      title={t("huddle.title", { team: team.name, day: formatWeekday(on) })}
      actions={
        <ActionButton can={can} operation="huddle_item_create" onClick={() => add(true)}>
          {t("huddle.add")}
        </ActionButton>
      }
    >
      <Stack gap="md">
        <Text c="dimmed" size="sm">
          {[
            t("huddle.open", { count: open }),
            off.length > 0 && t("huddle.off", { names: off.map(({ name }) => name).join(", ") }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Text>
        {items.length === 0 && (
          <EmptyState
            icon={<IconUsersGroup size={34} stroke={1.5} aria-hidden />}
            title={t("huddle.none")}
            text={t("huddle.none_text")}
          />
        )}
        {kinds.map((kind) => (
          <Kind
            key={kind}
            kind={kind}
            items={items.filter((item) => item.kind === kind)}
            list={list}
            onAssign={assign}
          />
        ))}
      </Stack>
      <Suspense>
        {adding && <AddDialog team={team} on={on} onClose={() => add(false)} />}
        {assigned && <AssignDialog item={assigned} team={team} on={on} onClose={() => assign(null)} />}
      </Suspense>
    </Section>
  );
}

interface KindProps {
  kind: (typeof kinds)[number];
  items: HuddleItem[];
  list: Huddle;
  onAssign: (item: HuddleItem) => void;
}

function Kind({ kind, items, list, onAssign }: KindProps) {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  const label = t(`huddle.kinds.${kind}`);
  return (
    <section aria-label={label}>
      <Group gap="xs" mb={4}>
        <Text fw={650}>{label}</Text>
        <Badge variant="light" color={kind === "safety" ? "red" : "gray"}>
          {items.length}
        </Badge>
      </Group>
      <Rows label={label}>
        {items.map((item) => (
          <Item key={item.record_id} item={item} list={list} onAssign={() => onAssign(item)} />
        ))}
      </Rows>
    </section>
  );
}

const colors = { open: "yellow", dealt: "teal", assigned: "blue", carried: "gray" } as const;

function Item({ item, list, onAssign }: { item: HuddleItem; list: Huddle; onAssign: () => void }) {
  const { t } = useTranslation();
  const mark = useAct("huddle_item_mark", {
    onSuccess: ({ mark: next }) => showDone(t(`huddle.marks.${next}`)),
  });
  const { kind, record_id, person, case_id, text, author, marked_by: by, can } = item;
  const whom = person?.name ?? text ?? "";
  const send = (carry_over: boolean) =>
    mark.mutate({ body: { team_id: list.team.id, on: list.on, kind, record_id, carry_over } });
  const detail = [
    author && t("huddle.added_by", { name: author.name }),
    by && t("huddle.marked_by", { name: by.name }),
  ].filter(Boolean);
  return (
    <Row
      title={
        <Group gap="xs">
          {person ? (
            <Link
              to="/people/$personId"
              params={{ personId: person.id }}
              search={case_id ? { case: case_id } : {}}
            >
              {person.name}
            </Link>
          ) : (
            text
          )}
          {item.mark !== "open" && (
            <Badge variant="light" color={colors[item.mark]} tt="none">
              {t(`huddle.marks.${item.mark}`)}
            </Badge>
          )}
        </Group>
      }
      detail={detail.length > 0 && detail.join(" · ")}
      actions={
        can.includes("huddle_item_mark") && (
          <>
            <ActionButton
              can={can}
              operation="huddle_item_mark"
              size="compact-md"
              loading={mark.isPending}
              aria-label={t("huddle.deal_of", { whom })}
              onClick={() => send(false)}
            >
              {t("huddle.deal")}
            </ActionButton>
            {can.includes("huddle_item_assign") && (
              <ActionButton
                can={can}
                operation="huddle_item_assign"
                variant="default"
                size="compact-md"
                aria-label={t("huddle.assign_of", { whom })}
                onClick={onAssign}
              >
                {t("huddle.assign")}
              </ActionButton>
            )}
            <ActionButton
              can={can}
              operation="huddle_item_mark"
              variant="default"
              size="compact-md"
              aria-label={t("huddle.carry_of", { whom })}
              onClick={() => send(true)}
            >
              {t("huddle.carry")}
            </ActionButton>
          </>
        )
      }
    >
      {person && text && <Text>{text}</Text>}
      {mark.error && <ProblemNotice error={mark.error} />}
    </Row>
  );
}
