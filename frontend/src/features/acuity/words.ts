import { asSaid, serverWords } from "@/lib/spanish";

interface ModelWords {
  /** Why the model counts something. */
  why: (english: string) => string;
}

/** What the published model of acuity says of itself, in the language of the screen. */
export const useModelWords = serverWords<ModelWords>(() => import("./spanish"), { why: asSaid });
