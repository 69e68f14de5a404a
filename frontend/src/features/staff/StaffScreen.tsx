import { Button, Group, Menu, SegmentedControl, Stack, Table, Tabs, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall, usePages } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useCapability } from "@/app/me";
import { staffShown, staffTabs } from "@/app/search";
import { OffNote } from "@/features/absence/OffNote";
import { CadencePanel } from "@/features/engagement/CadencePanel";
import { EscalationNotice } from "@/features/alert/EscalationNotice";
import { useTexts } from "@/lib/texts";
import { useWords } from "@/lib/words";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { ClientTable } from "./ClientTable";
import { CredentialBadge } from "./CredentialBadge";
import { ExpiringTable } from "./ExpiringTable";
import { ProgramTable } from "./ProgramTable";
import { TeamTable } from "./TeamTable";
import { texts } from "./texts";

const StaffDialog = lazy(() => import("./StaffDialog").then((m) => ({ default: m.StaffDialog })));
const CredentialsDialog = lazy(() =>
  import("./CredentialsDialog").then((m) => ({ default: m.CredentialsDialog })),
);
const AbsencesDialog = lazy(() =>
  import("@/features/absence/AbsencesDialog").then((m) => ({ default: m.AbsencesDialog })),
);
const PasswordDialog = lazy(() => import("./PasswordDialog").then((m) => ({ default: m.PasswordDialog })));

const RulePanel = lazy(() => import("@/features/rulebook/RulePanel").then((m) => ({ default: m.RulePanel })));

const ScopePanel = lazy(() => import("@/features/scope/ScopePanel").then((m) => ({ default: m.ScopePanel })));

const PolicyPanel = lazy(() =>
  import("@/features/caseload/PolicyPanel").then((m) => ({ default: m.PolicyPanel })),
);

const VersionPanel = lazy(() =>
  import("@/features/instrument_policy/VersionPanel").then((m) => ({ default: m.VersionPanel })),
);
const WordingPanel = lazy(() =>
  import("@/features/instrument_wording/WordingPanel").then((m) => ({ default: m.WordingPanel })),
);

const PlanPanel = lazy(() =>
  import("@/features/insurance_plan/PlanPanel").then((m) => ({ default: m.PlanPanel })),
);

const EducationPanel = lazy(() =>
  import("@/features/education/EducationPanel").then((m) => ({ default: m.EducationPanel })),
);

const PlanTemplatePanel = lazy(() =>
  import("@/features/care_plan/PlanTemplatePanel").then((m) => ({ default: m.PlanTemplatePanel })),
);
const TemplatePanel = lazy(() =>
  import("@/features/note/TemplatePanel").then((m) => ({ default: m.TemplatePanel })),
);

const route = getRouteApi("/staff");

/** Who works here, in which teams, on which programs. */
export function StaffScreen() {
  const { t } = useTranslation();
  useTitle(t("nav.staff"));
  const { tab = "staff" } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useCapability();
  const panels = {
    staff: Colleagues,
    teams: TeamTable,
    programs: ProgramTable,
    rules: Rules,
    caseload: Policies,
    plans: Plans,
    scope: Scope,
    instruments: Instruments,
    templates: Templates,
    education: Education,
    clients: ClientTable,
  };
  const needs = {
    clients: "client_write",
    instruments: "instrument_wording_read",
    templates: "note_template_write",
    education: "education_read",
  } as const;
  const shown = staffTabs.filter((code) => !(code in needs) || may(needs[code as keyof typeof needs]));
  return (
    <Stack gap="md">
      <Title order={1}>{t("nav.staff")}</Title>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          void navigate({ search: { tab: staffTabs.find((known) => known === next) }, replace: true })
        }
      >
        <Tabs.List aria-label={t("nav.staff")}>
          {shown.map((code) => (
            <Tabs.Tab key={code} value={code} mih={44}>
              {t(`staff.tab.${code}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map((code) => {
          const Panel = panels[code];
          return (
            <Tabs.Panel key={code} value={code} pt="md">
              <div className="surface">
                <Panel />
              </div>
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </Stack>
  );
}

type StaffAct =
  { act: "add" } | { act: "edit" | "password" | "credentials" | "absences"; staff: Schemas["StaffView"] };

/** Everybody, or those whose credentials run out. */
function Colleagues() {
  const { t } = useTranslation();
  const { only } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <Group p="md" pb={0}>
        <SegmentedControl
          aria-label={t("credential.filter")}
          value={only ?? "all"}
          onChange={(next) =>
            void navigate({
              search: { tab: "staff", only: staffShown.find((known) => known === next) },
              replace: true,
            })
          }
          data={[
            { value: "all", label: t("credential.everybody") },
            { value: "expiring", label: t("credential.expiring") },
          ]}
        />
      </Group>
      {only === "expiring" ? <ExpiringTable /> : <StaffTable />}
    </>
  );
}

function StaffTable() {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const words = useWords();
  const may = useCapability();
  const [dialog, setDialog] = useState<StaffAct | null>(null);
  const close = () => setDialog(null);
  const writes = may("staff_write");
  const staff = usePages("staff_list", { query: { limit: 100 } });
  const absences = useCall("absence_list", { query: { limit: 200 } }, { enabled: may("absence_read") });
  const offNow = absences.data?.items.filter(({ today }) => today) ?? [];
  if (staff.error) return <ProblemNotice error={staff.error} />;
  if (staff.isPending) return <Waiting />;
  return (
    <>
      {writes && <EscalationNotice />}
      {writes && (
        <Group justify="flex-end" p="md" pb={0}>
          <Button onClick={() => setDialog({ act: "add" })}>{t("staff.add")}</Button>
        </Group>
      )}
      <Suspense>
        {dialog?.act === "add" && <StaffDialog onClose={close} />}
        {dialog?.act === "edit" && <StaffDialog staff={dialog.staff} onClose={close} />}
        {dialog?.act === "password" && <PasswordDialog staff={dialog.staff} onClose={close} />}
        {dialog?.act === "absences" && <AbsencesDialog staff={dialog.staff} onClose={close} />}
        {dialog?.act === "credentials" && <CredentialsDialog id={dialog.staff.id} onClose={close} />}
      </Suspense>
      <Table.ScrollContainer minWidth={300}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("staff.name")}</Table.Th>
              <Table.Th>{t("staff.role")}</Table.Th>
              <Table.Th visibleFrom="sm">{t("staff.teams")}</Table.Th>
              <Table.Th visibleFrom="md">{t("staff.supervisor")}</Table.Th>
              <Table.Th visibleFrom="md" miw="14rem">
                {t("staff.credentials")}
              </Table.Th>
              <Table.Th>
                <span className="visually-hidden">{t("nav.more")}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {staff.items.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  {one.name}
                  <Text size="xs" c="dimmed">
                    {one.title}
                    {!one.active && ` · ${t("staff.inactive")}`}
                  </Text>
                  <OffNote absence={offNow.find((absence) => absence.staff.id === one.id)} />
                </Table.Td>
                <Table.Td>
                  {words(one.role)}
                  <Text size="xs" c="dimmed">
                    {[
                      one.ladder_band && say[`band_${one.ladder_band}`],
                      one.profile.track && say[`track_${one.profile.track}`],
                      one.profile.reports_to && say[`line_${one.profile.reports_to}`],
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </Text>
                  {one.below_minimum && (
                    <Text size="xs" c="dimmed">
                      {t("staff.below_minimum", {
                        years: one.profile.years_experience,
                        least: one.minimum_years,
                      })}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td visibleFrom="sm">{one.teams.map(({ name }) => name).join(", ")}</Table.Td>
                <Table.Td visibleFrom="md">{one.supervisor?.name}</Table.Td>
                <Table.Td visibleFrom="md">
                  <Group gap={6}>
                    {one.credentials.filter(matters).map((credential) => (
                      <CredentialBadge key={credential.id} credential={credential} />
                    ))}
                  </Group>
                </Table.Td>
                <Table.Td>
                  <Menu position="bottom-end">
                    <Menu.Target>
                      <Button
                        size="compact-md"
                        variant="subtle"
                        aria-label={t("task.more", { title: one.name })}
                      >
                        {t("nav.more")}
                      </Button>
                    </Menu.Target>
                    <Menu.Dropdown>
                      {writes && (
                        <Menu.Item
                          disabled={!one.can.includes("staff_update")}
                          onClick={() => setDialog({ act: "edit", staff: one })}
                        >
                          {t("action.edit")}
                        </Menu.Item>
                      )}
                      {one.can.includes("staff_password_reset") && (
                        <Menu.Item onClick={() => setDialog({ act: "password", staff: one })}>
                          {say.password_new}
                        </Menu.Item>
                      )}
                      {one.can.includes("absence_create") && (
                        <Menu.Item onClick={() => setDialog({ act: "absences", staff: one })}>
                          {t("absence.show")}
                        </Menu.Item>
                      )}
                      <Menu.Item onClick={() => setDialog({ act: "credentials", staff: one })}>
                        {t("credential.show")}
                      </Menu.Item>
                    </Menu.Dropdown>
                  </Menu>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <More {...staff} />
    </>
  );
}

/** What stands in the list: licenses and certificates, and whatever is not as it should be. */
function matters({ category, standing }: Schemas["CredentialView"]) {
  if (standing === "ended") return false;
  return category === "licence" || category === "certification" || standing !== "valid";
}

function Scope() {
  return (
    <Suspense fallback={<Waiting />}>
      <ScopePanel />
    </Suspense>
  );
}

function Policies() {
  return (
    <Suspense fallback={<Waiting />}>
      <PolicyPanel />
      <CadencePanel />
    </Suspense>
  );
}

function Instruments() {
  return (
    <Suspense fallback={<Waiting />}>
      <VersionPanel />
      <WordingPanel />
    </Suspense>
  );
}

function Education() {
  return (
    <Suspense fallback={<Waiting />}>
      <EducationPanel />
    </Suspense>
  );
}

function Templates() {
  return (
    <Suspense fallback={<Waiting />}>
      <TemplatePanel />
      <PlanTemplatePanel />
    </Suspense>
  );
}

function Plans() {
  return (
    <Suspense fallback={<Waiting />}>
      <PlanPanel />
    </Suspense>
  );
}

/** The rules of the program that the URL names. */
function Rules() {
  const { program } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Suspense fallback={<Waiting />}>
      <RulePanel
        programId={program}
        onProgram={(id) => void navigate({ search: { tab: "rules", program: id }, replace: true })}
      />
    </Suspense>
  );
}
