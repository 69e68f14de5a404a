import { Button, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Capability, Schemas } from "@/api/types";
import { formatDay } from "@/lib/dates";
import { fill, useTexts } from "@/lib/texts";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { ScopeBadges } from "./ScopeBadges";
import { ScopePicker } from "./ScopePicker";
import { SecretModal } from "./SecretModal";
import { texts } from "./texts";

/** Integrations that sign in as themselves, and what each may do. */
export function ClientTable() {
  const { t } = useTranslation();
  const clients = useCall("client_list", {});
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<Schemas["ClientView"] | null>(null);
  const [doing, setDoing] = useState<{ act: "rotate" | "revoke"; client: Schemas["ClientView"] } | null>(
    null,
  );
  const say = useTexts(texts);
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
                  <Table.Th>
                    <span className="visually-hidden">{t("nav.more")}</span>
                  </Table.Th>
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
                    <Table.Td visibleFrom="sm">
                      {client.revoked_at
                        ? `${say.revoked}, ${formatDay(client.revoked_at)}`
                        : formatDay(client.expires_at)}
                    </Table.Td>
                    <Table.Td>
                      {!client.revoked_at && (
                        <Group gap={4} wrap="nowrap">
                          {(["rotate", "revoke"] as const).map((act) => (
                            <ActionButton
                              key={act}
                              can={client.can}
                              operation={`client_${act}`}
                              variant="subtle"
                              size="compact-md"
                              aria-label={fill(say[`${act}_of` as const], { name: client.name })}
                              onClick={() => setDoing({ act, client })}
                            >
                              {say[act]}
                            </ActionButton>
                          ))}
                        </Group>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </>
      )}
      {adding && <ClientDialog onMade={setMade} onClose={() => setAdding(false)} />}
      {doing && <ClientActDialog {...doing} onMade={setMade} onClose={() => setDoing(null)} />}
      {made && (
        <SecretModal
          title={t("staff.client_secret_title")}
          text={t("staff.client_secret_text")}
          facts={[[t("staff.client_id"), made.id]]}
          label={t("staff.client_secret")}
          secret={made.client_secret}
          gone={say.secret_gone}
          onClose={() => setMade(null)}
        />
      )}
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

interface ClientActDialogProps {
  act: "rotate" | "revoke";
  client: Schemas["ClientView"];
  onMade: (client: Schemas["ClientView"]) => void;
  onClose: () => void;
}

/** Asks before a client gets another secret, or none any more. */
function ClientActDialog({ act, client, onMade, onClose }: ClientActDialogProps) {
  const say = useTexts(texts);
  const rotate = useAct("client_rotate", {
    onSuccess: (rotated) => {
      onMade(rotated);
      onClose();
    },
  });
  const revoke = useAct("client_revoke", { onSuccess: onClose });
  const { isPending, error, mutate } = act === "rotate" ? rotate : revoke;
  return (
    <Dialog
      title={fill(say[`${act}_of` as const], { name: client.name })}
      submit={say[act]}
      busy={isPending}
      error={error}
      danger
      onSubmit={() => mutate({ path: { id: client.id }, version: client.version })}
      onClose={onClose}
    >
      <Text>{say[`${act}_text` as const]}</Text>
    </Dialog>
  );
}
