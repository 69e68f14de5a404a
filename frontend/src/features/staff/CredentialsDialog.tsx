import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { Modal } from "@/ui/Modal";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Waiting } from "@/ui/Waiting";
import { CredentialDialog } from "./CredentialDialog";
import { colorOf, credentialCategories, useKindName } from "./credentials";

type Credential = Schemas["CredentialView"];
type Act = { act: "add" } | { act: "edit" | "end"; credential: Credential };

/** Everything a colleague holds, what it is worth, and what can be done about it. */
export function CredentialsDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const nameOf = useKindName();
  const staff = useCall("staff_get", { path: { id } });
  const [doing, act] = useState<Act | null>(null);
  const end = useAct("credential_end", { onSuccess: () => act(null) });
  const what = (credential: Credential) =>
    [nameOf(credential.kind), credential.state].filter(Boolean).join(" ");
  const can = staff.data?.can ?? [];
  const held = staff.data?.credentials ?? [];
  return (
    <>
      <Modal
        opened={!doing}
        onClose={onClose}
        title={t("credential.all", { name: staff.data?.name ?? "" })}
        size="lg"
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        <Stack gap="md">
          {staff.error && <ProblemNotice error={staff.error} />}
          {staff.isPending && <Waiting />}
          {staff.data && held.length === 0 && (
            <EmptyState title={t("credential.none")} text={t("credential.none_text")} />
          )}
          {credentialCategories
            .map((category) => ({ category, own: held.filter((one) => one.category === category) }))
            .filter(({ own }) => own.length > 0)
            .map(({ category, own }) => (
              <section key={category} aria-label={t(`credential.category.${category}`)}>
                <Text size="sm" fw={600} c="dimmed">
                  {t(`credential.category.${category}`)}
                </Text>
                <Rows>
                  {own.map((credential) => (
                    <Row
                      key={credential.id}
                      title={
                        <Group gap="xs">
                          {what(credential)}
                          <Badge variant="light" color={colorOf(credential.standing)} tt="none">
                            {t(`credential.standing.${credential.standing}`)}
                          </Badge>
                        </Group>
                      }
                      detail={<Details credential={credential} />}
                      actions={
                        can.length > 0 &&
                        credential.status !== "ended" && (
                          <Group gap={4}>
                            <ActionButton
                              can={can}
                              operation="credential_update"
                              variant="default"
                              size="compact-md"
                              aria-label={t("credential.edit", { what: what(credential) })}
                              onClick={() => act({ act: "edit", credential })}
                            >
                              {t("action.edit")}
                            </ActionButton>
                            <ActionButton
                              can={can}
                              operation="credential_end"
                              variant="subtle"
                              size="compact-md"
                              aria-label={t("credential.end_of", { what: what(credential) })}
                              onClick={() => act({ act: "end", credential })}
                            >
                              {t("credential.end")}
                            </ActionButton>
                          </Group>
                        )
                      }
                    />
                  ))}
                </Rows>
              </section>
            ))}
          {can.includes("credential_create") && (
            <Button w="fit-content" onClick={() => act({ act: "add" })}>
              {t("staff.credential_add")}
            </Button>
          )}
        </Stack>
      </Modal>
      {staff.data && doing?.act === "add" && (
        <CredentialDialog staff={staff.data} onClose={() => act(null)} />
      )}
      {staff.data && doing?.act === "edit" && (
        <CredentialDialog staff={staff.data} credential={doing.credential} onClose={() => act(null)} />
      )}
      {doing?.act === "end" && (
        <ReasonDialog
          draft={`credential-end:${doing.credential.id}`}
          title={t("credential.end_of", { what: what(doing.credential) })}
          text={t("credential.end_text")}
          label={t("credential.end_reason")}
          submit={t("credential.end")}
          danger
          busy={end.isPending}
          error={end.error}
          onSubmit={(reason) =>
            end.mutate({
              path: { id: doing.credential.id },
              version: doing.credential.version,
              body: { reason },
            })
          }
          onClose={() => act(null)}
        />
      )}
    </>
  );
}

function Details({ credential }: { credential: Credential }) {
  const { t } = useTranslation();
  const { number, issued_on, expires_on, renewal_hours, hours_earned, ended_reason, category } = credential;
  const since = t(category === "check" ? "credential.passed" : "credential.issued");
  const parts = [
    number && `${t("staff.credential_number")} ${number}`,
    issued_on && `${since} ${formatDate(issued_on)}`,
    expires_on && t("person.until", { on: formatDate(expires_on) }),
    renewal_hours && t("credential.hours", { earned: hours_earned ?? 0, needed: renewal_hours }),
    ended_reason && t("credential.ended", { reason: ended_reason }),
  ];
  return <>{parts.filter(Boolean).join(" · ")}</>;
}
