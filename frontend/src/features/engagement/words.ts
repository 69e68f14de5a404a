import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { formatDate, formatDay } from "@/lib/dates";

type Next = Schemas["NextContactView"];
type Engagement = Schemas["EngagementView"];

/** The states in the order in which they need somebody. */
export const states = ["hard_to_reach", "refused", "attempts", "not_tried", "engaged"] as const;

/** Colour of a state: what needs another way of reaching stands out. */
export const stateColor: Record<Engagement["state"], string> = {
  not_tried: "gray",
  engaged: "teal",
  attempts: "yellow",
  hard_to_reach: "red",
  refused: "red",
};

/** What is said of the next contact and of the reaching, in words. */
export function useEngagementWords() {
  const { t } = useTranslation();
  return {
    due: (next: Next) => t(`engagement.due_by.${next.due}`, { on: formatDate(next.due_on) }),
    since: (next: Next) =>
      t(next.reached ? "engagement.reached_on" : "engagement.never", { on: formatDate(next.since) }),
    why: (next: Next) =>
      t(next.reached ? "engagement.why_reached" : "engagement.why_never", {
        since: formatDate(next.since),
        every: t("engagement.every", { count: next.days }),
      }),
    source: ({ cadence_since: since }: Next) =>
      since ? t("engagement.why_set", { since: formatDate(since) }) : t("engagement.why_own"),
    change: ({ state, days_left: days, modes_left: modes }: Engagement) =>
      t(`engagement.change.${state}`, { days, modes }),
    /** How the reaching goes in one line: the state, and how often it was tried. */
    tried: ({ tried, refused_at: refused }: Engagement, zone: string) =>
      [tried > 0 ? t("engagement.tried", { count: tried }) : "", refused ? formatDay(refused, zone) : ""]
        .filter(Boolean)
        .join(", "),
  };
}
