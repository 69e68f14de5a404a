import { Button, Group, Table } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useCapability } from "@/app/me";
import { fill, useTexts } from "@/lib/texts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { texts } from "./texts";

const TeamDialog = lazy(() => import("./TeamDialog").then((m) => ({ default: m.TeamDialog })));
const TeamMemberDialog = lazy(() =>
  import("./TeamMemberDialog").then((m) => ({ default: m.TeamMemberDialog })),
);

type Act = { act: "new" } | { act: "edit" | "member"; team: Schemas["TeamView"] };

/** The teams of every program with who is on them. */
export function TeamTable() {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const writes = useCapability()("staff_write");
  const teams = useCall("team_list", {});
  const [doing, act] = useState<Act | null>(null);
  const close = () => act(null);
  if (teams.error) return <ProblemNotice error={teams.error} />;
  if (!teams.data) return <Waiting />;
  const { items } = teams.data;
  return (
    <>
      {writes && (
        <Group justify="flex-end" p="md" pb={0}>
          <Button onClick={() => act({ act: "new" })}>{say.team_new}</Button>
        </Group>
      )}
      <Suspense>
        {doing?.act === "new" && <TeamDialog onClose={close} />}
        {doing?.act === "edit" && (
          <TeamDialog team={items.find(({ id }) => id === doing.team.id) ?? doing.team} onClose={close} />
        )}
        {doing?.act === "member" && <TeamMemberDialog team={doing.team} onClose={close} />}
      </Suspense>
      <Table.ScrollContainer minWidth={640}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("case.team")}</Table.Th>
              <Table.Th>{t("case.program")}</Table.Th>
              <Table.Th>{t("staff.lead")}</Table.Th>
              <Table.Th>{t("staff.members")}</Table.Th>
              {writes && (
                <Table.Th>
                  <span className="visually-hidden">{t("nav.more")}</span>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((team) => (
              <Table.Tr key={team.id}>
                <Table.Td>{team.name}</Table.Td>
                <Table.Td>{team.program.name}</Table.Td>
                <Table.Td>{team.lead?.name}</Table.Td>
                <Table.Td>{team.members.map(({ name }) => name).join(", ")}</Table.Td>
                {writes && (
                  <Table.Td>
                    <Group gap={4} wrap="nowrap">
                      <Button
                        size="compact-md"
                        variant="subtle"
                        aria-label={t("staff.team_add", { team: team.name })}
                        onClick={() => act({ act: "member", team })}
                      >
                        {t("action.add")}
                      </Button>
                      <Button
                        size="compact-md"
                        variant="subtle"
                        aria-label={fill(say.team_edit, { team: team.name })}
                        onClick={() => act({ act: "edit", team })}
                      >
                        {t("action.edit")}
                      </Button>
                    </Group>
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
