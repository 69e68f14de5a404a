import { useQueryClient } from "@tanstack/react-query";

/** Reads the definitions of instruments again after their words changed; nothing else asks for that. */
export function useInstrumentsAgain() {
  const cache = useQueryClient();
  const ofInstruments = ({ queryKey }: { queryKey: readonly unknown[] }) =>
    String(queryKey[0]).startsWith("instrument_");
  return () => void cache.invalidateQueries({ predicate: ofInstruments });
}
