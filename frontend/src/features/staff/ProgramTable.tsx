import { Button, Group, Table, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useCapability } from "@/app/me";
import { personLabel } from "@/features/person/label";
import { fill, useTexts } from "@/lib/texts";
import { useWords } from "@/lib/words";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { texts } from "./texts";

const ProgramDialog = lazy(() => import("./ProgramDialog").then((m) => ({ default: m.ProgramDialog })));
const SiteDialog = lazy(() => import("./SiteDialog").then((m) => ({ default: m.SiteDialog })));

/** What is edited: `null` for nothing, an empty one for something new. */
type Editing<T> = { record?: T } | null;

/** The programs, and the sites at which they run. */
export function ProgramTable() {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const words = useWords();
  const writes = useCapability()("staff_write");
  const programs = useCall("program_list", {});
  const [editing, edit] = useState<Editing<Schemas["ProgramView"]>>(null);
  if (programs.error) return <ProblemNotice error={programs.error} />;
  if (!programs.data) return <Waiting />;
  return (
    <>
      {writes && (
        <Group justify="flex-end" p="md" pb={0}>
          <Button onClick={() => edit({})}>{say.program_new}</Button>
        </Group>
      )}
      <Suspense>
        {editing && (
          <ProgramDialog
            {...(editing.record ? { program: editing.record } : {})}
            onClose={() => edit(null)}
          />
        )}
      </Suspense>
      <Table.ScrollContainer minWidth={640}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("case.program")}</Table.Th>
              <Table.Th>{t("staff.setting")}</Table.Th>
              <Table.Th>{t("staff.person_label")}</Table.Th>
              <Table.Th>{t("staff.site")}</Table.Th>
              <Table.Th>{t("staff.time_zone")}</Table.Th>
              <Table.Th>{t("staff.rulebook")}</Table.Th>
              {writes && <MoreHead />}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {programs.data.items.map((program) => (
              <Table.Tr key={program.id}>
                <Table.Td>{program.name}</Table.Td>
                <Table.Td>{words(program.setting)}</Table.Td>
                <Table.Td>{personLabel(t, program.person_label)}</Table.Td>
                <Table.Td>{program.site.name}</Table.Td>
                <Table.Td>{program.time_zone}</Table.Td>
                <Table.Td>{program.rulebook}</Table.Td>
                {writes && (
                  <EditCell
                    label={fill(say.program_edit, { program: program.name })}
                    onEdit={() => edit({ record: program })}
                  />
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {writes && <SiteTable />}
    </>
  );
}

function SiteTable() {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const sites = useCall("site_list", {});
  const [editing, edit] = useState<Editing<Schemas["SiteView"]>>(null);
  if (sites.error) return <ProblemNotice error={sites.error} />;
  if (!sites.data) return <Waiting />;
  return (
    <section aria-label={say.sites}>
      <Group justify="space-between" p="md" pb={0}>
        <Title order={2} size="h4">
          {say.sites}
        </Title>
        <Button variant="default" onClick={() => edit({})}>
          {say.site_new}
        </Button>
      </Group>
      <Suspense>
        {editing && (
          <SiteDialog {...(editing.record ? { site: editing.record } : {})} onClose={() => edit(null)} />
        )}
      </Suspense>
      <Table.ScrollContainer minWidth={300}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("staff.site")}</Table.Th>
              <Table.Th>{say.city}</Table.Th>
              <MoreHead />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sites.data.items.map((site) => (
              <Table.Tr key={site.id}>
                <Table.Td>{site.name}</Table.Td>
                <Table.Td>
                  {site.city}, {site.state}
                </Table.Td>
                <EditCell
                  label={fill(say.site_edit, { site: site.name })}
                  onEdit={() => edit({ record: site })}
                />
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

function MoreHead() {
  const { t } = useTranslation();
  return (
    <Table.Th>
      <span className="visually-hidden">{t("nav.more")}</span>
    </Table.Th>
  );
}

function EditCell({ label, onEdit }: { label: string; onEdit: () => void }) {
  const { t } = useTranslation();
  return (
    <Table.Td>
      <Button size="compact-md" variant="subtle" aria-label={label} onClick={onEdit}>
        {t("action.edit")}
      </Button>
    </Table.Td>
  );
}
