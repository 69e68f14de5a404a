import { useSaying } from "@/features/person/moment";
import { useTexts } from "@/lib/texts";
import { texts } from "./texts";

/** A milestone as the timeline says it. */
export function MilestoneMoment({ kind }: { kind: string }) {
  const say = useSaying();
  const kinds: Partial<Record<string, string>> = useTexts(texts).kinds;
  return say("milestone", kinds[kind] ?? kind);
}
