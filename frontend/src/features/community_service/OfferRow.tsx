import { Badge, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { CommunityService, CommunityServiceOffer } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { languageName } from "@/lib/language";
import { Row } from "@/ui/Rows";
import { Reasons, Why } from "./Reasons";
import { ReportRoom } from "./ReportRoom";
import { RoomBadge } from "./Room";

const fitColors = { fits: "teal", ask: "yellow", does_not_fit: "red" } as const;

/** Whether it is open, and what comes next. */
export function useHoursText() {
  const { t } = useTranslation();
  return ({ hours, content }: CommunityService) => {
    if (hours.now === "unknown") return t("service.hours_unknown");
    if (hours.opens) return t("service.opens", { time: formatInstant(hours.opens, content.time_zone) });
    if (hours.until) return t("service.open_until", { time: formatInstant(hours.until, content.time_zone) });
    return t("service.open_now");
  };
}

interface OfferRowProps {
  offer: CommunityServiceOffer;
  /** For whom it is looked for, and in which case. */
  person: string | undefined;
  caseId: string | undefined;
}

/** A service as it is offered: what it is, whether there is room, how far it is, and whether it fits. */
export function OfferRow({ offer, person, caseId }: OfferRowProps) {
  const { t } = useTranslation();
  const hoursText = useHoursText();
  const { service, fit, miles } = offer;
  const { content, organization } = service;
  const city = content.locations?.find((place) => place.city)?.city;
  const facts = [
    organization.name,
    city,
    miles == null ? undefined : t("service.at_distance", { miles }),
    hoursText(service),
    content.languages?.map(languageName).join(", "),
  ];
  return (
    <Row
      title={
        <Link
          to="/services/$serviceId"
          params={{ serviceId: service.id }}
          search={person ? { person, case: caseId } : {}}
        >
          {content.name}
        </Link>
      }
      detail={facts.filter(Boolean).join(" · ")}
      actions={
        <>
          {fit && (
            <Badge variant="light" color={fitColors[fit.verdict]}>
              {t(`service.fit.${fit.verdict}`)}
            </Badge>
          )}
          <RoomBadge status={service.capacity.status} />
          <ReportRoom service={service} compact />
        </>
      }
    >
      {content.description && (
        <Text size="sm" lineClamp={2}>
          {content.description}
        </Text>
      )}
      <Reasons fit={fit} />
      <Why offer={offer} />
    </Row>
  );
}
