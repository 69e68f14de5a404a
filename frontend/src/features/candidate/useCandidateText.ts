import { useTranslation } from "react-i18next";
import type { CaseCandidate } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { languageName } from "@/lib/language";
import { useWords } from "@/lib/words";

/** Says in a few words what a candidate got points for. */
export function useCandidateText(): (
  part: CaseCandidate["parts"][number],
  candidate: CaseCandidate,
) => string {
  const { t } = useTranslation();
  const words = useWords();
  return ({ reason, of }, { load }) => {
    switch (reason) {
      case "language":
      case "some_language":
        return t(`candidate.${reason}`, { language: languageName(of ?? "") });
      case "specialisation":
        return t("candidate.specialisation", { population: words(of ?? "") });
      case "remote_state":
        return t("candidate.remote_state", { state: of });
      case "away":
        return t("candidate.away", { day: formatDate(of ?? "") });
      case "load":
        return t("candidate.load", { count: Number(of), load });
      default:
        return t(`candidate.${reason}`);
    }
  };
}
