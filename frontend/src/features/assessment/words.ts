import { asSaid, serverWords } from "@/lib/spanish";

interface ScoreWords {
  /** The band of a total. */
  band: (english: string) => string;
  /** What a trigger found. */
  finding: (english: string) => string;
  /** What to do about it. */
  action: (english: string) => string;
  /** A part of a total. */
  part: (english: string) => string;
  /** What to know about a score. */
  note: (english: string) => string;
  /** What triggered an alert: the instrument and what it found. */
  trigger: (english: string) => string;
  /** Where a fact of acuity was read. */
  because: (english: string) => string;
  /** Where the record shows an answer. */
  filled: (english: string) => string;
}

/** What the server says of scores, in the language of the screen. Titles of instruments stay as they were published. */
export const useScoreWords = serverWords<ScoreWords>(() => import("./spanish"), {
  band: asSaid,
  finding: asSaid,
  action: asSaid,
  part: asSaid,
  note: asSaid,
  trigger: asSaid,
  because: asSaid,
  filled: asSaid,
});
