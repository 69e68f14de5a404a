import { Button, Code, Group, Modal, Stack, Table, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Capability, Schemas } from "@/api/types";
import { formatDay } from "@/lib/dates";
import { Dialog } from "@/ui/Dialog";
import { EmptyState } from "@/ui/EmptyState";
import { Facts } from "@/ui/Facts";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { ScopeBadges } from "./ScopeBadges";
import { ScopePicker } from "./ScopePicker";

/** Integrations that sign in as themselves, and what each may do. */
export function ClientTable() {
  const { t } = useTranslation();
  const clients = useCall("client_list", {});
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<Schemas["ClientView"] | null>(null);
  if (clients.error) return <ProblemNotice error={clients.error} />;
  if (!clients.data) return <Waiting />;
  const { items } = clients.data;
  const add = <Button onClick={() => setAdding(true)}>{t("staff.client_add")}</Button>;
  return (
    <Stack gap="sm" p="md">
      {items.length === 0 ? (
        <EmptyState title={t("staff.clients_none")} text={t("staff.clients_none_text")}>
          {add}
        </EmptyState>
      ) : (
        <>
          <Group justify="flex-end">{add}</Group>
          <Table.ScrollContainer minWidth={300}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("staff.name")}</Table.Th>
                  <Table.Th>{t("staff.client_scopes")}</Table.Th>
                  <Table.Th visibleFrom="sm">{t("staff.client_until")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((client) => (
                  <Table.Tr key={client.id}>
                    <Table.Td>
                      {client.name}
                      <Text size="xs" c="dimmed">
                        {client.id}
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      <ScopeBadges scopes={client.scopes} />
                    </Table.Td>
                    <Table.Td visibleFrom="sm">{formatDay(client.expires_at)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </>
      )}
      {adding && <ClientDialog onMade={setMade} onClose={() => setAdding(false)} />}
      {made && <Secret client={made} onClose={() => setMade(null)} />}
    </Stack>
  );
}

interface ClientDialogProps {
  onMade: (client: Schemas["ClientView"]) => void;
  onClose: () => void;
}

function ClientDialog({ onMade, onClose }: ClientDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Capability[]>([]);
  const create = useAct("client_create", {
    onSuccess: (client) => {
      onMade(client);
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  return (
    <Dialog
      title={t("staff.client_add")}
      submit={t("action.add")}
      busy={create.isPending}
      error={create.error}
      disabled={scopes.length === 0}
      onSubmit={() => create.mutate({ body: { name, scopes } })}
      onClose={onClose}
      size="lg"
    >
      <TextInput
        label={t("staff.client_name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={errors["name"]}
        maxLength={100}
        required
        data-autofocus
      />
      <ScopePicker value={scopes} onChange={setScopes} error={errors["scopes"]} />
    </Dialog>
  );
}

/** The secret of a new client, shown once. */
function Secret({ client, onClose }: { client: Schemas["ClientView"]; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("staff.client_secret_title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
      closeOnClickOutside={false}
    >
      <Stack gap="md">
        <Text>{t("staff.client_secret_text")}</Text>
        <Facts items={[[t("staff.client_id"), client.id]]} />
        <div>
          <Text size="sm" c="dimmed">
            {t("staff.client_secret")}
          </Text>
          <Code block>{client.client_secret}</Code>
        </div>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("action.done")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
