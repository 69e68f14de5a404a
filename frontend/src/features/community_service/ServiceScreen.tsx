import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBuildingCommunity, IconFileImport, IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { useCall } from "@/api/hooks";
import { useCapability } from "@/app/me";
import type { ServiceSearch } from "@/app/search";
import { useRemembered } from "@/lib/drafts";
import { announce } from "@/ui/announce";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { OfferRow } from "./OfferRow";
import { nothingTyped, ServiceFilters, type Typed } from "./ServiceFilters";

const route = getRouteApi("/services");
const PAGE = 25;

/** Filters travel in the body of a POST: it may be about a person. */
function useOffers(search: ServiceSearch, typed: Typed) {
  const body = {
    ...(typed.text.trim() && { text: typed.text.trim() }),
    ...(typed.postal_code.trim() && { postal_code: typed.postal_code.trim() }),
    ...(search.need && { need: search.need }),
    ...(search.language && { language: search.language }),
    ...(search.capacity && { capacity: search.capacity }),
    ...(search.miles && { within_miles: search.miles }),
    ...(search.person && { person_id: search.person }),
    ...(search.person && typed.county.trim() && { county: typed.county.trim() }),
    ...(search.person && typeof typed.income === "number" && { income_percent: typed.income }),
  };
  return useInfiniteQuery({
    queryKey: ["community_service_search", body, "pages"],
    queryFn: ({ pageParam, signal }) =>
      call("community_service_search", {
        body: { ...body, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? null,
    placeholderData: keepPreviousData,
  });
}

/** The directory: what there is around us for a need, for whom, and whether there is room. */
export function ServiceScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.services"));
  const search = route.useSearch();
  return <Directory key={search.person ?? ""} search={search} />;
}

/** What is typed stays while one looks at a service, for each person apart. */
function Directory({ search }: { search: ServiceSearch }) {
  const { t } = useTranslation();
  const may = useCapability();
  const navigate = route.useNavigate();
  const { value: typed, change: setTyped } = useRemembered(
    `services:${search.person ?? ""}`,
    () => nothingTyped,
  );
  const [debounced] = useDebouncedValue(typed, 250);
  const found = useOffers(search, debounced);
  const first = found.data?.pages[0];
  const offers = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const count = first?.total ?? 0;
  const isFiltered = Object.keys(search).length > 0 || Object.values(debounced).some((value) => value !== "");
  useEffect(() => {
    if (!found.isFetching) announce(t("service.results", { count }));
  }, [found.isFetching, count, t]);
  const filter = (change: ServiceSearch) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true, resetScroll: false });

  return (
    <Stack gap="md" maw={1080}>
      <Group justify="space-between">
        <Title order={1}>{t("nav.services")}</Title>
        <Group gap="xs">
          <Button component={Link} to="/services/organizations" variant="default">
            {t("directory.organizations")}
          </Button>
          {may("community_service_write") && (
            <>
              <Button
                component={Link}
                to="/services/import"
                variant="default"
                leftSection={<IconFileImport size={17} aria-hidden />}
              >
                {t("service.import")}
              </Button>
              <Button component={Link} to="/services/new" leftSection={<IconPlus size={17} aria-hidden />}>
                {t("directory.new_service")}
              </Button>
            </>
          )}
        </Group>
      </Group>
      {search.person ? (
        <ForPerson
          id={search.person}
          caseId={search.case}
          onLeave={() => filter({ person: undefined, case: undefined })}
        />
      ) : (
        <Text c="dimmed">{t("service.text")}</Text>
      )}
      <ServiceFilters
        search={search}
        typed={typed}
        onFilter={filter}
        onType={(change) => setTyped({ ...typed, ...change })}
      />
      {found.error && <ProblemNotice error={found.error} />}
      {found.isPending && <Waiting />}
      {first && (
        <Text fw={600} component="h2" size="md">
          {t("service.results", { count })}
        </Text>
      )}
      {first?.is_cut && <Alert color="yellow">{t("service.cut")}</Alert>}
      {first && !first.is_near_known && (debounced.postal_code.trim() !== "" || search.person) && (
        <Text c="dimmed" size="sm">
          {t("service.near_unknown")}
        </Text>
      )}
      {first && offers.length === 0 && (
        <EmptyState
          icon={<IconBuildingCommunity size={36} stroke={1.5} aria-hidden />}
          title={t("service.none")}
          text={t(isFiltered ? "service.none_text" : "service.empty_text")}
        />
      )}
      {offers.length > 0 && (
        <div className="surface" style={{ padding: "1rem 1.15rem" }}>
          <Rows label={t("nav.services")}>
            {offers.map((offer) => (
              <OfferRow key={offer.service.id} offer={offer} person={search.person} caseId={search.case} />
            ))}
          </Rows>
          <More {...found} />
        </div>
      )}
    </Stack>
  );
}

interface ForPersonProps {
  id: string;
  caseId: string | undefined;
  onLeave: () => void;
}

/** For whom is searched, and the way back. */
function ForPerson({ id, caseId, onLeave }: ForPersonProps) {
  const { t } = useTranslation();
  const { data: person } = useCall("person_get", { path: { id } });
  if (!person) return null;
  return (
    <Alert color="teal" title={t("service.for_person", { name: person.name })}>
      <Stack gap="xs">
        <Text size="sm">{t("service.for_person_text")}</Text>
        <Text size="sm">{t("service.asked")}</Text>
        <Group gap="md">
          <Link to="/people/$personId" params={{ personId: id }} search={{ tab: "plan", case: caseId }}>
            {t("service.back_to_person", { name: person.name })}
          </Link>
          <Button variant="default" size="compact-md" onClick={onLeave}>
            {t("service.without_person")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
