import { Badge, Group } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AuthorizationSummary } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { Row } from "@/ui/Rows";
import { Clock } from "./Clock";
import { statusColor } from "./fields";

interface AuthorizationRowProps {
  request: AuthorizationSummary;
  named: boolean;
  /** The zone of the case, where it is known. */
  zone?: string | undefined;
}

/** One request in a list: what, for whom, how it stands, and until when. */
export function AuthorizationRow({ request, named, zone }: AuthorizationRowProps) {
  const { t } = useTranslation();
  const { status, units, line, urgency, category, missing_documents: missing } = request;
  const detail = [
    named && request.person.name,
    t(`authorization.category.${category}`),
    t(`authorization.line.${line}`),
    urgency === "expedited" && t("authorization.urgency.expedited"),
    request.portal,
  ];
  return (
    <Row
      title={
        <Link to="/authorizations/$authorizationId" params={{ authorizationId: request.id }}>
          {request.title}
        </Link>
      }
      detail={detail.filter(Boolean).join(" · ")}
      actions={
        <Badge variant="light" color={statusColor[status]}>
          {t(`authorization.status.${status}`)}
        </Badge>
      }
    >
      {request.clock && <Clock clock={request.clock} zone={zone} />}
      <Group gap={6}>
        {units.authorized > 0 && (
          <Badge variant="default" tt="none">
            {t("authorization.units_left", { left: units.left, of: units.authorized })}
          </Badge>
        )}
        {request.valid_to && (
          <Badge variant="default" tt="none">
            {t("authorization.until", { on: formatDate(request.valid_to) })}
          </Badge>
        )}
        {request.next_review_on && (
          <Badge variant="default" tt="none">
            {t("authorization.next_review", { on: formatDate(request.next_review_on) })}
          </Badge>
        )}
        {units.warnings.map((warning) => (
          <Badge key={warning} variant="light" color="yellow" tt="none">
            {t(`authorization.warning.${warning}`)}
          </Badge>
        ))}
        {missing > 0 && !request.decided_at && (
          <Badge variant="light" color="yellow" tt="none">
            {t("authorization.missing", { count: missing })}
          </Badge>
        )}
      </Group>
    </Row>
  );
}
