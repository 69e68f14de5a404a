import { Badge, Group, SegmentedControl, Stack, Table, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall, usePages } from "@/api/hooks";
import { measures, places } from "@/app/search";
import { formatInstant } from "@/lib/dates";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { MeasureFilters } from "./MeasureFilters";
import { percent, toQuery } from "./period";
import classes from "./Measure.module.css";

const route = getRouteApi("/measures/$code");
const colors = {
  numerator: "teal",
  denominator: "red",
  partial: "yellow",
  pending: "gray",
  excluded: "gray",
} as const;

/** The people behind a number, each with the proof of their place in it. */
export function MeasureMembersScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.measures"));
  const { code } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = toQuery(search);
  const measure = useCall("measure_get", { path: { code }, query });
  const members = usePages("measure_members", {
    path: { code },
    query: search.place ? { ...query, place: search.place } : query,
  });
  const error = measure.error ?? members.error;
  return (
    <Stack gap="md">
      <div>
        <Text>
          <Link to="/measures" search={measures(search)}>
            {t("nav.measures")}
          </Link>
        </Text>
        <Title order={1}>{measure.data?.title ?? code}</Title>
        {measure.data && (
          <Text c="dimmed">
            {measure.data.rate != null &&
              `${percent(measure.data.rate)}, ${t("measure.fraction", {
                numerator: measure.data.numerator,
                denominator: measure.data.denominator,
              })}. `}
            {measure.data.definition}
          </Text>
        )}
      </div>
      <MeasureFilters
        search={search}
        onChange={(change) => void navigate({ search: (now) => ({ ...now, ...change }), replace: true })}
      />
      <div className={classes.places}>
        <SegmentedControl
          aria-label={t("measure.place")}
          value={search.place ?? ""}
          onChange={(next) =>
            void navigate({
              search: (now) => ({ ...now, place: places.find((known) => known === next) }),
              replace: true,
            })
          }
          data={[
            { value: "", label: t("today.band.all") },
            ...places.map((place) => ({ value: place, label: t(`measure.places.${place}`) })),
          ]}
          w="fit-content"
        />
      </div>
      {error && <ProblemNotice error={error} />}
      {members.isPending && <Waiting />}
      {members.data && members.items.length === 0 && <Text c="dimmed">{t("measure.nobody")}</Text>}
      {members.items.length > 0 && (
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
                        search={{ case: member.case_id }}
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
                      <ol className={classes.proof}>
                        {member.proof.map(({ statement, rule, at }) => (
                          <li key={statement + (at ?? "")}>
                            <Group gap={8}>
                              <span>{statement}</span>
                              <Text span size="sm" c="dimmed">
                                {[at && formatInstant(at), rule && t("today.rule", { rule })]
                                  .filter(Boolean)
                                  .join(" · ")}
                              </Text>
                            </Group>
                          </li>
                        ))}
                      </ol>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <More {...members} />
        </div>
      )}
    </Stack>
  );
}
