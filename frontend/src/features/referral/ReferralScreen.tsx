import { Group, Select, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall, usePages } from "@/api/hooks";
import { referralShown, type ReferralSearch } from "@/app/search";
import { EmptyState } from "@/ui/EmptyState";
import { Facts } from "@/ui/Facts";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { kinds } from "./referral";
import { ReferralBadges, useWaitText } from "./ReferralBadges";

const route = getRouteApi("/referrals");

const asked = {
  open: {},
  overdue: { overdue: true },
  silent: { escalated: true },
  draft: { status: "draft" },
  completed: { status: "completed" },
  not_received: { status: "not_received" },
  declined: { status: "declined" },
  cancelled: { status: "cancelled" },
} as const;

/** Everything arranged across the caseload: what should have happened first on top. */
export function ReferralScreen() {
  const { t } = useTranslation();
  const waitText = useWaitText();
  useTitle(t("nav.referrals"));
  const { scope = "team", show = "open", kind } = route.useSearch();
  const navigate = route.useNavigate();
  const put = (part: ReferralSearch) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const referrals = usePages("referral_worklist", {
    query: { scope, ...asked[show], ...(kind ? { kind } : {}), limit: 100 },
  });
  return (
    <Stack gap="md" maw={1080}>
      <div>
        <Title order={1}>{t("nav.referrals")}</Title>
        <Text c="dimmed">{t("referral.screen_text")}</Text>
      </div>
      <Outcome />
      <Group gap="sm" align="flex-end">
        <SegmentedControl
          aria-label={t("today.filter_scope")}
          value={scope}
          onChange={(next) => put({ scope: next === "mine" ? "mine" : undefined })}
          data={[
            { value: "mine", label: t("today.mine") },
            { value: "team", label: t("today.team") },
          ]}
        />
        <Select
          label={t("referral.show")}
          value={show}
          onChange={(next) => put({ show: referralShown.find((known) => known === next) })}
          data={referralShown.map((code) => ({ value: code, label: t(`referral.shown.${code}`) }))}
          allowDeselect={false}
        />
        <Select
          label={t("referral.kind")}
          placeholder={t("referral.every_kind")}
          value={kind ?? null}
          onChange={(next) => put({ kind: kinds.find((known) => known === next) })}
          data={kinds.map((code) => ({ value: code, label: t(`referral.kinds.${code}`) }))}
          clearable
          clearButtonProps={{ "aria-label": t("referral.every_kind") }}
        />
      </Group>
      {referrals.error && <ProblemNotice error={referrals.error} />}
      {referrals.isPending && <Waiting />}
      {referrals.data && referrals.items.length === 0 && (
        <EmptyState
          icon={<IconRoute size={36} stroke={1.5} aria-hidden />}
          title={t("referral.none")}
          text={t("referral.none_text")}
        />
      )}
      {referrals.items.length > 0 && (
        <Section title={t(`referral.shown.${show}`)}>
          <Rows>
            {referrals.items.map((referral) => (
              <Row
                key={referral.id}
                title={
                  <Link to="/referrals/$referralId" params={{ referralId: referral.id }}>
                    {t("referral.line", {
                      kind: t(`referral.kinds.${referral.kind}`),
                      name: referral.person.name,
                    })}
                  </Link>
                }
                detail={[referral.recipient, waitText(referral)].filter(Boolean).join(" · ")}
                actions={<ReferralBadges referral={referral} />}
              />
            ))}
          </Rows>
          <More {...referrals} />
        </Section>
      )}
    </Stack>
  );
}

/** What came of the referrals of a year: loops that people closed, not messages that were sent. */
function Outcome() {
  const { t } = useTranslation();
  const { data, error } = useCall("referral_summary", { query: {} });
  if (error) return <ProblemNotice error={error} />;
  if (!data) return <Waiting lines={1} height={90} />;
  const share = ({ count, of, percent }: typeof data.served) =>
    typeof percent === "number"
      ? t("referral.share", { count, of, percent: Math.round(percent) })
      : t("state.none");
  const days = (value: number | null | undefined) =>
    typeof value === "number" ? t("referral.days", { count: value }) : t("state.none");
  return (
    <Section title={t("referral.outcome")}>
      <Facts
        items={[
          [t("referral.served_share"), share(data.served)],
          [t("referral.closed_share"), share(data.closed)],
          [t("referral.open_late"), t("referral.of_open", { count: data.open_late, of: data.open })],
          [t("referral.days_to_accept"), days(data.median_days_to_accept)],
          [t("referral.days_to_service"), days(data.median_days_to_service)],
          [t("referral.benefits_approved"), share(data.benefits_approved)],
          [t("referral.days_to_home"), days(data.median_days_to_home)],
        ]}
      />
    </Section>
  );
}
