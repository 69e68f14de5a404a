import { Badge, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { formatDate } from "@/lib/dates";
import { colorOf, useDaysLeft, useKindName } from "./credentials";

/** Credentials that run out within 90 days or have run out, the most urgent first. */
export function ExpiringTable() {
  const { t } = useTranslation();
  const nameOf = useKindName();
  const daysLeft = useDaysLeft();
  const expiring = useCall("credential_expiring", {});
  if (expiring.error) return <ProblemNotice error={expiring.error} />;
  if (!expiring.data) return <Waiting />;
  const { items } = expiring.data;
  if (items.length === 0) {
    return <EmptyState title={t("credential.expiring_none")} text={t("credential.expiring_none_text")} />;
  }
  return (
    <Table.ScrollContainer minWidth={300}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("staff.name")}</Table.Th>
            <Table.Th>{t("staff.credentials")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("staff.credential_expires")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(({ credential, staff, days_left }) => (
            <Table.Tr key={credential.id}>
              <Table.Td>{staff.name}</Table.Td>
              <Table.Td>
                {[nameOf(credential.kind), credential.state].filter(Boolean).join(" · ")}
                <Text size="sm" component="div">
                  <Badge variant="light" color={colorOf(credential.standing)} tt="none">
                    {t(`credential.standing.${credential.standing}`)}
                  </Badge>{" "}
                  {daysLeft(days_left)}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                {credential.expires_on && formatDate(credential.expires_on)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
