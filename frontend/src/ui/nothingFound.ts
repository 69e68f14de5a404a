import { useTranslation } from "react-i18next";
import { useProblemText } from "./ProblemNotice";

interface Read {
  isFetching: boolean;
  error: unknown;
}

/** What a field says that has nothing to choose from: why it could not be read, that it is being read, or that there is nothing. */
export function useNothingFound() {
  const { t } = useTranslation();
  const problem = useProblemText();
  return ({ isFetching, error }: Read, nothing: string): string => {
    if (isFetching) return t("state.loading");
    return error ? problem(error).detail : nothing;
  };
}
