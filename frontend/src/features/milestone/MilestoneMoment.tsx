import { useTranslation } from "react-i18next";
import { useTexts } from "@/lib/texts";
import { texts } from "./texts";

/** A milestone as the timeline says it. */
export function MilestoneMoment({ kind }: { kind: string }) {
  const { t } = useTranslation();
  const kinds: Partial<Record<string, string>> = useTexts(texts).kinds;
  return t("timeline.milestone", { about: kinds[kind] ?? kind });
}
