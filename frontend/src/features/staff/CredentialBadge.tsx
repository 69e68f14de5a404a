import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { colorOf, useKindName } from "./credentials";

/** A credential in one line: what, of which state, until when, and what it is worth when that is less than everything. */
export function CredentialBadge({ credential }: { credential: Schemas["CredentialView"] }) {
  const { t } = useTranslation();
  const nameOf = useKindName();
  const { kind, state, standing, expires_on } = credential;
  const until = expires_on && t("person.until", { on: formatDate(expires_on) });
  const worth =
    standing === "valid" || standing === "expiring" ? until : t(`credential.standing.${standing}`);
  return (
    <Badge variant="light" color={colorOf(standing)} tt="none">
      {[nameOf(kind), state, worth].filter(Boolean).join(" · ")}
    </Badge>
  );
}
