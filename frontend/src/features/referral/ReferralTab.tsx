import { Text } from "@mantine/core";
import { Link, getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseView, NeedView } from "@/api/types";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { ReferralBadges, useWaitText } from "./ReferralBadges";

const ReferralDialog = lazy(() => import("./ReferralDialog").then((m) => ({ default: m.ReferralDialog })));
const route = getRouteApi("/people/$personId");

interface ReferralTabProps {
  personId: string;
  current: CaseView | undefined;
  needs: NeedView[];
}

/** Everything that is arranged for a person. `arrange` in the URL opens the dialog, for a need or with a service. */
export function ReferralTab({ personId, current, needs }: ReferralTabProps) {
  const { t } = useTranslation();
  const waitText = useWaitText();
  const { need, service, arrange } = route.useSearch();
  const navigate = route.useNavigate();
  const referrals = useCall("referral_list", { path: { id: personId } });
  const open = (on: boolean) =>
    void navigate({
      search: (now) => ({ ...now, arrange: on || undefined, need: undefined, service: undefined }),
      replace: true,
      resetScroll: false,
    });
  const items = referrals.data?.items ?? [];
  return (
    <Section
      title={t("referral.title")}
      actions={
        current && (
          <ActionButton can={current.can} operation="referral_create" onClick={() => open(true)}>
            {t("referral.create")}
          </ActionButton>
        )
      }
    >
      {referrals.error && <ProblemNotice error={referrals.error} />}
      {referrals.isPending && <Waiting lines={3} height={44} />}
      {referrals.data && items.length === 0 && <Text c="dimmed">{t("referral.none_text")}</Text>}
      <Rows>
        {items.map((referral) => (
          <Row
            key={referral.id}
            title={
              <Link to="/referrals/$referralId" params={{ referralId: referral.id }}>
                {referral.recipient}
              </Link>
            }
            detail={[t(`referral.kinds.${referral.kind}`), waitText(referral)].filter(Boolean).join(" · ")}
            actions={<ReferralBadges referral={referral} />}
          />
        ))}
      </Rows>
      <Suspense>
        {arrange && current?.can.includes("referral_create") && (
          <ReferralDialog
            caseId={current.id}
            needs={needs}
            needId={need}
            serviceId={service}
            onClose={() => open(false)}
          />
        )}
      </Suspense>
    </Section>
  );
}
