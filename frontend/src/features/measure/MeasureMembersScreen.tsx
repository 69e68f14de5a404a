import { Badge, Button, Group, SegmentedControl, Stack, Table, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall, usePages } from "@/api/hooks";
import { ApiError } from "@/api/problem";
import type { MeasureMember, MeasureView } from "@/api/types";
import { useCapability } from "@/app/me";
import { measures, places } from "@/app/search";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { saveMembers } from "./file";
import { MeasureFilters } from "./MeasureFilters";
import { MeasureFigures, MeasureHow, MeasureNumber, MeasureTarget } from "./MeasureHead";
import { MeasureStrata } from "./MeasureStrata";
import { MeasureTrend } from "./MeasureTrend";
import { PeopleClosed } from "./PeopleClosed";
import { toQuery } from "./period";
import { ProofList } from "./ProofList";
import { useMeasureTitle } from "./title";
import classes from "./Measure.module.css";

const route = getRouteApi("/measures/$code");
const colors = {
  numerator: "teal",
  denominator: "red",
  partial: "yellow",
  pending: "gray",
  excluded: "gray",
} as const;

/** A measure: its number and how it is counted, its course and groups, and the people behind it with their proofs. */
export function MeasureMembersScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.measures"));
  const { code } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const titleOf = useMeasureTitle();
  const query = toQuery(search);
  const measure = useCall("measure_get", { path: { code }, query });
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  return (
    <Stack gap="md">
      <div>
        <Text>
          <Link to="/measures" search={measures(search)}>
            {t("nav.measures")}
          </Link>
        </Text>
        <Title order={1}>{measure.data ? titleOf(measure.data) : code}</Title>
        {measure.data && (
          <Stack gap={6} mt="xs">
            <MeasureNumber measure={measure.data} />
            <MeasureTarget measure={measure.data} />
            <MeasureFigures measure={measure.data} />
          </Stack>
        )}
      </div>
      <MeasureFilters search={search} onChange={change} />
      {measure.error && <ProblemNotice error={measure.error} />}
      {measure.data && (
        <div className={classes.panels}>
          <section className={`surface ${classes.panel}`}>
            <MeasureHow measure={measure.data} />
          </section>
          <section className={`surface ${classes.panel}`} aria-labelledby="measure-trend">
            <Title order={2} size="h3" mb="sm" id="measure-trend">
              {t("measures.trend")}
            </Title>
            <MeasureTrend measure={measure.data} query={query} />
          </section>
          <section className={`surface ${classes.panel}`} aria-labelledby="measure-strata">
            <Title order={2} size="h3" mb="sm" id="measure-strata">
              {t("measures.strata")}
            </Title>
            <MeasureStrata
              measure={measure.data}
              query={query}
              by={search.by ?? "language"}
              onBy={(by) => change({ by })}
            />
          </section>
        </div>
      )}
      {measure.data && (
        <People
          measure={measure.data}
          query={query}
          place={search.place}
          onPlace={(place) => change({ place })}
        />
      )}
    </Stack>
  );
}

interface PeopleProps {
  measure: MeasureView;
  query: ReturnType<typeof toQuery>;
  place: MeasureMember["place"] | undefined;
  onPlace: (place: MeasureMember["place"] | undefined) => void;
}

/** The people behind the number; for who may not see them, a sentence that says who may. */
function People({ measure, query, place, onPlace }: PeopleProps) {
  const { t } = useTranslation();
  const can = useCapability();
  const { code } = measure;
  if (!measure.can.includes("measure_members")) return <PeopleClosed measure={measure} />;
  return (
    <>
      <Group justify="space-between" align="end">
        <Title order={2} size="h3">
          {t("measures.members_title")}
        </Title>
        {can("measure_export") && <Export code={code} query={query} />}
      </Group>
      <div className={classes.places}>
        <SegmentedControl
          aria-label={t("measure.place")}
          value={place ?? ""}
          onChange={(next) => onPlace(places.find((known) => known === next))}
          data={[
            { value: "", label: t("today.band.all") },
            ...places.map((one) => ({ value: one, label: t(`measure.places.${one}`) })),
          ]}
          w="fit-content"
        />
      </div>
      <Members code={code} query={place ? { ...query, place } : query} />
    </>
  );
}

type MembersQuery = ReturnType<typeof toQuery> & { place?: MeasureMember["place"] };

function Members({ code, query }: { code: string; query: MembersQuery }) {
  const { t } = useTranslation();
  const members = usePages("measure_members", { path: { code }, query });
  if (members.error) return <ProblemNotice error={members.error} />;
  if (members.isPending) return <Waiting />;
  if (members.items.length === 0) return <Text c="dimmed">{t("measure.nobody")}</Text>;
  return (
    <div className="surface">
      <Table.ScrollContainer minWidth={300}>
        <Table className={classes.members}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("case.person")}</Table.Th>
              <Table.Th>{t("measure.place")}</Table.Th>
              <Table.Th>{t("measure.proof")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.items.map((member) => (
              <Table.Tr key={member.id} className={classes.member}>
                <Table.Td>
                  <Link
                    to="/people/$personId"
                    params={{ personId: member.person.id }}
                    search={member.case_id ? { case: member.case_id } : {}}
                  >
                    {member.person.name}
                  </Link>
                </Table.Td>
                <Table.Td>
                  <Badge variant="light" color={colors[member.place]}>
                    {t(`measure.places.${member.place}`)}
                  </Badge>
                </Table.Td>
                <Table.Td>
                  <ProofList steps={member.proof} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <More {...members} />
    </div>
  );
}

/** Takes the people out as a file; the server notes who did. */
function Export({ code, query }: { code: string; query: ReturnType<typeof toQuery> }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const take = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await saveMembers(code, query);
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack gap="xs" align="end">
      <Button
        variant="default"
        loading={busy}
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => void take()}
      >
        {t("measures.export")}
      </Button>
      {error && <ProblemNotice error={error} />}
    </Stack>
  );
}
