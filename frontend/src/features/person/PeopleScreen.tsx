import { Badge, Button, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { IconSearch, IconUserPlus, IconUserSearch } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { call } from "@/api/client";
import type { PersonSummary } from "@/api/types";
import { useCapability, useMe } from "@/app/me";
import { formatDate } from "@/lib/dates";
import { languageName } from "@/lib/language";
import { announce } from "@/ui/announce";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Tier } from "@/ui/Tier";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";

const PersonDialog = lazy(() => import("./PersonDialog").then((m) => ({ default: m.PersonDialog })));

interface Wanted {
  text: string;
  birth_date: string;
  program_id: string;
}

const nothing: Wanted = { text: "", birth_date: "", program_id: "" };

/** What is searched for travels in the body of a POST, so that no name ever stands in a URL. */
function useSearch(wanted: Wanted) {
  const body = Object.fromEntries(
    Object.entries({ ...wanted }).filter(([, value]: [string, string]) => value.trim() !== ""),
  );
  return useInfiniteQuery({
    queryKey: ["person_search", body, "pages"],
    queryFn: ({ pageParam, signal }) =>
      call("person_search", {
        body: { ...body, limit: 30, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? null,
    placeholderData: keepPreviousData,
  });
}

/** Finding a person by name, identifier or birth date. */
export function PeopleScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.people"));
  const me = useMe();
  const may = useCapability();
  const [wanted, setWanted] = useState(nothing);
  const [debounced] = useDebouncedValue(wanted, 250);
  const [creating, setCreating] = useState(false);
  const found = useSearch(debounced);
  const people = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const change = (part: Partial<Wanted>) => setWanted({ ...wanted, ...part });
  const count = people.length;
  useEffect(() => {
    if (!found.isFetching) announce(t("person.results", { count }));
  }, [found.isFetching, count, t]);

  return (
    <Stack gap="md" maw={980}>
      <Group justify="space-between">
        <Title order={1}>{t("nav.people")}</Title>
        {may("person_write") && (
          <Button leftSection={<IconUserPlus size={17} aria-hidden />} onClick={() => setCreating(true)}>
            {t("person.create")}
          </Button>
        )}
      </Group>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t("person.search")}
          leftSection={<IconSearch size={17} aria-hidden />}
          value={wanted.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
          type="search"
          autoComplete="off"
          autoFocus
          flex="1 1 18rem"
        />
        <TextInput
          type="date"
          label={t("person.birth_date")}
          value={wanted.birth_date}
          onChange={(event) => change({ birth_date: event.currentTarget.value })}
        />
        {me.programs.length > 1 && (
          <Select
            label={t("case.program")}
            value={wanted.program_id}
            onChange={(program) => change({ program_id: program ?? "" })}
            data={[
              { value: "", label: t("today.every_program") },
              ...me.programs.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </Group>
      {found.error && <ProblemNotice error={found.error} />}
      {found.isPending && <Waiting />}
      {found.data && people.length === 0 && (
        <EmptyState
          icon={<IconUserSearch size={36} stroke={1.5} aria-hidden />}
          title={t("person.nobody")}
          text={t("person.nobody_text")}
        />
      )}
      {people.length > 0 && (
        <div className="surface" style={{ padding: "1rem 1.15rem" }}>
          <Rows label={t("nav.people")}>
            {people.map((person) => (
              <PersonRow key={person.id} person={person} />
            ))}
          </Rows>
          <More {...found} />
        </div>
      )}
      <Suspense>{creating && <PersonDialog onClose={() => setCreating(false)} />}</Suspense>
    </Stack>
  );
}

function PersonRow({ person }: { person: PersonSummary }) {
  const { t } = useTranslation();
  const facts = [
    person.birth_date &&
      `${formatDate(person.birth_date)} (${t("person.years", { count: person.age ?? 0 })})`,
    person.language && languageName(person.language),
  ];
  return (
    <Row
      title={
        <Link to="/people/$personId" params={{ personId: person.id }}>
          {person.name}
        </Link>
      }
      detail={facts.filter(Boolean).join(" · ")}
      actions={
        <>
          {person.deceased && <Badge color="gray">{t("person.deceased")}</Badge>}
          {person.cases.length === 0 && (
            <Text size="sm" c="dimmed">
              {t("person.not_enrolled")}
            </Text>
          )}
          {person.cases.map((one) => (
            <Group key={one.id} gap={6}>
              <Text size="sm">{[one.program.name, one.owner?.name].filter(Boolean).join(", ")}</Text>
              <Tier tier={one.tier} />
            </Group>
          ))}
        </>
      }
    />
  );
}
